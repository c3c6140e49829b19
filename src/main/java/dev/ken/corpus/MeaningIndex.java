package dev.ken.corpus;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/// Documents by what they mean: a document is as like a query as the most alike of its texts. Their vectors are
/// shipped; at most [#MOST_MISSING] that are not are computed, and the others are left to the index of words.
final class MeaningIndex {
    /// Most texts that are embedded while somebody waits, 4 ms each.
    static final int MOST_MISSING = 64;

    private final Embedder embedder;
    private final byte[][] rows;
    private final float[] lengths;
    private final int[] owners;
    private final int documents;

    MeaningIndex(List<Document> documents, VectorFile file, Embedder embedder) {
        this.embedder = embedder;
        this.documents = documents.size();
        List<byte[]> found = new ArrayList<>();
        List<Integer> owner = new ArrayList<>();
        int missing = 0;
        for (int d = 0; d < documents.size(); d++) {
            for (String text : texts(documents.get(d))) {
                Optional<byte[]> row = file.find(text);
                if (row.isEmpty() && missing < MOST_MISSING) {
                    missing++;
                    row = Optional.of(VectorFile.bytes(embedder.embed(text)));
                }
                if (row.isPresent()) {
                    found.add(row.get());
                    owner.add(d);
                }
            }
        }
        rows = found.toArray(new byte[0][]);
        owners = owner.stream().mapToInt(Integer::intValue).toArray();
        lengths = new float[rows.length];
        for (int r = 0; r < rows.length; r++) {
            int squares = 0;
            for (byte x : rows[r]) {
                squares += x * x;
            }
            lengths[r] = (float) Math.sqrt(Math.max(1, squares));
        }
    }

    /// The texts of a document that are compared. What was derived from a name has one: its name as words.
    static Set<String> texts(Document document) {
        Set<String> texts = new LinkedHashSet<>(document.phrases());
        if (document.curated()) {
            texts.add(document.gloss());
        }
        return document.curated() || texts.isEmpty()
                ? texts
                : Set.of(document.phrases().getLast());
    }

    /// The cosine of each document's best text, 0..1; 0 where it has none, or is not wanted.
    double[] scores(String query, IntPredicate wanted) {
        float[] asked = embedder.embed(query);
        double[] scores = new double[documents];
        for (int r = 0; r < rows.length; r++) {
            if (!wanted.test(owners[r])) {
                continue;
            }
            double like = dot(asked, rows[r]) / lengths[r];
            scores[owners[r]] = Math.max(scores[owners[r]], like);
        }
        return scores;
    }

    private static float dot(float[] a, byte[] b) {
        float sum = 0;
        for (int i = 0; i < b.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
