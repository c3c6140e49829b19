package dev.ken.cli;

import dev.ken.engine.Lowering;
import dev.ken.engine.explain.Explanation;
import dev.ken.engine.explain.Shown;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.wire.Json;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ken explain`: what a program does, from its meaning.
@Command(
        name = "explain",
        description = "Say in English what a program does, derived from its meaning and not from its comments.",
        footer = {"", "Examples:", "  ken explain opens.bt", "  ken explain --json - < opens.bt"})
final class ExplainCommand implements Callable<Integer> {
    private final Console console;
    private Workshop workshop;

    @Parameters(paramLabel = "PROGRAM", description = "the program; - is standard input")
    String program = "";

    @Mixin
    KernelOption kernelOption = new KernelOption();

    @Option(names = "--json", description = "answer in JSON")
    boolean json;

    ExplainCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    @Override
    public Integer call() throws BadInput {
        workshop = kernelOption.chosen(workshop);
        Source source = Inputs.text(program, "a program", console);
        return switch (workshop.reader().lower(source, Inputs.target("", program))) {
            case Lowering.Lowered(var module, var warnings) -> {
                Explanation explanation =
                        Explanation.of(module, workshop.facts().get().kernel());
                var risks = workshop.reader().risks(module, Inputs.target("", program));
                if (json) {
                    console.out()
                            .println(Json.object()
                                    .with("program", source.text())
                                    .with("shows", shows(explanation.shows()))
                                    .with(
                                            "probes",
                                            new Json.Arr(explanation.steps().stream()
                                                    .map(one -> (Json) Json.object()
                                                            .with("when", one.when())
                                                            .with("does", AnswerJson.strings(one.does())))
                                                    .toList()))
                                    .with("not_modelled", AnswerJson.strings(explanation.notModelled()))
                                    .with("risks", AnswerJson.risks(risks, source))
                                    .with("warnings", AnswerJson.diagnostics(warnings, source))
                                    .text());
                } else {
                    list("shows:", lines(explanation.shows()));
                    explanation.steps().forEach(one -> list(one.when() + ":", one.does()));
                    list("not modelled:", explanation.notModelled());
                    if (!risks.isEmpty()) {
                        AnswerText text = new AnswerText(new Style(console.colours()));
                        console.out().println("what may make its answers wrong:");
                        risks.forEach(risk -> console.out().println("  - " + text.risk(risk, source)));
                    }
                    warnings.forEach(one -> console.err().print(one.render(source)));
                }
                yield ExitCode.DONE;
            }
            case Lowering.NotAProgram(var diagnostics) -> throw new BadInput(rendered(diagnostics, source));
            case Lowering.Unsafe(var diagnostic) -> {
                console.err().print(diagnostic.render(source));
                yield ExitCode.DECLINED;
            }
        };
    }

    private void list(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            console.out().println(title);
            lines.forEach(line -> {
                String text = line.stripLeading();
                console.out().println("  " + line.substring(0, line.length() - text.length()) + "- " + text);
            });
        }
    }

    private static List<String> lines(List<Shown> shows) {
        return shows.stream()
                .map(one -> one.what()
                        + one.facts().stream()
                                .map(fact -> "\n    %-6s %s".formatted(fact.name(), fact.text()))
                                .collect(Collectors.joining()))
                .toList();
    }

    private static Json shows(List<Shown> shows) {
        return new Json.Arr(shows.stream().map(ExplainCommand::shown).toList());
    }

    private static Json shown(Shown one) {
        Json.Obj object = Json.object().with("what", one.what());
        for (Shown.Fact fact : one.facts()) {
            object = object.with(fact.name(), fact.text());
        }
        return object;
    }

    static String rendered(List<Diagnostic> diagnostics, Source source) {
        StringBuilder message = new StringBuilder("this is not a bpftrace program that KEN can read\n");
        diagnostics.forEach(one -> message.append(one.render(source)));
        return message.toString().stripTrailing();
    }
}
