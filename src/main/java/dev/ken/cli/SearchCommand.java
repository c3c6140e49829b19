package dev.ken.cli;

import dev.ken.corpus.Document.Kind;
import dev.ken.engine.Search;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ken search`: events, probes, helpers and functions by words or names.
@Command(
        name = "search",
        description = "Find events, probes, helpers and kernel functions by English words or by their names.",
        footer = {
            "",
            "Examples:",
            "  ken search why is my disk slow",
            "  ken search --kind event --limit 5 tcp resends",
            "  ken search vfs_read",
            "  ken search --batch queries.jsonl > answers.jsonl"
        })
final class SearchCommand implements Callable<Integer> {
    private static final int USUAL = 10;

    private final Console console;
    private Workshop workshop;

    @Parameters(paramLabel = "WORDS", arity = "0..*", description = "what to look for")
    List<String> words = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "most hits (default: 10)")
    int limit = USUAL;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            description = "only these kinds: event, probe, helper, function, example")
    List<String> kinds = List.of();

    @Mixin
    KernelOption kernelOption = new KernelOption();

    @Option(names = "--json", description = "answer in JSON")
    boolean json;

    @Option(
            names = "--batch",
            paramLabel = "FILE.jsonl",
            description = "answer one query a line: {\"id\":…,\"query\":…}; - is standard input")
    String batch = "";

    SearchCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    @Override
    public Integer call() throws BadInput {
        workshop = kernelOption.chosen(workshop);
        if (limit < 1 || limit > Search.MOST) {
            throw new BadInput("--limit is a number from 1 to " + Search.MOST + ", not " + limit);
        }
        Set<Kind> wanted = wanted();
        if (!batch.isEmpty()) {
            Batch.noWords(words, "--batch");
            Search search = Search.of(workshop.facts());
            int code = new SearchBatch(console, search, wanted, limit).run(batch);
            search.lacking().ifPresent(why -> console.err().println("ken: searched by words and names only: " + why));
            return code;
        }
        String query = String.join(" ", words);
        if (query.isBlank()) {
            throw new BadInput("what is to be found? For example: ken search tcp retransmits");
        }
        Search search = Search.of(workshop.facts());
        List<Search.Hit> hits = search.search(query, wanted, limit);
        if (json) {
            console.out().println(SearchJson.answer(query, hits).text());
        } else {
            SearchText text = new SearchText(new Style(console.colours()));
            hits.forEach(hit -> console.out().println(text.of(hit)));
        }
        search.lacking().ifPresent(why -> console.err().println("ken: searched by words and names only: " + why));
        if (hits.isEmpty()) {
            console.err().println(nothing(query, search));
        } else if (console.shows() && !json) {
            console.err().println("\nken contract NAME shows what is known of one; ken search --json shows all probes");
        }
        return ExitCode.DONE;
    }

    private String nothing(String query, Search search) {
        int others = kinds.isEmpty() ? 0 : search.search(query, Search.MOST).size();
        String hint = others > 0
                ? "without --kind there " + (others == 1 ? "is 1 hit" : "are " + others + " hits")
                : "try what happens (file opened, packet dropped) or a name (vfs_read, sched_switch, bpf_map_lookup_elem)";
        return "ken: nothing was found for " + query + "; " + hint;
    }

    private Set<Kind> wanted() throws BadInput {
        Set<Kind> wanted = EnumSet.noneOf(Kind.class);
        for (String word : kinds) {
            Kind known = EnumSet.allOf(Kind.class).stream()
                    .filter(kind -> SearchJson.word(kind).equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(
                            () -> new BadInput("--kind is event, probe, helper, function or example, not " + word));
            wanted.add(known);
        }
        return wanted.isEmpty() ? EnumSet.allOf(Kind.class) : wanted;
    }
}
