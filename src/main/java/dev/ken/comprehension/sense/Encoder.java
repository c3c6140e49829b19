package dev.ken.comprehension.sense;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Turns pieces of words into vectors that know of each other.
///
/// @param scales one for each piece
/// @param pieces a row of bytes for each
/// @param places what is added at each place
/// @param norm   of the sum of both
/// @param layers in their order
record Encoder(float[] scales, ByteBuffer pieces, float[][] places, Norm norm, List<Layer> layers) {
    /// Numbers of a vector.
    static final int SIZE = 384;

    private static final int WIDE = 4 * SIZE;
    private static final int HEADS = 12;

    /// The next encoder of a file.
    ///
    /// @param pieces how many pieces it knows
    /// @param places how many it reads of a text
    /// @param layers how many it has
    static Encoder read(ByteBuffer file, int pieces, int places, int layers) {
        float[] scales = Matrix.floats(file, pieces);
        ByteBuffer known = file.slice(file.position(), pieces * SIZE);
        file.position(file.position() + pieces * SIZE);
        float[][] added = new float[places][];
        for (int i = 0; i < places; i++) {
            added[i] = Matrix.floats(file, SIZE);
        }
        Norm norm = Norm.read(file, SIZE);
        List<Layer> all = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            all.add(Layer.read(file, HEADS, SIZE, WIDE));
        }
        return new Encoder(scales, known, added, norm, List.copyOf(all));
    }

    /// The vectors of pieces, at most as many as there are places.
    float[][] of(long[] text) {
        float[][] all = new float[Math.min(text.length, places.length)][];
        for (int i = 0; i < all.length; i++) {
            all[i] = norm.of(piece((int) text[i]), places[i]);
        }
        for (Layer layer : layers) {
            all = layer.of(all);
        }
        return all;
    }

    private float[] piece(int number) {
        float[] vector = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            vector[i] = scales[number] * pieces.get(number * SIZE + i);
        }
        return vector;
    }
}
