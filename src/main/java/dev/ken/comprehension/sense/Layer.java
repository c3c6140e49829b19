package dev.ken.comprehension.sense;

import java.nio.ByteBuffer;

/// A layer of a BERT encoder (Devlin et al., NAACL 2019, section 3).
record Layer(
        int heads,
        Matrix query,
        Matrix key,
        Matrix value,
        Matrix attended,
        Norm first,
        Matrix widened,
        Matrix narrowed,
        Norm second) {
    private static final float CUBIC = 0.044715f;
    private static final float ROOT = (float) Math.sqrt(2 / Math.PI);

    static Layer read(ByteBuffer file, int heads, int size, int wide) {
        return new Layer(
                heads,
                Matrix.read(file, size, size),
                Matrix.read(file, size, size),
                Matrix.read(file, size, size),
                Matrix.read(file, size, size),
                Norm.read(file, size),
                Matrix.read(file, size, wide),
                Matrix.read(file, wide, size),
                Norm.read(file, size));
    }

    float[][] of(float[][] tokens) {
        float[][] told = attended.of(attention(tokens));
        float[][] all = new float[tokens.length][];
        for (int i = 0; i < all.length; i++) {
            float[] heard = first.of(tokens[i], told[i]);
            float[] wide = widened.of(heard);
            for (int j = 0; j < wide.length; j++) {
                wide[j] = gelu(wide[j]);
            }
            all[i] = second.of(heard, narrowed.of(wide));
        }
        return all;
    }

    /// What each token takes from all, as each head weighs them.
    private float[][] attention(float[][] tokens) {
        float[][] queries = query.of(tokens);
        float[][] keys = key.of(tokens);
        float[][] values = value.of(tokens);
        int size = queries[0].length / heads;
        float[][] all = new float[tokens.length][queries[0].length];
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < tokens.length; i++) {
                float[] weights = weights(queries[i], keys, head * size, size);
                for (int j = 0; j < tokens.length; j++) {
                    for (int k = head * size; k < (head + 1) * size; k++) {
                        all[i][k] += weights[j] * values[j][k];
                    }
                }
            }
        }
        return all;
    }

    private static float[] weights(float[] query, float[][] keys, int from, int size) {
        double[] scores = new double[keys.length];
        double most = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < keys.length; j++) {
            float sum = 0;
            for (int k = from; k < from + size; k++) {
                sum += query[k] * keys[j][k];
            }
            scores[j] = sum / Math.sqrt(size);
            most = Math.max(most, scores[j]);
        }
        double all = 0;
        for (int j = 0; j < scores.length; j++) {
            scores[j] = StrictMath.exp(scores[j] - most);
            all += scores[j];
        }
        float[] weights = new float[scores.length];
        for (int j = 0; j < weights.length; j++) {
            weights[j] = (float) (scores[j] / all);
        }
        return weights;
    }

    /// Gaussian error linear unit, by the hyperbolic tangent (Hendrycks and Gimpel, 2016, section 2).
    private static float gelu(float x) {
        double tangent = 1 - 2 / (1 + StrictMath.exp(2 * ROOT * (x + CUBIC * x * x * x)));
        return (float) (0.5 * x * (1 + tangent));
    }
}
