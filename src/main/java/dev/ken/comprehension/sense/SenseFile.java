package dev.ken.comprehension.sense;

import dev.ken.corpus.WordPieces;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The weights: lines of text up to an empty one, then numbers, little-endian. The lines are comments (`#`),
/// `layers N`, `places N`, `pieces A B` and `facets A | B`; the numbers are those of the [Encoder] and of the matrix
/// that makes facets of the first vector and the mean of all.
final class SenseFile {
    private static final String FILE = "sense.weights";
    private static final int MOST_BYTES = 32 << 20;

    private SenseFile() {}

    static Sense shipped() {
        try (InputStream in = SenseFile.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + FILE);
            }
            return parse(in.readNBytes(MOST_BYTES));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The weights of a file's bytes; what is behind its end is an error, as is a file too short.
    static Sense parse(byte[] file) {
        Map<String, String> head = new HashMap<>();
        int at = 0;
        while (file[at] != '\n') {
            int end = at;
            while (file[end] != '\n') {
                end++;
            }
            String line = new String(file, at, end - at, StandardCharsets.UTF_8);
            int space = line.indexOf(' ');
            head.put(line.substring(0, space), line.substring(space + 1));
            at = end + 1;
        }
        ByteBuffer numbers =
                ByteBuffer.wrap(file, at + 1, file.length - at - 1).slice().order(ByteOrder.LITTLE_ENDIAN);
        List<String> pieces = Arrays.asList(line(head, "pieces").split(" "));
        List<String> facets = Arrays.asList(line(head, "facets").split(" \\| "));
        Encoder encoder = Encoder.read(
                numbers, pieces.size(), Integer.parseInt(line(head, "places")), Integer.parseInt(line(head, "layers")));
        Matrix last = Matrix.read(numbers, 2 * Encoder.SIZE, facets.size());
        if (numbers.hasRemaining()) {
            throw new IllegalStateException(FILE + ": " + numbers.remaining() + " bytes too many");
        }
        Map<String, Integer> places = new HashMap<>();
        pieces.forEach(piece -> places.put(piece, places.size()));
        return new Sense(facets, new WordPieces(places), encoder, last);
    }

    private static String line(Map<String, String> head, String name) {
        String line = head.get(name);
        if (line == null) {
            throw new IllegalStateException(FILE + ": no line " + name);
        }
        return line;
    }
}
