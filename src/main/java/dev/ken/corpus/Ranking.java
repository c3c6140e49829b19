package dev.ken.corpus;

import dev.ken.corpus.Document.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How words and meaning are put together, measured on the queries of `src/test/resources/search` (docs/evaluation.md):
/// a
/// weighted sum of both scores, times how likely the kind of the document is meant. Where the words alone have one
/// clear
/// answer the model is not asked; that costs nothing there, and saves its start.
final class Ranking {
    private static final double WORDS = 0.55;
    private static final double FUNCTION = 0.9;
    private static final double HELPER = 0.8;
    private static final double DERIVED = 0.88;
    /// What is left of kinds that were not asked for where one was.
    private static final double UNWANTED = 0.62;

    /// A cosine that any two texts can have.
    private static final double LEAST_LIKE = 0.25;

    private static final double CLEAR = 0.75;
    private static final double MARGIN = 0.05;

    private final List<Document> documents;
    private final Embedder.Source model;
    private Optional<MeaningIndex> index = Optional.empty();
    private Optional<String> lacking = Optional.empty();

    Ranking(List<Document> documents, Embedder.Source model) {
        this.documents = documents;
        this.model = model;
    }

    synchronized Optional<String> lacking() {
        return lacking;
    }

    /// The score of every document, 0..1. `text` is what the query means; empty where words suffice.
    double[] scores(Wanted wanted, double[] words, Optional<String> text) {
        double[] scores = weighed(wanted, words);
        Optional<MeaningIndex> meanings =
                text.filter(asked -> !asked.isBlank()).isEmpty() || isClear(scores) ? Optional.empty() : index();
        if (meanings.isEmpty()) {
            return scores;
        }
        double[] alike = meanings.get().scores(text.get());
        for (int d = 0; d < alike.length; d++) {
            double like = alike[d] < LEAST_LIKE ? 0 : alike[d];
            alike[d] = WORDS * words[d] + (1 - WORDS) * like;
        }
        return weighed(wanted, alike);
    }

    private double[] weighed(Wanted wanted, double[] scores) {
        double[] weighed = new double[scores.length];
        for (int d = 0; d < scores.length; d++) {
            weighed[d] = scores[d] == 0 ? 0 : scores[d] * prior(documents.get(d), wanted.kind());
        }
        return weighed;
    }

    private static boolean isClear(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n > 1 && sorted[n - 1] >= CLEAR && sorted[n - 1] - sorted[n - 2] >= MARGIN;
    }

    private synchronized Optional<MeaningIndex> index() {
        if (index.isEmpty() && lacking.isEmpty()) {
            try {
                index = Optional.of(new MeaningIndex(documents, VectorFile.shipped(), model.load()));
            } catch (Embedder.Absent absent) {
                lacking = Optional.of(String.valueOf(absent.getMessage()));
            }
        }
        return index;
    }

    private static double prior(Document document, Optional<Kind> wanted) {
        double usual = switch (document.kind()) {
            case EVENT, PROBE, EXAMPLE -> document.curated() ? 1 : DERIVED;
            case FUNCTION -> document.curated() ? FUNCTION : FUNCTION * DERIVED;
            case HELPER -> HELPER;
        };
        return wanted.map(kind -> kind == document.kind() ? 1 : UNWANTED * usual)
                .orElse(usual);
    }
}
