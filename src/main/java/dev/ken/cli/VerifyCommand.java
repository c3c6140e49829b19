package dev.ken.cli;

import dev.ken.contract.program.ProgramContractParser;
import dev.ken.engine.Attempt;
import dev.ken.engine.Comprehender;
import dev.ken.engine.Facts;
import dev.ken.engine.Feedback;
import dev.ken.engine.Outcome;
import dev.ken.engine.Proposer;
import dev.ken.engine.Request;
import dev.ken.engine.Requests;
import dev.ken.engine.Review;
import dev.ken.engine.Target;
import dev.ken.engine.Understanding;
import dev.ken.engine.Understanding.Understood;
import dev.ken.source.Source;
import dev.ken.verify.Judgement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ken verify`: judges a program that the user has.
@Command(
        name = "verify",
        description = "Judge a program against a request, an intent in its text form, or a contract.",
        footer = {
            "",
            "Examples:",
            "  ken verify --request \"count system calls by process\" mine.bt",
            "  ken verify --contract opens.intent opens.bt",
            "  ken verify --contract opens.contract opens.bt",
            "  ken verify --batch programs.jsonl > verdicts.jsonl",
            "",
            "Exit codes: 0 proved, 1 refuted (with a counterexample), 2 bad input, 3 undecided."
        })
final class VerifyCommand implements Callable<Integer> {
    private final Console console;
    private Workshop workshop;

    @Parameters(paramLabel = "PROGRAM", arity = "0..1", description = "the program; - is standard input")
    String program = "";

    @Option(names = "--request", paramLabel = "TEXT", description = "what the program should do, in English")
    String request = "";

    @Option(names = "--request-file", paramLabel = "FILE", description = "the same, in a file")
    String requestFile = "";

    @Option(
            names = "--contract",
            paramLabel = "FILE",
            description = "what the program should do, as an intent or as a contract of a program")
    String contract = "";

    @Option(
            names = "--target",
            paramLabel = "bpftrace|libbpf",
            description = "what the program is written in (default: told by its name)")
    String target = "";

    @Option(names = "--assume", description = "assume what the request leaves open rather than ask")
    boolean assume;

    @Option(names = "--kernel-check", description = "have the running kernel load the program too, if it is proved")
    boolean kernel;

    @Mixin
    KernelOption kernelOption = new KernelOption();

    @Mixin
    SmtOption smt = new SmtOption();

    @Option(names = "--json", description = "answer in JSON")
    boolean json;

    @Option(
            names = "--batch",
            paramLabel = "FILE.jsonl",
            description = "judge one program a line: {\"id\":…,\"request\" or \"contract\":…,\"program\":…}; - is"
                    + " standard input")
    String batch = "";

    @Option(names = "--threads", paramLabel = "N", description = "worker threads of --batch (default: 2)")
    int threads = Batch.USUAL_THREADS;

    VerifyCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    @Override
    public Integer call() throws BadInput, Lacking {
        workshop = kernelOption.chosen(workshop);
        if (!batch.isEmpty()) {
            smt.notWithBatch();
            Batch.noWords(program.isEmpty() ? List.of() : List.of(program), "--batch");
            return new Batch(console, workshop, threads).run(batch, new BatchVerify(workshop, assume, kernel));
        }
        long given = List.of(request, requestFile, contract).stream()
                .filter(text -> !text.isEmpty())
                .count();
        if (given != 1) {
            throw new BadInput("one of --request TEXT, --request-file FILE and --contract FILE is needed");
        }
        if (program.isEmpty()) {
            throw new BadInput("the PROGRAM to judge is missing (a file, or - for standard input)");
        }
        long start = System.nanoTime();
        Target chosen = Inputs.target(target, program);
        Source source = Inputs.text(program, "a program", console);
        Review review = smt.kept(workshop).review();
        if (!contract.isEmpty()) {
            Source text = Inputs.text(contract, "a contract", console);
            if (ProgramContractParser.isContract(text.text())) {
                ContractVerify by = new ContractVerify(review, kernel);
                ContractVerify.Judged judged = by.judged(text, source, chosen);
                smt.close(console);
                show(judged, (System.nanoTime() - start) / 1_000_000);
                return code(judged.attempt());
            }
        }
        Understanding understanding = understanding();
        if (!(understanding instanceof Understood understood)) {
            Outcome outcome = outcome(understanding);
            if (json) {
                console.out().println(AnswerJson.outcome(outcome).text());
            } else {
                Say.words(outcome, console.err());
            }
            return Say.code(outcome);
        }
        Attempt attempt = judged(review, source, chosen, understood, kernel);
        smt.close(console);
        show(attempt, understood, (System.nanoTime() - start) / 1_000_000);
        return code(attempt);
    }

    static Attempt judged(Review review, Source source, Target target, Understood understood, boolean kernel) {
        Proposer.Proposal given = new Proposer.Proposal(source.text(), "user", List.of());
        return review.of(1, source, given, target, understood.intent(), kernel);
    }

    static Outcome outcome(Understanding understanding) {
        return switch (understanding) {
            case Understood understood -> new Outcome.Exhausted(Optional.of(understood), List.of());
            case Understanding.NeedsClarification(var questions, var _) -> new Outcome.NeedsClarification(questions);
            case Understanding.Declined(var reason) -> new Outcome.Declined(reason);
            case Understanding.NotUnderstood(var reason, var hints) -> new Outcome.NotUnderstood(reason, hints);
        };
    }

    private Understanding understanding() throws BadInput {
        if (contract.isEmpty()) {
            String text = request.isEmpty()
                    ? Inputs.text(requestFile, "a request", console).text()
                    : request;
            return Requests.read(
                    new Request(text.strip(), Target.BPFTRACE, 1, assume, kernel),
                    workshop.comprehender().get(),
                    workshop.facts().get());
        }
        return stated(Inputs.text(contract, "an intent", console), workshop);
    }

    static Understanding stated(Source source, Workshop workshop) throws BadInput {
        Facts facts = workshop.facts().get();
        Comprehender.Stated stated = workshop.comprehender().get().stated(source, facts);
        if (stated.understood().isEmpty()) {
            StringBuilder message = new StringBuilder("this is not an intent\n");
            stated.diagnostics().forEach(one -> message.append(one.render(source)));
            throw new BadInput(message.toString().stripTrailing());
        }
        return stated.understood().get();
    }

    private void show(ContractVerify.Judged judged, long millis) {
        if (json) {
            console.out()
                    .println(ContractVerify.json(judged).with("millis", millis).text());
            return;
        }
        AnswerText text = new AnswerText(new Style(console.colours()));
        text.contract(judged.contract()).forEach(console.out()::println);
        text.proved(judged.attempt()).forEach(console.out()::println);
        text.risks(judged.attempt()).forEach(console.out()::println);
        if (kernel) {
            text.kernel(judged.attempt()).forEach(console.out()::println);
        }
    }

    private void show(Attempt attempt, Understood understood, long millis) {
        if (json) {
            console.out()
                    .println(AnswerJson.attempt(
                                    AnswerJson.named(word(attempt))
                                            .with("understood", AnswerJson.understood(understood)),
                                    attempt)
                            .with("millis", millis)
                            .text());
            return;
        }
        AnswerText text = new AnswerText(new Style(console.colours()));
        text.understood(understood).forEach(console.out()::println);
        text.proved(attempt).forEach(console.out()::println);
        text.risks(attempt).forEach(console.out()::println);
        if (kernel) {
            text.kernel(attempt).forEach(console.out()::println);
        }
    }

    /// The verdict on a whole program in one word.
    static String word(Attempt attempt) {
        return switch (code(attempt)) {
            case ExitCode.DONE -> "proved";
            case ExitCode.REFUTED -> "refuted";
            case ExitCode.BAD_INPUT -> "not_a_program";
            case ExitCode.DECLINED -> "unsafe";
            default -> "undecided";
        };
    }

    static int code(Attempt attempt) {
        if (attempt.accepted()) {
            return ExitCode.DONE;
        }
        Optional<Feedback> first = attempt.feedback().stream().findFirst();
        if (attempt.judgement().filter(Judgement::refuted).isPresent()) {
            return ExitCode.REFUTED;
        }
        return first.map(feedback -> switch (feedback) {
                    case Feedback.NotAProgram _ -> ExitCode.BAD_INPUT;
                    case Feedback.Unsafe _ -> ExitCode.DECLINED;
                    case Feedback.MissesIntent _, Feedback.KernelRejects _ -> ExitCode.REFUTED;
                    case Feedback.Undecided _ -> ExitCode.UNDECIDED;
                })
                .orElse(ExitCode.UNDECIDED);
    }
}
