package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.contract.IntentText;
import dev.ken.engine.Attempt;
import dev.ken.engine.BuiltInComprehender;
import dev.ken.engine.BuiltInProposer;
import dev.ken.engine.Comprehender;
import dev.ken.engine.ExampleRetrieval;
import dev.ken.engine.Facts;
import dev.ken.engine.FrontEnds;
import dev.ken.engine.Generation;
import dev.ken.engine.ModelComprehender;
import dev.ken.engine.ModelProposer;
import dev.ken.engine.Outcome;
import dev.ken.engine.Proposer;
import dev.ken.engine.Request;
import dev.ken.engine.Retrieval;
import dev.ken.engine.Review;
import dev.ken.engine.Steps;
import dev.ken.engine.Target;
import dev.ken.engine.Understanding;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.llm.Answer;
import dev.ken.llm.LanguageModel;
import dev.ken.llm.ModelUnreachable;
import dev.ken.llm.Pace;
import dev.ken.llm.Patience;
import dev.ken.llm.Prompt;
import dev.ken.llm.Watch;
import dev.ken.llm.settings.Models;
import dev.ken.llm.settings.Settings;
import dev.ken.llm.tape.KeptAnswers;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.runtime.Environment;
import dev.ken.runtime.EnvironmentReader;
import dev.ken.runtime.KernelVerdict;
import dev.ken.runtime.ModelProcess;
import dev.ken.source.Source;
import dev.ken.verify.Judge;
import dev.ken.verify.JudgeLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How many requests of `src/test/resources/requests/model` a model gets right, in one of the ways to use it.
/// Arguments: `builtin`, `bare`, `examples`, `feedback`, `whole` or `intent`, or several of them with commas between;
/// `PROVIDER:NAME`, or `nobody` to see which requests a model would be asked for; the first request, how many, and the
/// step from one to the next; a file that keeps answers. Processor time is that of KEN and the model's process; it is
/// what a machine that does nothing else would need with one thread.
public final class ModelReport {
    private static final String FOLDERS = System.getProperty("folder", "src/test/resources/requests/model");
    /// Whether what is open is assumed; else a question is an end.
    private static final boolean ASSUME = !Boolean.getBoolean("ask");
    /// Whether only those requests count that the built-in reader neither understands nor rightly asks or declines.
    private static final boolean UNSETTLED = Boolean.getBoolean("unsettled");
    /// Whether of these only those count that it does not decline.
    private static final boolean ASKED = Boolean.getBoolean("asked");
    private static final long NANOS_PER_MILLI = 1_000_000;
    /// Of an answer: all right programs for these requests are shorter.
    private static final int MOST_TOKENS = Integer.getInteger("tokens", 250);

    private static final int SIX_EXAMPLES = 6;

    private final Facts facts;
    private final Review review;
    private final Counted model;
    private final Environment environment = new EnvironmentReader(System.getenv()).read();
    private final Retrieval retrieval = ExampleRetrieval.shipped();
    private final Retrieval six = ExampleRetrieval.shipped(SIX_EXAMPLES);

    private ModelReport(Facts facts, Counted model) {
        this.facts = facts;
        this.model = model;
        Judge judge = new Judge(new Z3Solver(), () -> System.nanoTime() / NANOS_PER_MILLI);
        this.review = new Review(
                FrontEnds.own(),
                () -> judge,
                JudgeLimits.USUAL,
                (_, _) -> new KernelVerdict.Unavailable("not asked", ""),
                facts);
    }

    public static void main(String[] arguments) {
        KernelModel kernel = Optional.ofNullable(System.getProperty("kernel"))
                .map(release -> Snapshots.find(release).orElseThrow())
                .orElseGet(Snapshots::recorded);
        Facts facts = new Facts(kernel, CuratedCatalog.of(kernel));
        Settings settings = Settings.read(System.getenv());
        LanguageModel asked = arguments[1].equals("nobody")
                ? new Nobody()
                : new Models(settings, Patience.USUAL, Pace.REAL, ModelProcess::start).open(arguments[1]);
        Counted model = new Counted(new KeptAnswers(asked, Path.of(arguments[5]), MOST_TOKENS), new AtomicInteger());
        int step = Integer.parseInt(arguments[4]);
        BuiltInComprehender builtIn = new BuiltInComprehender();
        List<Asked> all = Stream.of(FOLDERS.split(","))
                .flatMap(folder -> Asked.read(Path.of(folder)).stream())
                .filter(one -> !UNSETTLED || !isSettled(one, builtIn.read(request("builtin", one.request()), facts)))
                .toList();
        List<Asked> some = IntStream.iterate(Integer.parseInt(arguments[2]), i -> i < all.size(), i -> i + step)
                .limit(Integer.parseInt(arguments[3]))
                .mapToObj(all::get)
                .toList();
        ModelReport report = new ModelReport(facts, model);
        Stream.of(arguments[0].split(",")).forEach(way -> report.report(way, some));
        System.exit(0);
    }

    private static boolean isSettled(Asked asked, Understanding own) {
        return switch (own) {
            case Understanding.Understood _ -> true;
            case Understanding.NeedsClarification _ -> asked.answers().contains(new Asked.Answer.Asks());
            case Understanding.Declined _ -> ASKED || asked.answers().contains(new Asked.Answer.Declines());
            case Understanding.NotUnderstood _ -> false;
        };
    }

    private void report(String way, List<Asked> asked) {
        int right = 0;
        int wrong = 0;
        long millis = 0;
        long processor = 0;
        for (Asked one : asked) {
            long start = System.nanoTime();
            long before = processorMillis();
            int questions = model.questions().get();
            Optional<Boolean> result = graded(way, one);
            long took = (System.nanoTime() - start) / NANOS_PER_MILLI;
            long used = processorMillis() - before;
            millis += took;
            processor += used;
            right += result.filter(yes -> yes).isPresent() ? 1 : 0;
            wrong += result.filter(yes -> !yes).isPresent() ? 1 : 0;
            System.out.println(
                    way + "\t" + result.map(yes -> yes ? "right" : "wrong").orElse("none") + "\t" + took + " ms\t"
                            + used + " ms of processor\t" + (model.questions().get() - questions) + " asked\t"
                            + one.request());
        }
        System.out.println(way + ": " + right + " right, " + wrong + " wrong of " + asked.size() + ", "
                + millis / Math.max(1, asked.size()) + " ms each, " + processor / Math.max(1, asked.size())
                + " ms of processor");
    }

    private static long processorMillis() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.children())
                .flatMap(one -> one.info().totalCpuDuration().stream())
                .mapToLong(Duration::toMillis)
                .sum();
    }

    /// Empty: nothing was accepted.
    private Optional<Boolean> graded(String way, Asked asked) {
        List<Intent> answers = asked.answers().stream()
                .flatMap(answer ->
                        answer instanceof Asked.Answer.Means(Intent intent) ? Stream.of(intent) : Stream.empty())
                .toList();
        Outcome outcome;
        try {
            outcome = generation(way).generate(request(way, asked.request()), _ -> {});
        } catch (Proposer.Unreachable failure) {
            System.out.println(failure.getMessage());
            return Optional.empty();
        }
        return switch (outcome) {
            case Outcome.Accepted(var understood, var _, var _, var _) -> {
                System.out.println(
                        "  " + IntentText.print(understood.intent()).strip().replace("\n", "; "));
                yield Optional.of(answers.stream()
                        .anyMatch(right ->
                                Meaning.differences(right, understood.intent()).isEmpty()));
            }
            case Outcome.Exhausted exhausted
            when exhausted.understood().isEmpty() -> exhausted.best().map(best -> isProved(best, answers));
            case Outcome.NeedsClarification(var questions) -> {
                System.out.println("  asks: " + questions.getFirst().text() + " "
                        + questions.getFirst().choices());
                yield asked.answers().contains(new Asked.Answer.Asks()) ? Optional.of(true) : Optional.empty();
            }
            case Outcome.NotUnderstood(var reason, var hints) -> {
                System.out.println("  not understood: " + reason + " " + hints);
                yield Optional.empty();
            }
            case Outcome.Declined(var reason) -> {
                System.out.println("  declined: " + reason);
                yield asked.answers().contains(new Asked.Answer.Declines()) ? Optional.of(true) : Optional.empty();
            }
            case Outcome.Exhausted _, Outcome.Disputed _ -> Optional.empty();
        };
    }

    /// Programs that nobody judged are judged here, by what was meant.
    private boolean isProved(Attempt attempt, List<Intent> answers) {
        return answers.stream()
                .filter(intent -> IntentCheck.of(intent, facts.catalog()).isEmpty())
                .anyMatch(intent -> review.of(
                                1,
                                new Source("program", attempt.program().text()),
                                attempt.proposal(),
                                Target.BPFTRACE,
                                intent,
                                false)
                        .accepted());
    }

    private static Request request(String way, String text) {
        Steps steps = switch (way) {
            case "bare" -> new Steps(false, false, false, false);
            case "examples" -> new Steps(true, false, false, false);
            default -> Steps.ALL;
        };
        int trials =
                way.equals("bare") || way.equals("examples") ? 1 : Integer.getInteger("trials", Request.USUAL_TRIALS);
        return new Request(text, Target.BPFTRACE, trials, ASSUME, false, steps);
    }

    private Generation generation(String way) {
        Comprehender builtIn = new BuiltInComprehender();
        Proposer renderer = new BuiltInProposer(() -> environment);
        Proposer writer = new ModelProposer(model, Watch.NOBODY, () -> environment, retrieval);
        Proposer shown = new ModelProposer(model, Watch.NOBODY, () -> environment, six);
        Map<String, Generation> ways = Map.of(
                "builtin", new Generation(builtIn, renderer, review, facts),
                "bare", new Generation(builtIn, writer, review, facts),
                "examples", new Generation(builtIn, shown, review, facts),
                "feedback", new Generation(builtIn, writer, review, facts),
                "whole", new Generation(reading(builtIn, ModelComprehender.When.NEEDED), renderer, review, facts),
                "intent",
                        new Generation(reading(new Silent(), ModelComprehender.When.NEEDED), renderer, review, facts));
        return Optional.ofNullable(ways.get(way)).orElseThrow(() -> new IllegalArgumentException("no way " + way));
    }

    /// How often a model was asked.
    private record Counted(LanguageModel model, AtomicInteger questions) implements LanguageModel {
        @Override
        public String name() {
            return model.name();
        }

        @Override
        public Answer answer(Prompt prompt, Watch watch) {
            questions.incrementAndGet();
            return model.answer(prompt, watch);
        }

        @Override
        public void close() {
            model.close();
        }
    }

    /// Gives no answer.
    private record Nobody() implements LanguageModel {
        @Override
        public String name() {
            return "nobody";
        }

        @Override
        public Answer answer(Prompt prompt, Watch watch) {
            throw new ModelUnreachable("nobody was asked", false);
        }
    }

    /// Understands nothing, so that the model reads everything.
    private record Silent() implements Comprehender {
        @Override
        public Understanding read(Request request, Facts facts) {
            return new Understanding.NotUnderstood("the built-in reader was not asked", List.of());
        }

        @Override
        public Stated stated(Source intent, Facts facts) {
            return new Stated(Optional.empty(), List.of());
        }
    }

    private Comprehender reading(Comprehender builtIn, ModelComprehender.When when) {
        return new ModelComprehender(builtIn, model, Watch.NOBODY, retrieval, when);
    }
}
