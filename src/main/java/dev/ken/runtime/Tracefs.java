package dev.ken.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The tracepoints of the running kernel, as the text the kernel gives; `kernel` parses it. Nothing is kept.
public final class Tracefs {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final long FORMAT_LIMIT_BYTES = 1 << 20;
    private static final int NAMES_LIMIT = 100_000;

    private final Path root;

    /// @param root where tracefs is mounted, see [Environment#tracefs]
    public Tracefs(Path root) {
        this.root = root;
    }

    /// The text of `events/CATEGORY/NAME/format`; empty where this kernel has no such tracepoint.
    public Optional<String> formatText(String category, String name) {
        if (!isName(category) || !isName(name)) {
            return Optional.empty();
        }
        Path file = root.resolve("events").resolve(category).resolve(name).resolve("format");
        try (var in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes((int) FORMAT_LIMIT_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// All tracepoints as `category:name`, sorted; empty where the list cannot be read.
    public List<String> names() {
        try (var lines = Files.lines(root.resolve("available_events"), StandardCharsets.UTF_8)) {
            return lines.map(String::strip)
                    .filter(line -> line.indexOf(':') > 0)
                    .limit(NAMES_LIMIT)
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches() && !text.startsWith(".");
    }
}
