package dev.ken.corpus;

import dev.ken.corpus.Document.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How words and meaning are put together, measured on the queries of `src/test/resources/search`
/// (docs/evaluation.md): a weighted sum of both scores, times how likely the kind of the document is meant.
/// Where the words alone have one clear answer the model is not asked; that costs nothing there, and saves its
/// start.
public final class Ranking {
    /// A cosine that any two texts can have.
    private static final double LEAST_LIKE = 0.25;

    private final Weights weights;
    private final List<Document> documents;
    private final Kind[] kindsOf;
    private final Embedder.Source model;
    private Optional<MeaningIndex> index = Optional.empty();
    private Optional<String> lacking = Optional.empty();

    /// What counts how much, 0..1.
    ///
    /// @param words    words against meaning
    /// @param function what is left of functions, where none were asked for
    /// @param helper   of helpers
    /// @param derived  of what has only a name
    /// @param unwanted of other kinds than the one that was asked for
    /// @param clear    from which score on words suffice, above 1 for never
    /// @param margin   by how much the first has to be better then than the second
    public record Weights(
            double words,
            double function,
            double helper,
            double derived,
            double unwanted,
            double clear,
            double margin) {
        public static final Weights USUAL = new Weights(0.55, 0.9, 0.8, 0.88, 0.62, 0.75, 0.05);
    }

    Ranking(List<Document> documents, Embedder.Source model, Weights weights) {
        this.weights = weights;
        this.documents = documents;
        this.kindsOf = documents.stream().map(Document::kind).toArray(Kind[]::new);
        this.model = model;
    }

    synchronized Optional<String> lacking() {
        return lacking;
    }

    /// The score of every document, 0..1; of kinds that are not among `kinds`, by words alone. `text` is what the query
    /// means; empty where words suffice.
    double[] scores(Wanted wanted, double[] words, Optional<String> text, Set<Kind> kinds) {
        double[] scores = weighed(wanted, words);
        Optional<MeaningIndex> meanings =
                text.filter(asked -> !asked.isBlank()).isEmpty() || isClear(scores) ? Optional.empty() : index();
        if (meanings.isEmpty()) {
            return scores;
        }
        double[] alike = meanings.get().scores(text.get(), d -> kinds.contains(kindsOf[d]));
        for (int d = 0; d < alike.length; d++) {
            double like = alike[d] < LEAST_LIKE ? 0 : alike[d];
            alike[d] = weights.words() * words[d] + (1 - weights.words()) * like;
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

    private boolean isClear(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n > 1 && sorted[n - 1] >= weights.clear() && sorted[n - 1] - sorted[n - 2] >= weights.margin();
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

    private double prior(Document document, Optional<Kind> wanted) {
        double usual = switch (document.kind()) {
            case EVENT, PROBE, EXAMPLE -> document.curated() ? 1 : weights.derived();
            case FUNCTION -> document.curated() ? weights.function() : weights.function() * weights.derived();
            case HELPER -> weights.helper();
        };
        return wanted.map(kind -> kind == document.kind() ? 1 : weights.unwanted() * usual)
                .orElse(usual);
    }
}
