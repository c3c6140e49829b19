package dev.ken.engine;

import dev.ken.corpus.Corpus;
import dev.ken.corpus.Document;
import dev.ken.corpus.Document.Kind;
import dev.ken.corpus.Embedder;
import dev.ken.corpus.Found;
import dev.ken.corpus.FunctionNames;
import dev.ken.kernel.KernelFunctions;
import dev.ken.kernel.Lazy;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Finds events, probes, helpers and functions by English words or by their names.
public final class Search {
    /// Most hits of one search.
    public static final int MOST = 100;

    /// Least score of a hit that is worth offering.
    private static final double PLAUSIBLE = 0.45;

    private final Corpus corpus;
    private final Facts facts;

    public Search(Facts facts) {
        this(facts, ContractTexts.documents());
    }

    private Search(Facts facts, List<Document> contracts) {
        this.facts = facts;
        corpus = new Corpus(
                SearchTexts.documents(facts, contracts),
                SearchTexts.systemCallProbes(facts),
                functions(facts.kernel().functions()),
                Embedder.shipped());
    }

    /// The same, sooner: the facts are gathered while another thread reads the contracts.
    public static Search of(Supplier<Facts> facts) {
        Lazy<List<Document>> contracts = new Lazy<>(ContractTexts::documents);
        contracts.ahead();
        Facts known = facts.get();
        return new Search(known, contracts.get());
    }

    /// The kernel is only asked for a name that nothing else has.
    private static FunctionNames functions(KernelFunctions functions) {
        return new FunctionNames() {
            @Override
            public boolean has(String name) {
                return functions.find(name).isPresent();
            }

            @Override
            public Collection<String> all() {
                return functions.names();
            }
        };
    }

    /// Why meaning is not searched, only words and names, once that was noticed.
    public Optional<String> lacking() {
        return corpus.lacking();
    }

    /// `name` can be looked up with [Contracts]; `probes` as bpftrace names them, those of the running kernel.
    public record Hit(Kind kind, String name, String gloss, List<String> probes, double score) {
        public Hit {
            probes = List.copyOf(probes);
        }
    }

    /// The best hits for a query, best first.
    public List<Hit> search(String query, int limit) {
        return search(query, EnumSet.allOf(Kind.class), limit);
    }

    /// The best hits of these kinds, best first.
    public List<Hit> search(String query, Set<Kind> kinds, int limit) {
        return corpus.search(query, kinds, Math.min(limit, MOST)).stream()
                .map(this::hit)
                .toList();
    }

    /// Event kinds of the catalog that a phrase may mean, best first: what a reader of requests that does not know the
    /// phrase can offer ("did you mean …"). Empty where nothing is near.
    public List<Hit> kindsFor(String phrase, int limit) {
        return corpus.search(phrase, EnumSet.of(Kind.EVENT), MOST).stream()
                .filter(found -> found.score() >= PLAUSIBLE
                        && facts.catalog()
                                .curated()
                                .containsKey(found.document().name()))
                .limit(limit)
                .map(this::hit)
                .toList();
    }

    Corpus corpus() {
        return corpus;
    }

    private Hit hit(Found found) {
        Document document = found.document();
        return new Hit(
                document.kind(), document.name(), document.gloss(), SearchTexts.here(document, facts), found.score());
    }
}
