package dev.ken.comprehension.sense;

import java.nio.ByteBuffer;

/// What turns rows of `rows.length` numbers into rows of as many as each of `rows` has, with what is added to each.
///
/// @param rows one for each number that goes in
/// @param bias one for each number that comes out
record Matrix(float[][] rows, float[] bias) {
    /// So many rows are added at once; each is long enough for the processor's vectors.
    private static final int AT_ONCE = 4;

    /// The next matrix of a file: a scale for each number that comes out, floats; the rows, bytes; the bias, floats.
    static Matrix read(ByteBuffer file, int in, int out) {
        float[] scales = floats(file, out);
        float[][] rows = new float[in][out];
        byte[] weights = new byte[out];
        for (float[] row : rows) {
            file.get(weights);
            for (int o = 0; o < out; o++) {
                row[o] = scales[o] * weights[o];
            }
        }
        return new Matrix(rows, floats(file, out));
    }

    static float[] floats(ByteBuffer file, int count) {
        float[] all = new float[count];
        file.asFloatBuffer().get(all);
        file.position(file.position() + count * Float.BYTES);
        return all;
    }

    float[][] of(float[][] all) {
        float[][] out = new float[all.length][];
        for (int i = 0; i < all.length; i++) {
            out[i] = of(all[i]);
        }
        return out;
    }

    float[] of(float[] in) {
        float[] sums = bias.clone();
        for (int i = 0; i < in.length; i += AT_ONCE) {
            add(sums, i, in);
        }
        return sums;
    }

    /// Kept simple and apart, so that it becomes vector instructions.
    private void add(float[] sums, int at, float[] in) {
        float[] a = rows[at];
        float[] b = rows[at + 1];
        float[] c = rows[at + 2];
        float[] d = rows[at + 3];
        float w = in[at];
        float x = in[at + 1];
        float y = in[at + 2];
        float z = in[at + 3];
        for (int o = 0; o < sums.length; o++) {
            sums[o] += w * a[o] + x * b[o] + y * c[o] + z * d[o];
        }
    }
}
