package dev.ken.cli;

import dev.ken.corpus.Example;
import dev.ken.corpus.ExampleStore;
import dev.ken.wire.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ken examples list`.
@Command(name = "list", description = "List examples; with a request, those that are nearest to it.")
final class ExamplesListCommand implements Callable<Integer> {
    private static final int NEAREST = 10;

    private final Console console;

    @Parameters(paramLabel = "REQUEST", arity = "0..*", description = "in English")
    java.util.List<String> words = java.util.List.of();

    @Option(names = "--json", description = "answer in JSON, one object a line")
    boolean json;

    ExamplesListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Lacking {
        ExampleStore store = Stores.of(console);
        try {
            if (words.isEmpty()) {
                store.all().forEach(this::show);
            } else {
                store.near(String.join(" ", words), NEAREST).forEach(near -> show(near.example()));
            }
            return ExitCode.DONE;
        } catch (ExampleStore.Unavailable failure) {
            throw new Lacking(String.valueOf(failure.getMessage()));
        }
    }

    private void show(Example example) {
        console.out()
                .println(
                        json
                                ? Json.object()
                                        .with("id", example.id())
                                        .with("request", example.request())
                                        .with("intent", example.intent())
                                        .with("program", AnswerJson.string(example.program()))
                                        .with("target", example.target())
                                        .with("tags", AnswerJson.strings(example.tags()))
                                        .text()
                                : String.format("%-28s  %s", example.id(), example.request()));
    }
}
