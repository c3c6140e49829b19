package dev.ken.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `ken examples`: what models are shown.
@Command(
        name = "examples",
        description = "List, add or remove the examples that language models are shown.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Programs that were proved and run are added by themselves (not with --no-learn).",
            "",
            "Examples:",
            "  ken examples list",
            "  ken examples add --request \"count forks per second\" forks.bt",
            "  ken examples remove count-fork-second"
        })
final class ExamplesCommand implements Callable<Integer> {
    private final Console console;
    private final Workshop workshop;

    @Spec
    @Nullable
    CommandSpec spec;

    ExamplesCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    /// The commands below this one.
    Map<String, Object> parts() {
        return new java.util.TreeMap<>(Map.of(
                "list", new ExamplesListCommand(console),
                "add", new ExamplesAddCommand(console, workshop),
                "remove", new ExamplesRemoveCommand(console)));
    }

    @Override
    public Integer call() {
        CommandSpec known = java.util.Objects.requireNonNull(spec);
        throw new ParameterException(
                known.commandLine(), "one of " + String.join(", ", parts().keySet()) + " is missing");
    }
}
