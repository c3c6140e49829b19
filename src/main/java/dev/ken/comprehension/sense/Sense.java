package dev.ken.comprehension.sense;

import dev.ken.corpus.WordPieces;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// How likely each facet of an intent is, going by the request as a whole.
public final class Sense {
    private static final float LEAST = 0.001f;

    private final List<String> facets;
    private final WordPieces pieces;
    private final Encoder encoder;
    private final Matrix head;

    Sense(List<String> facets, WordPieces pieces, Encoder encoder, Matrix head) {
        this.facets = List.copyOf(facets);
        this.pieces = pieces;
        this.encoder = encoder;
        this.head = head;
    }

    /// The one that is shipped, read anew.
    public static Sense shipped() {
        return SenseFile.shipped();
    }

    /// What it makes of one request.
    public Felt of(String request) {
        float[][] tokens = encoder.of(pieces.of(request));
        float[] pooled = Arrays.copyOf(tokens[0], 2 * Encoder.SIZE);
        for (float[] token : tokens) {
            for (int i = 0; i < Encoder.SIZE; i++) {
                pooled[Encoder.SIZE + i] += token[i] / tokens.length;
            }
        }
        float[] logits = head.of(pooled);
        double[] likelihoods = new double[logits.length];
        for (int i = 0; i < likelihoods.length; i++) {
            likelihoods[i] = 1 / (1 + StrictMath.exp(-logits[i]));
        }
        return new Felt(facets, likelihoods);
    }

    /// How likely each facet is in one request.
    ///
    /// @param likelihoods from 0 to 1, in the order of `facets`
    public record Felt(List<String> facets, double[] likelihoods) {
        /// How much an intent with those facets surprises, in nats, by the first word of each facet, with `+` where the
        /// intent has it; only those that do surprise.
        public Map<String, Double> surprises(Set<String> found) {
            Map<String, Double> sums = new TreeMap<>();
            for (int i = 0; i < facets.size(); i++) {
                boolean has = found.contains(facets.get(i));
                double likely = has ? likelihoods[i] : 1 - likelihoods[i];
                String word = facets.get(i).split(" ", 2)[0] + (has ? "+" : "-");
                sums.merge(word, -StrictMath.log(Math.max(likely, LEAST)), Double::sum);
            }
            return sums;
        }

        /// How likely one facet is; empty where nothing is known of it.
        public Optional<Double> likelihood(String facet) {
            int at = facets.indexOf(facet);
            return at < 0 ? Optional.empty() : Optional.of(likelihoods[at]);
        }
    }
}
