package dev.ken.cli;

import dev.ken.kernel.SnapshotHead;
import dev.ken.kernel.Snapshots;
import dev.ken.wire.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `ken kernel list`: the kernels that are shipped.
@Command(name = "list", description = "List the kernels that are shipped with KEN, for --kernel RELEASE.")
final class KernelListCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "answer in JSON")
    boolean json;

    KernelListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Snapshots.Shipped> all = Snapshots.shipped();
        if (json) {
            console.out()
                    .println(Json.object()
                            .with(
                                    "kernels",
                                    new Json.Arr(all.stream()
                                            .map(KernelListCommand::json)
                                            .toList()))
                            .text());
            return ExitCode.DONE;
        }
        for (Snapshots.Shipped one : all) {
            SnapshotHead head = one.head();
            console.out()
                    .println(String.format(
                            "%-6s %-28s %-8s %s", one.name(), head.release(), head.architecture(), parts(head)));
        }
        console.out().println("Where the running kernel cannot be read, " + Snapshots.RELEASE + " stands for it.");
        return ExitCode.DONE;
    }

    private static String parts(SnapshotHead head) {
        int modules = head.modules().size();
        return "tracepoints, system calls" + (head.types() ? ", types and functions" : "")
                + (modules > 0 ? ", " + modules + " modules" : "")
                + (head.traceable() ? ", traceable functions" : "");
    }

    private static Json json(Snapshots.Shipped one) {
        SnapshotHead head = one.head();
        return Json.object()
                .with("name", one.name())
                .with("release", head.release())
                .with("architecture", head.architecture())
                .with("types", Json.of(head.types()))
                .with("traceable", Json.of(head.traceable()))
                .with("modules", AnswerJson.strings(head.modules()));
    }
}
