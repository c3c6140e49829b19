package dev.ken.corpus;

/// Arithmetic of vectors.
final class Vectors {
    private Vectors() {}

    /// The same direction with length 1; a vector of zeros stays.
    static float[] unit(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += x * x;
        }
        float[] unit = vector.clone();
        for (int i = 0; squares > 0 && i < unit.length; i++) {
            unit[i] = (float) (unit[i] / Math.sqrt(squares));
        }
        return unit;
    }

    static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
