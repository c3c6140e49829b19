package dev.ken.corpus;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Vectors of texts that were embedded ahead: a count, the hashes of the texts in ascending order, and behind
/// them for each the numbers of its vector as bytes, the largest as 127. A text that has changed since has
/// another hash, so an old file is incomplete but never wrong.
final class VectorFile {
    private static final String SHIPPED = "documents.vectors";
    private static final int MOST_TEXTS = 1 << 20;

    private final long[] hashes;
    private final byte[] vectors;

    private VectorFile(long[] hashes, byte[] vectors) {
        this.hashes = hashes;
        this.vectors = vectors;
    }

    /// Those that are shipped, made by `VectorFileTest`.
    static VectorFile shipped() {
        try (InputStream in = VectorFile.class.getResourceAsStream(SHIPPED)) {
            return in == null ? new VectorFile(new long[0], new byte[0]) : read(in);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static VectorFile read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        int count = in.readInt();
        if (count < 0 || count > MOST_TEXTS) {
            throw new IllegalStateException(SHIPPED + ": a count of " + count);
        }
        java.nio.ByteBuffer words = java.nio.ByteBuffer.wrap(in.readNBytes(count * Long.BYTES));
        long[] hashes = new long[count];
        words.asLongBuffer().get(hashes);
        byte[] vectors = new byte[count * Embedder.DIMENSIONS];
        in.readFully(vectors);
        return new VectorFile(hashes, vectors);
    }

    /// Writes the vectors of `texts`; those that this file has are not computed again.
    void write(Collection<String> texts, Embedder embedder, OutputStream stream) throws IOException {
        SortedMap<Long, byte[]> rows = new TreeMap<>();
        for (String text : texts) {
            rows.computeIfAbsent(hash(text), _ -> find(text).orElseGet(() -> bytes(embedder.embed(text))));
        }
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(rows.size());
        for (long hash : rows.keySet()) {
            out.writeLong(hash);
        }
        for (byte[] row : rows.values()) {
            out.write(row);
        }
        out.flush();
    }

    /// The vector of a text.
    Optional<byte[]> find(String text) {
        int at = Arrays.binarySearch(hashes, hash(text));
        int from = at * Embedder.DIMENSIONS;
        return at < 0 ? Optional.empty() : Optional.of(Arrays.copyOfRange(vectors, from, from + Embedder.DIMENSIONS));
    }

    static byte[] bytes(float[] vector) {
        float most = 0;
        for (float x : vector) {
            most = Math.max(most, Math.abs(x));
        }
        byte[] bytes = new byte[vector.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(vector[i] * Byte.MAX_VALUE / Math.max(most, Float.MIN_NORMAL));
        }
        return bytes;
    }

    /// FNV-1a of 64 bits (Fowler, Noll, Vo) over UTF-16 units.
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
