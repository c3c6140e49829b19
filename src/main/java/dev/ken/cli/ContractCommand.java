package dev.ken.cli;

import dev.ken.engine.Contracts;
import dev.ken.wire.Json;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ken contract`: what holds of an event or a probe.
@Command(
        name = "contract",
        description =
                "Show what holds of an event kind, a system call or a probe: where it is seen, what can be read there.",
        footer = {
            "",
            "Examples:",
            "  ken contract file.open",
            "  ken contract read",
            "  ken contract tracepoint:sched:sched_switch"
        })
final class ContractCommand implements Callable<Integer> {
    private static final int NEAR = 5;
    private static final int LONGEST = 200;

    private final Console console;
    private Workshop workshop;

    @Parameters(paramLabel = "NAME", description = "an event kind, a system call or a probe; ken search finds them")
    String name = "";

    @Mixin
    KernelOption kernelOption = new KernelOption();

    @Option(names = "--json", description = "answer in JSON")
    boolean json;

    ContractCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    @Override
    public Integer call() throws BadInput {
        workshop = kernelOption.chosen(workshop);
        if (name.isBlank() || name.length() > LONGEST) {
            throw new BadInput("NAME has 1 to " + LONGEST + " characters");
        }
        Contracts contracts = new Contracts(workshop.facts().get());
        Optional<Contracts.Contract> found = contracts.find(name);
        if (found.isEmpty()) {
            List<String> near = contracts.nearest(name, NEAR);
            throw new BadInput("there is no contract " + name
                    + (near.isEmpty()
                            ? "; ken search WORDS finds names"
                            : "; did you mean " + String.join(", ", near) + "?"));
        }
        Contracts.Contract contract = found.get();
        if (json) {
            console.out()
                    .println(Json.object()
                            .with("name", contract.name())
                            .with("gloss", contract.gloss())
                            .with(
                                    "clauses",
                                    new Json.Arr(contract.clauses().stream()
                                            .map(one -> (Json) Json.object().with(one.word(), one.text()))
                                            .toList()))
                            .text());
        } else {
            console.out().println(contract.name() + ": " + contract.gloss());
            contract.clauses()
                    .forEach(one -> console.out().println(String.format("  %-9s %s", one.word(), one.text())));
        }
        return ExitCode.DONE;
    }
}
