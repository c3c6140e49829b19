package dev.ken.cli;

import dev.ken.bpf.Readout;
import dev.ken.cli.view.ViewPlan;
import dev.ken.engine.Attempt;
import dev.ken.engine.CProjects;
import dev.ken.engine.Cost;
import dev.ken.engine.Lowering;
import dev.ken.engine.Outcome;
import dev.ken.engine.Progress;
import dev.ken.engine.Request;
import dev.ken.engine.Review;
import dev.ken.engine.Target;
import dev.ken.runtime.KernelRates;
import dev.ken.source.Source;
import dev.ken.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ken REQUEST`: from the request to the running program.
@Command(
        name = "ask",
        description = "Write a program for a request, prove it, and run it. `ken REQUEST` is short for it.",
        footer = {
            "",
            "Examples:",
            "  ken \"count system calls by process for 5 seconds\"",
            "  ken --no-run \"count page faults by process for 3 seconds\"",
            "  ken --yes \"histogram of read sizes by process every 2 seconds\" | jq .",
            "",
            "Where standard output is no terminal, the answer and what the program sees are JSON lines."
        })
final class AskCommand implements Callable<Integer> {
    private final Console console;
    private Workshop workshop;
    private final AnswerText text;

    @Parameters(paramLabel = "REQUEST", arity = "0..*", description = "what is to be observed, in English")
    List<String> words = List.of();

    @Option(
            names = {"-y", "--yes"},
            description = "run the program without asking, if it is proved")
    boolean yes;

    @Option(
            names = "--allow-drop",
            description = "with --yes: also run a program that drops packets; --yes alone does not")
    boolean allowDrop;

    @Mixin
    KernelOption kernelOption = new KernelOption();

    @Mixin
    SmtOption smt = new SmtOption();

    @Option(names = "--no-run", description = "stop before running")
    boolean noRun;

    @Mixin
    RequestOptions options = new RequestOptions();

    @Option(names = "--no-learn", description = "do not keep the program as an example for models")
    boolean noLearn;

    @Spec
    @Nullable
    CommandSpec spec;

    AskCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
        this.text = new AnswerText(new Style(console.colours()));
    }

    @Override
    public Integer call() throws BadInput, Lacking {
        workshop = kernelOption.chosen(workshop);
        Request request = options.request(words);
        boolean json = options.json || !console.shows();
        long start = System.nanoTime();
        workshop = smt.kept(workshop);
        Review review = workshop.review();
        Kept kept = Kept.begun(console, "ask", spec, request.text());
        Outcome outcome = workshop.generation(options.choice(), review).generate(request, progress -> {
            kept.line(progress);
            if (!json) {
                show(progress);
            }
        });
        smt.close(console);
        kept.line(outcome);
        ModelUse.show(console, workshop.engines().used(options.choice()), json);
        long millis = (System.nanoTime() - start) / 1_000_000;
        if (!(outcome instanceof Outcome.Accepted accepted)) {
            if (json) {
                line(ModelUse.with(
                        AnswerJson.outcome(outcome).with("millis", millis),
                        workshop.engines().used(options.choice())));
            } else {
                Say.words(outcome, console.err());
            }
            return Say.code(outcome);
        }
        Optional<Cost> cost = cost(review, accepted.attempt(), request.target());
        if (json) {
            Json.Obj answer = ModelUse.with(
                    AnswerJson.outcome(outcome).with("millis", millis),
                    workshop.engines().used(options.choice()));
            line(cost.map(one -> answer.with("cost", AnswerJson.cost(one))).orElse(answer));
        } else {
            cost.ifPresent(one -> print(text.cost(one)));
        }
        return noRun ? ExitCode.DONE : run(accepted, request.target(), json);
    }

    private void line(Json.Obj answer) {
        Json.Obj event = Json.object().with("event", "answer");
        for (Json.Member member : answer.members()) {
            event = event.with(member.name(), member.value());
        }
        console.out().println(event.text());
    }

    private void show(Progress progress) {
        switch (progress) {
            case Progress.Understood(var understood) -> print(text.understood(understood));
            case Progress.Proposed _ -> {}
            case Progress.Judged(var attempt) -> {
                if (attempt.accepted()) {
                    print(text.program(attempt));
                    print(text.proved(attempt));
                    print(text.risks(attempt));
                    print(text.kernel(attempt));
                } else {
                    print(text.program(attempt));
                    print(text.failed(attempt));
                }
            }
            case Progress.Opined(var opinion) -> print(text.opinion(opinion));
        }
    }

    private void print(List<String> lines) {
        lines.forEach(console.out()::println);
        console.out().flush();
    }

    private static Optional<Cost> cost(Review review, Attempt attempt, Target target) {
        if (!(review.lower(attempt.program(), target) instanceof Lowering.Lowered(var module, var _))) {
            return Optional.empty();
        }
        KernelRates rates = Cost.measurable(module) ? KernelRates.measure() : KernelRates.unknown();
        return Optional.of(Cost.of(module, rates));
    }

    private int run(Outcome.Accepted accepted, Target target, boolean json) throws Lacking {
        if (workshop.elsewhere().isPresent()) {
            String why =
                    "not run, since the program is for " + workshop.elsewhere().get() + ", which does not run here";
            if (yes) {
                throw new Lacking(why);
            }
            console.err().println("ken: " + why);
            return ExitCode.DONE;
        }
        Running running = new Running(console, workshop.environment().get());
        switch (target) {
            case BPFTRACE -> Running.need(running.environment());
            case LIBBPF -> Running.needForC(running.environment());
        }
        Optional<CProjects.Made.Whole> whole =
                target == Target.LIBBPF ? Optional.of(project(accepted.attempt().program())) : Optional.empty();
        Optional<Readout.Packets> packets = whole.flatMap(CProjects.Made.Whole::packets);
        Optional<String> refusal = PacketConsent.refusal(packets, Optional.empty(), !yes || allowDrop);
        if (refusal.isPresent()) {
            console.err().println("ken: not run: " + refusal.get());
            return yes ? ExitCode.DECLINED : ExitCode.DONE;
        }
        if (!yes && !consent(PacketConsent.question(packets))) {
            return ExitCode.DONE;
        }
        var intent = accepted.understood().intent();
        var outputs = accepted.attempt().proposal().outputs();
        ViewPlan plan = Plans.of(intent, outputs, workshop.facts().get());
        int code = switch (target) {
            case BPFTRACE ->
                running.run(
                        accepted.attempt().program().text(),
                        plan,
                        Plans.refreshed(intent, outputs),
                        Optional.empty(),
                        json);
            case LIBBPF -> {
                CProjects.Made.Whole made = whole.orElseThrow();
                yield running.run(made, Optional.empty(), plan, !made.periodic(), Optional.empty(), json);
            }
        };
        if (code == ExitCode.DONE && !noLearn && target == Target.BPFTRACE) {
            learn(accepted);
        }
        return code;
    }

    private CProjects.Made.Whole project(Source program) throws Lacking {
        return switch (CProjects.of(
                program, "watch", workshop.compiler().get(), workshop.facts().get())) {
            case CProjects.Made.None(String reason) -> throw new Lacking(reason);
            case CProjects.Made.Whole whole -> whole;
        };
    }

    /// What was proved and has run is an example for models. That it cannot be kept takes nothing from the run.
    private void learn(Outcome.Accepted accepted) {
        if (!Stores.learns(console) || DataFolder.of(console.variables()).isEmpty()) {
            return;
        }
        try {
            String _ = ExamplesAddCommand.added(
                    console,
                    String.join(" ", words),
                    accepted.understood().text(),
                    accepted.attempt().program().text(),
                    "run");
        } catch (Lacking full) {
            console.err().println("ken: " + full.getMessage());
        }
    }

    /// The question goes where somebody sees it; the answer line is the only thing that is read.
    private boolean consent(String question) {
        if (!console.asks()) {
            console.err().println("ken: not run, since nobody can be asked here; --yes runs it");
            return false;
        }
        PrintStream shown = console.shows() ? console.out() : console.err();
        shown.print(question);
        shown.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8)).readLine();
            String word = answer == null ? "n" : answer.strip().toLowerCase(Locale.ROOT);
            return word.isEmpty() && question.equals(PacketConsent.HARMLESS) || word.equals("y") || word.equals("yes");
        } catch (IOException e) {
            return false;
        }
    }
}
