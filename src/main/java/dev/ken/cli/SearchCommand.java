package dev.ken.cli;

import dev.ken.engine.Search;
import dev.ken.wire.Json;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ken search`: events and probes by words.
@Command(
        name = "search",
        description = "Find events, system calls and tracepoints by words.",
        footer = {"", "Examples:", "  ken search file open", "  ken search --limit 5 tcp retransmit"})
final class SearchCommand implements Callable<Integer> {
    private static final int USUAL = 15;
    private static final int NAME_COLUMNS = 36;

    private final Console console;
    private final Workshop workshop;

    @Parameters(paramLabel = "WORDS", arity = "1..*", description = "what to look for")
    List<String> words = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "most hits (default: 15)")
    int limit = USUAL;

    @Option(names = "--json", description = "JSON, one object a line")
    boolean json;

    SearchCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    @Override
    public Integer call() throws BadInput {
        if (limit < 1 || limit > Search.MOST) {
            throw new BadInput("--limit is a number from 1 to " + Search.MOST + ", not " + limit);
        }
        List<Search.Hit> hits = new Search(workshop.facts().get()).search(String.join(" ", words), limit);
        for (Search.Hit hit : hits) {
            String sort = hit.sort().name().toLowerCase(Locale.ROOT);
            if (json) {
                console.out()
                        .println(Json.object()
                                .with("sort", sort)
                                .with("name", hit.name())
                                .with("gloss", hit.gloss())
                                .with("score", hit.score())
                                .text());
            } else {
                String name = hit.name()
                        + " ".repeat(Math.max(0, NAME_COLUMNS - hit.name().length()));
                console.out().println(name + "  " + sort + ": " + hit.gloss());
            }
        }
        if (hits.isEmpty()) {
            console.err().println("ken: nothing was found for " + String.join(" ", words));
        }
        return ExitCode.DONE;
    }
}
