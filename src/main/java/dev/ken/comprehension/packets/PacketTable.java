package dev.ken.comprehension.packets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The words of `packets.table`.
final class PacketTable {
    private static final Map<String, Map<String, String>> MEANINGS = new LinkedHashMap<>();
    private static final Map<String, String> KEYS = new LinkedHashMap<>();
    private static final Set<String> FILLERS = new LinkedHashSet<>();

    static {
        text().lines().map(String::strip).forEach(PacketTable::line);
    }

    private PacketTable() {}

    private static String text() {
        try (InputStream in = PacketTable.class.getResourceAsStream("packets.table")) {
            if (in == null) {
                throw new IllegalStateException("packets.table is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void line(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        String[] words = line.split(" ");
        if (words[0].equals("filler")) {
            FILLERS.addAll(List.of(words));
        } else if (words[0].equals("key")) {
            String rest = line.substring(line.indexOf(words[1]) + words[1].length());
            for (String phrase : rest.split(",")) {
                KEYS.put(phrase.strip(), words[1]);
            }
        } else {
            Map<String, String> meanings = MEANINGS.computeIfAbsent(words[0], _ -> new LinkedHashMap<>());
            for (int i = words[0].endsWith("ing") ? 1 : 2; i < words.length; i++) {
                meanings.put(words[i], words[1]);
            }
        }
    }

    /// What a word means as one of a kind (`verb`, `protocol`, …).
    static Optional<String> meaning(String kind, String word) {
        return Optional.ofNullable(MEANINGS.getOrDefault(kind, Map.of()).get(word));
    }

    static boolean isFiller(String word) {
        return FILLERS.contains(word);
    }

    /// Phrases for what packets are grouped by, and what they mean.
    static Map<String, String> keys() {
        return KEYS;
    }
}
