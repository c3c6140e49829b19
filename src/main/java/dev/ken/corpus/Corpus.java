package dev.ken.corpus;

import dev.ken.corpus.Document.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Documents, and what a query finds among them: names first, exact before misspelt ones, and behind them what
/// the words say ([LexicalIndex]). Where the words do not decide, what the query means is weighed in
/// ([MeaningIndex]); only then the model is loaded. Serves many threads.
public final class Corpus {
    /// Longest query, in characters; the rest of it is not read.
    public static final int LONGEST_QUERY = 2_000;

    private static final double EXACT = 3;
    private static final double NAMED = 2;
    private static final double NEAR = 1;
    private static final double LEAST = 0.02;

    private final List<Document> documents;
    private final LexicalIndex lexical;
    private final NameIndex names;
    private final Vocabulary vocabulary;
    private final Ranking ranking;

    /// @param documents what words find
    /// @param nameless  what only its name finds
    /// @param model     asked for when words do not decide
    public Corpus(List<Document> documents, List<Document> nameless, FunctionNames functions, Embedder.Source model) {
        this(documents, nameless, functions, model, Ranking.Weights.USUAL);
    }

    /// The same with other weights, to measure them.
    public Corpus(
            List<Document> documents,
            List<Document> nameless,
            FunctionNames functions,
            Embedder.Source model,
            Ranking.Weights weights) {
        this.documents = List.copyOf(documents);
        this.lexical = new LexicalIndex(documents);
        List<Document> all = new ArrayList<>(documents);
        all.addAll(nameless);
        this.names = new NameIndex(all, functions);
        this.vocabulary = new Vocabulary(lexical.stems());
        this.ranking = new Ranking(this.documents, model, weights);
    }

    /// Why there is no model, once that was noticed.
    public Optional<String> lacking() {
        return ranking.lacking();
    }

    /// The best `limit` documents of these kinds, best first; ties by name.
    public List<Found> search(String text, Set<Kind> kinds, int limit) {
        String asked = text.substring(0, Math.min(LONGEST_QUERY, text.length())).strip();
        Map<Document, Double> found = new LinkedHashMap<>();
        names.exact(asked).forEach(document -> found.put(document, exact(document, asked)));
        for (String name : NameIndex.namesIn(asked)) {
            names.exact(name).forEach(document -> found.merge(document, NAMED, Math::max));
        }
        boolean word = asked.indexOf(' ') < 0;
        boolean named = found.values().stream().anyMatch(score -> score >= NAMED);
        if (found.isEmpty()) {
            near(asked, word, found);
            named = word && !found.isEmpty();
        }
        seenAt(found);
        Wanted wanted = Wanted.of(asked);
        Query query = vocabulary.spelt(Query.of(wanted.about()));
        double[] words = lexical.scores(query);
        double[] scores = ranking.scores(
                wanted, words, named ? Optional.empty() : Optional.of(vocabulary.spelt(wanted.about())), kinds);
        for (int d = 0; d < scores.length; d++) {
            if (scores[d] > LEAST) {
                found.merge(documents.get(d), scores[d], Double::sum);
            }
        }
        return found.entrySet().stream()
                .filter(entry -> kinds.contains(entry.getKey().kind()))
                .map(entry -> new Found(entry.getKey(), Math.round(1e4 * entry.getValue()) / 1e4))
                .sorted(Comparator.comparingDouble(Found::score)
                        .reversed()
                        .thenComparing(one -> one.document().name()))
                .limit(limit)
                .toList();
    }

    /// A name that is also an ordinary word ("open", "read") is meant as the word.
    private double exact(Document document, String asked) {
        boolean ordinary = document.name().startsWith("syscall.") && vocabulary.isOrdinary(asked);
        return ordinary ? 0 : EXACT;
    }

    private void near(String asked, boolean word, Map<Document, Double> found) {
        Set<String> misspelt = new LinkedHashSet<>(NameIndex.namesIn(asked));
        if (word && !vocabulary.hasAll(asked)) {
            misspelt.add(asked);
        }
        for (String name : misspelt) {
            List<Document> near = names.near(name);
            for (int i = 0; i < near.size(); i++) {
                found.merge(near.get(i), NEAR + NEAR / (1 + i), Math::max);
            }
        }
    }

    /// Behind what was named come the events that are seen at the same probes.
    private void seenAt(Map<Document, Double> found) {
        Set<String> probes = new LinkedHashSet<>();
        found.forEach((document, score) -> {
            if (score >= EXACT) {
                probes.addAll(document.probes());
            }
        });
        if (probes.isEmpty()) {
            return;
        }
        for (Document document : documents) {
            if (document.kind() == Kind.EVENT && document.probes().stream().anyMatch(probes::contains)) {
                found.merge(document, NEAR, Math::max);
            }
        }
    }
}
