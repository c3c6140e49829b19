package dev.ken.cli;

import dev.ken.engine.ContractCounts;
import dev.ken.engine.Contracts;
import dev.ken.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ken contract`: what holds of an event or a probe.
@Command(
        name = "contract",
        description =
                "Show what holds of an event kind, a system call, a probe, a BPF helper or a kernel function, and who says so.",
        footer = {
            "",
            "Examples:",
            "  ken contract file.open",
            "  ken contract read",
            "  ken contract bpf_probe_read_user",
            "  ken contract vfs_read",
            "  ken contract tracepoint:sched:sched_switch"
        })
final class ContractCommand implements Callable<Integer> {
    private static final int NEAR = 5;
    private static final int LONGEST = 200;

    private final Console console;
    private Workshop workshop;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "an event kind, a system call, a probe, a helper or a kernel function; ken search finds them")
    String name = "";

    @Mixin
    KernelOption kernelOption = new KernelOption();

    @Option(names = "--count", description = "count the contracts and clauses that are known of the kernel")
    boolean count;

    @Option(names = "--json", description = "answer in JSON")
    boolean json;

    ContractCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    @Override
    public Integer call() throws BadInput {
        workshop = kernelOption.chosen(workshop);
        if (count) {
            return count();
        }
        if (name.isBlank() || name.length() > LONGEST) {
            throw new BadInput("NAME has 1 to " + LONGEST + " characters");
        }
        Contracts contracts = new Contracts(workshop.facts().get());
        List<Contracts.Contract> found = contracts.find(name);
        if (found.isEmpty()) {
            List<String> near = contracts.nearest(name, NEAR);
            throw new BadInput("there is no contract " + name
                    + (near.isEmpty()
                            ? "; ken search WORDS finds names"
                            : "; did you mean " + String.join(", ", near) + "?"));
        }
        if (json) {
            console.out()
                    .println(Json.object()
                            .with("name", name)
                            .with(
                                    "contracts",
                                    new Json.Arr(found.stream()
                                            .map(ContractCommand::json)
                                            .toList()))
                            .text());
        } else {
            console.out().println(found.stream().map(ContractCommand::text).collect(Collectors.joining("\n\n")));
        }
        return ExitCode.DONE;
    }

    private int count() throws BadInput {
        if (!name.isEmpty()) {
            throw new BadInput("--count takes no NAME");
        }
        List<ContractCounts.Row> rows = ContractCounts.of(workshop.facts().get());
        if (json) {
            rows.forEach(row -> console.out()
                    .println(Json.object()
                            .with("of", row.of())
                            .with("contracts", row.contracts())
                            .with("requires", row.requires())
                            .with("ensures", row.ensures())
                            .text()));
        } else {
            console.out().println(String.format("%-28s %9s %9s %9s", "", "contracts", "requires", "ensures"));
            rows.forEach(row -> console.out()
                    .println(String.format(
                            "%-28s %9d %9d %9d", row.of(), row.contracts(), row.requires(), row.ensures())));
        }
        return ExitCode.DONE;
    }

    private static Json json(Contracts.Contract contract) {
        return Json.object()
                .with("kind", contract.kind().word())
                .with("name", contract.name())
                .with("gloss", contract.gloss())
                .with("declaration", contract.declaration())
                .with(
                        "clauses",
                        new Json.Arr(contract.clauses().stream()
                                .map(ContractCommand::json)
                                .toList()));
    }

    private static Json json(Contracts.Clause clause) {
        Json.Obj one = Json.object().with(clause.word(), clause.text());
        if (!clause.remark().isEmpty()) {
            one = one.with("remark", clause.remark());
        }
        return clause.from().isEmpty()
                ? one
                : one.with("provenance", clause.from()).with("source", clause.source());
    }

    /// One contract, clauses under who says them.
    private static String text(Contracts.Contract contract) {
        List<String> lines = new ArrayList<>();
        lines.add(contract.name() + ": " + contract.gloss());
        if (!contract.declaration().isEmpty()) {
            lines.add(line("in C", contract.declaration()));
        }
        String from = "";
        for (Contracts.Clause clause : contract.clauses()) {
            String origin = clause.from().isEmpty() ? "" : clause.from() + ": " + clause.source();
            if (!origin.isEmpty() && !origin.equals(from)) {
                lines.add(line("from", origin));
            }
            from = origin;
            lines.add(line(clause.word(), clause.text() + (clause.remark().isEmpty() ? "" : "  # " + clause.remark())));
        }
        return String.join("\n", lines);
    }

    private static String line(String word, String text) {
        return String.format("  %-9s %s", word, text);
    }
}
