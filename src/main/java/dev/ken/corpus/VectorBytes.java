package dev.ken.corpus;

import java.nio.ByteBuffer;

/// A vector as bytes.
final class VectorBytes {
    static final int LENGTH = Embedder.DIMENSIONS * Float.BYTES;

    private VectorBytes() {}

    static byte[] written(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }

    static float[] read(byte[] bytes) {
        float[] vector = new float[Embedder.DIMENSIONS];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(vector);
        return vector;
    }
}
