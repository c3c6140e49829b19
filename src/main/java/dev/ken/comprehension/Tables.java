package dev.ken.comprehension;

import dev.ken.source.Blanks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The tables that stand beside this class as resources: one entry a line, `#` starts a comment line.
final class Tables {
    private static final int MOST_BYTES = 1 << 20;

    private Tables() {}

    /// All entries, stripped.
    static List<String> lines(String name) {
        try (InputStream in = Tables.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
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
            pairs.put(
                    space < 0 ? line : line.substring(0, space),
                    space < 0 ? "" : line.substring(space).strip());
        }
        return Collections.unmodifiableMap(pairs);
    }

    /// All words of all lines.
    static Set<String> words(String name) {
        Set<String> words = new LinkedHashSet<>();
        lines(name).forEach(line -> words.addAll(Blanks.words(line)));
        return Collections.unmodifiableSet(words);
    }
}
