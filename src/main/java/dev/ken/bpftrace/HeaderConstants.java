package dev.ken.bpftrace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Constants of Linux headers, which are macros and so in no type information. Source: `header.constants`.
final class HeaderConstants {
    private static final Map<String, Long> ALL = read();

    private HeaderConstants() {}

    static Optional<Long> value(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static Map<String, Long> read() {
        Map<String, Long> all = new LinkedHashMap<>();
        try (InputStream in = HeaderConstants.class.getResourceAsStream("header.constants")) {
            if (in == null) {
                throw new IllegalStateException("header.constants is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            lines.lines()
                    .map(line -> line.strip().split(" "))
                    .filter(words -> words.length == 2 && !words[0].startsWith("#"))
                    .forEach(words -> all.put(words[0], Long.decode(words[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}
