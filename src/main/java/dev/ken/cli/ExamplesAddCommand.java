package dev.ken.cli;

import dev.ken.corpus.Example;
import dev.ken.corpus.ExampleFolder;
import dev.ken.corpus.ExampleStore;
import dev.ken.engine.Attempt;
import dev.ken.engine.Request;
import dev.ken.engine.Requests;
import dev.ken.engine.Target;
import dev.ken.engine.Understanding;
import dev.ken.source.Source;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ken examples add`: judges the program first, and keeps only what is proved.
@Command(name = "add", description = "Add a program as an example, if it is proved to do what the request says.")
final class ExamplesAddCommand implements Callable<Integer> {
    private final Console console;
    private final Workshop workshop;

    @Parameters(paramLabel = "PROGRAM", description = "a file with a bpftrace program, or - for standard input")
    String program = "";

    @Option(names = "--request", paramLabel = "TEXT", required = true, description = "what it does, in English")
    String request = "";

    @Option(
            names = "--contract",
            paramLabel = "FILE",
            description = "the intent, where the request is not understood (docs/intents.md)")
    String contract = "";

    ExamplesAddCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    @Override
    public Integer call() throws BadInput, Lacking {
        Source source = Inputs.text(program, "program", console);
        Understanding understanding = contract.isEmpty()
                ? Requests.read(
                        new Request(request, Target.BPFTRACE, 1, true, false),
                        workshop.comprehender().get(),
                        workshop.facts().get())
                : workshop.comprehender()
                        .get()
                        .stated(
                                Inputs.text(contract, "intent", console),
                                workshop.facts().get())
                        .understood()
                        .<Understanding>map(one -> one)
                        .orElseThrow(() -> new BadInput(contract + " is no intent; ken verify --contract says why"));
        if (!(understanding instanceof Understanding.Understood understood)) {
            throw new BadInput("the request is not understood; give the intent with --contract FILE");
        }
        Attempt attempt = VerifyCommand.judged(workshop.review(), source, Target.BPFTRACE, understood, false);
        if (!attempt.accepted()) {
            console.err().println(attempt.text());
            throw new BadInput("not added: the program is not proved to do that");
        }
        String id = added(console, request, understood.text(), source.text(), "added");
        console.out().println(id);
        return ExitCode.DONE;
    }

    /// Keeps a program that is proved, and gives its id.
    static String added(Console console, String request, String intent, String program, String tag) throws Lacking {
        ExampleStore store = Stores.of(console);
        String id = freeId(store, request);
        try {
            store.add(new Example(id, request, intent, Optional.of(program), "bpftrace", List.of(tag)));
        } catch (ExampleStore.Unavailable failure) {
            throw new Lacking(String.valueOf(failure.getMessage()));
        }
        return id;
    }

    private static String freeId(ExampleStore store, String request) {
        return ExampleFolder.freeId(request, store.all());
    }
}
