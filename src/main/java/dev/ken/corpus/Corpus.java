package dev.ken.corpus;

import dev.ken.corpus.Document.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Documents, and what a query finds among them: names first, exact before misspelt ones, and behind them what the
/// words say. Serves many threads.
public final class Corpus {
    /// Longest query, in characters; the rest of it is not read.
    public static final int LONGEST_QUERY = 2_000;

    private static final double EXACT = 3;
    private static final double NAMED = 2;
    private static final double NEAR = 1;
    private static final double DERIVED = 0.8;
    private static final double HELPER = 0.9;
    private static final double LEAST = 0.02;

    private final List<Document> documents;
    private final LexicalIndex lexical;
    private final NameIndex names;
    private final Vocabulary vocabulary;

    /// @param documents what words find
    /// @param nameless  what only its name finds
    public Corpus(List<Document> documents, List<Document> nameless, FunctionNames functions) {
        this.documents = List.copyOf(documents);
        this.lexical = new LexicalIndex(documents);
        List<Document> all = new ArrayList<>(documents);
        all.addAll(nameless);
        this.names = new NameIndex(all, functions);
        this.vocabulary = new Vocabulary(lexical.stems());
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
        if (found.isEmpty()) {
            near(asked, word, found);
        }
        Query query = vocabulary.spelt(Query.of(asked));
        double[] scores = lexical.scores(query);
        for (int d = 0; d < scores.length; d++) {
            double score = scores[d] * prior(documents.get(d));
            if (score > LEAST) {
                found.merge(documents.get(d), score, Double::sum);
            }
        }
        seenAt(found);
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

    /// Behind a probe that was named come the events that are seen there.
    private void seenAt(Map<Document, Double> found) {
        Map<String, Double> probes = new LinkedHashMap<>();
        found.forEach((document, score) -> {
            if (score >= EXACT && document.kind() == Kind.PROBE) {
                probes.put(document.name(), score);
            }
        });
        if (probes.isEmpty()) {
            return;
        }
        for (Document document : documents) {
            if (document.kind() == Kind.EVENT && document.probes().stream().anyMatch(probes::containsKey)) {
                found.merge(document, NEAR, Double::sum);
            }
        }
    }

    private static double prior(Document document) {
        return switch (document.kind()) {
            case EVENT, PROBE, FUNCTION, EXAMPLE -> document.curated() ? 1 : DERIVED;
            case HELPER -> HELPER;
        };
    }
}
