package dev.ken.cli;

import dev.ken.engine.Lowering;
import dev.ken.engine.Review;
import dev.ken.engine.Target;
import dev.ken.ir.Module;
import dev.ken.source.Source;
import dev.ken.verify.Counterexample;
import dev.ken.verify.Difference;
import dev.ken.wire.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ken diff`: whether two programs print the same.
@Command(
        name = "diff",
        description = "Say whether two programs print the same, whatever happens. Names of maps are free.",
        footer = {
            "",
            "Examples:",
            "  ken diff old.bt new.bt",
            "  ken diff --json old.bt - < new.bt",
            "",
            "Exit codes: 0 equal, 1 different (with events that show it), 2 bad input, 3 undecided."
        })
final class DiffCommand implements Callable<Integer> {
    private final Console console;
    private Workshop workshop;

    @Parameters(index = "0", paramLabel = "A", description = "the first program; - is standard input")
    String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "the second program; - is standard input")
    String second = "";

    @Mixin
    KernelOption kernelOption = new KernelOption();

    @Mixin
    SmtOption smt = new SmtOption();

    @Option(names = "--json", description = "answer in JSON")
    boolean json;

    DiffCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    @Override
    public Integer call() throws BadInput, Lacking {
        if (first.equals("-") && second.equals("-")) {
            throw new BadInput("only one of A and B can be standard input");
        }
        workshop = kernelOption.chosen(workshop);
        Review review = smt.kept(workshop).review();
        Module a = module(review, first);
        Module b = module(review, second);
        Difference difference = review.difference(a, b);
        smt.close(console);
        console.out().print(json ? json(difference).text() + "\n" : text(difference));
        return switch (difference) {
            case Difference.Equal _ -> ExitCode.DONE;
            case Difference.Different _ -> ExitCode.REFUTED;
            case Difference.Undecided _ -> ExitCode.UNDECIDED;
        };
    }

    private Module module(Review review, String file) throws BadInput {
        Source source = Inputs.text(file, "a program", console);
        return switch (review.lower(source, Target.BPFTRACE)) {
            case Lowering.Lowered(var module, var _) -> module;
            case Lowering.NotAProgram(var diagnostics) ->
                throw new BadInput(ExplainCommand.rendered(diagnostics, source));
            case Lowering.Unsafe(var diagnostic) ->
                throw new BadInput(diagnostic.render(source).stripTrailing());
        };
    }

    private static String text(Difference difference) {
        return switch (difference) {
            case Difference.Equal(String reason) -> "equal: " + reason + "\n";
            case Difference.Undecided(String reason) -> "undecided: " + reason + "\n";
            case Difference.Different(var events, String first, String second) -> {
                StringBuilder text = new StringBuilder("different:\n");
                for (int i = 0; i < events.size(); i++) {
                    text.append("  ")
                            .append(i + 1)
                            .append(". ")
                            .append(events.get(i).words())
                            .append('\n');
                }
                yield text + "A prints:\n" + indented(first) + "B prints:\n" + indented(second);
            }
        };
    }

    private static String indented(String printed) {
        List<String> lines = printed.lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "  nothing\n" : String.join("\n", lines).indent(2);
    }

    private static Json json(Difference difference) {
        return switch (difference) {
            case Difference.Equal(String reason) -> AnswerJson.named("equal").with("reason", reason);
            case Difference.Undecided(String reason) ->
                AnswerJson.named("undecided").with("reason", reason);
            case Difference.Different(var events, String first, String second) ->
                AnswerJson.named("different")
                        .with(
                                "events",
                                new Json.Arr(
                                        events.stream().map(DiffCommand::event).toList()))
                        .with("a", first)
                        .with("b", second);
        };
    }

    private static Json event(Counterexample.Event event) {
        Json.Obj attributes = Json.object();
        for (var attribute : event.attributes().entrySet()) {
            attributes = attributes.with(attribute.getKey(), attribute.getValue());
        }
        return Json.object()
                .with("site", event.site())
                .with("attributes", attributes)
                .with("words", event.words());
    }
}
