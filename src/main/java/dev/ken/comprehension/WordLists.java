package dev.ken.comprehension;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/// Word lists of this package, one entry a line.
final class WordLists {
    private static final int MOST_BYTES = 1 << 16;

    private WordLists() {}

    static Set<String> words(String resource) {
        try (InputStream in = WordLists.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + resource);
            }
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            return new LinkedHashSet<>(text.lines().toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
