package dev.ken.runtime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Reads lines with a limit on their length, one char per byte.
final class Lines {
    /// What goes beyond is cut off.
    static final int LINE_LIMIT_BYTES = 32 * 1024 * 1024;

    private final InputStream in;

    Lines(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /// The next line without its end; empty at the end of the stream, also where the other side closed it under us.
    Optional<String> next() {
        StringBuilder line = new StringBuilder();
        try {
            int c = in.read();
            if (c < 0) {
                return Optional.empty();
            }
            while (c >= 0 && c != '\n') {
                if (line.length() < LINE_LIMIT_BYTES) {
                    line.append((char) c);
                }
                c = in.read();
            }
            return Optional.of(line.toString());
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
