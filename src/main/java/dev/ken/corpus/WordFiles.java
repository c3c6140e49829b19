package dev.ken.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The word files that stand beside this class as resources: one entry a line, `#` starts a comment.
final class WordFiles {
    private static final int MOST_BYTES = 1 << 20;

    private WordFiles() {}

    /// The entries, without comments.
    static List<String> lines(String name) {
        try (InputStream in = WordFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> (line.indexOf('#') < 0 ? line : line.substring(0, line.indexOf('#'))).strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// First word of each line to the rest of it.
    static Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String line : lines(name)) {
            int space = line.indexOf(' ');
            if (space < 0) {
                throw new IllegalStateException(name + ": one word only: " + line);
            }
            pairs.put(line.substring(0, space), line.substring(space + 1).strip());
        }
        return Collections.unmodifiableMap(pairs);
    }
}
