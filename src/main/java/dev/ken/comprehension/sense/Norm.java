package dev.ken.comprehension.sense;

import java.nio.ByteBuffer;

/// Layer normalisation (Ba et al., 2016).
record Norm(float[] scale, float[] shift) {
    private static final double LEAST = 1e-12;

    static Norm read(ByteBuffer file, int size) {
        return new Norm(Matrix.floats(file, size), Matrix.floats(file, size));
    }

    /// Of the sum of two.
    float[] of(float[] one, float[] other) {
        float[] all = new float[one.length];
        double sum = 0;
        for (int i = 0; i < all.length; i++) {
            all[i] = one[i] + other[i];
            sum += all[i];
        }
        double mean = sum / all.length;
        double squares = 0;
        for (float number : all) {
            squares += (number - mean) * (number - mean);
        }
        double deviation = Math.sqrt(squares / all.length + LEAST);
        for (int i = 0; i < all.length; i++) {
            all[i] = (float) ((all[i] - mean) / deviation) * scale[i] + shift[i];
        }
        return all;
    }
}
