package dev.ken.cli;

import dev.ken.corpus.ExampleStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `ken examples remove`.
@Command(name = "remove", description = "Remove an example that was added.")
final class ExamplesRemoveCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "ID", description = "as ken examples list shows it")
    String id = "";

    ExamplesRemoveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws BadInput, Lacking {
        try {
            if (!Stores.of(console).remove(id)) {
                throw new BadInput(
                        id.startsWith("shipped-")
                                ? "shipped examples cannot be removed"
                                : "there is no example " + id + "; ken examples list shows them");
            }
            return ExitCode.DONE;
        } catch (ExampleStore.Unavailable failure) {
            throw new Lacking(String.valueOf(failure.getMessage()));
        }
    }
}
