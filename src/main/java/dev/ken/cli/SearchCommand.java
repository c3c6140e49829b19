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
    private static final int USUAL = 15;
    private static final int NAME_COLUMNS = 36;

    private final Console console;
    private Workshop workshop;

    @Parameters(paramLabel = "WORDS", arity = "0..*", description = "what to look for")
    List<String> words = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "most hits (default: 15)")
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
            return new SearchBatch(console, new Search(workshop.facts().get()), wanted, limit).run(batch);
        }
        String query = String.join(" ", words);
        if (query.isBlank()) {
            throw new BadInput("what is to be found? For example: ken search tcp retransmits");
        }
        List<Search.Hit> hits = new Search(workshop.facts().get()).search(query, wanted, limit);
        if (json) {
            console.out().println(SearchJson.answer(query, hits).text());
        } else {
            hits.forEach(hit -> console.out().println(line(hit)));
        }
        if (hits.isEmpty()) {
            console.err().println("ken: nothing was found for " + query);
        }
        return ExitCode.DONE;
    }

    private static String line(Search.Hit hit) {
        String name =
                hit.name() + " ".repeat(Math.max(0, NAME_COLUMNS - hit.name().length()));
        return name + "  " + SearchJson.word(hit.kind()) + ": " + hit.gloss();
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
