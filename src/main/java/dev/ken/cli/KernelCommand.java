package dev.ken.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `ken kernel`: kernels that KEN knows, and recording one.
@Command(
        name = "kernel",
        description = "Record a kernel, and show what is known of it.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  ken kernel list",
            "  ken kernel show 6.12",
            "  sudo ken kernel snapshot -o server.kernel",
            "  ken generate --kernel server.kernel \"count forks per second\""
        })
final class KernelCommand implements Callable<Integer> {
    private final Console console;
    private final Workshop workshop;

    @Spec
    @Nullable
    CommandSpec spec;

    KernelCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    /// The commands below this one.
    Map<String, Object> parts() {
        return new java.util.TreeMap<>(Map.of(
                "list", new KernelListCommand(console),
                "show", new KernelShowCommand(console, workshop),
                "snapshot", new KernelSnapshotCommand(console, workshop)));
    }

    @Override
    public Integer call() {
        CommandSpec known = java.util.Objects.requireNonNull(spec);
        throw new ParameterException(
                known.commandLine(), "one of " + String.join(", ", parts().keySet()) + " is missing");
    }
}
