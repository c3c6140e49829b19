package dev.ken.runtime;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Short-lived helper programs whose answer is one small text.
final class Child {
    private static final int OUTPUT_LIMIT_BYTES = 1 << 16;

    private Child() {}

    /// Standard output of a program that exits with 0 in time; empty otherwise.
    static Optional<String> output(long limitMillis, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            try (InputStream out = process.getInputStream()) {
                boolean ended = process.waitFor(limitMillis, TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.destroyForcibly();
                    return Optional.empty();
                }
                String text = new String(out.readNBytes(OUTPUT_LIMIT_BYTES), StandardCharsets.UTF_8);
                return process.exitValue() == 0 ? Optional.of(text) : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
