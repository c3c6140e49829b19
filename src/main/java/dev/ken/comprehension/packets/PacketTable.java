package dev.ken.comprehension.packets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The words of `packets.table`.
final class PacketTable {
    private static final Map<String, Map<String, String>> MEANINGS = new LinkedHashMap<>();
    private static final Map<String, String> KEYS = new LinkedHashMap<>();
    private static final Set<String> FILLERS = new LinkedHashSet<>();
    private static final Map<Pattern, String> REWRITES = new LinkedHashMap<>();
    private static final List<Map.Entry<Pattern, String>> WORDINGS = new ArrayList<>();
    private static final List<Pattern> NOUNS = new ArrayList<>();
    private static final Set<String> LEADS = new LinkedHashSet<>();
    private static final Map<String, Map.Entry<String, Long>> NUMBERS = new LinkedHashMap<>();
    private static final Map<String, List<String>> NETWORKS = new LinkedHashMap<>();

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
        } else if (words[0].equals("lead")) {
            LEADS.addAll(List.of(words).subList(1, words.length));
        } else if (words[0].equals("noun")) {
            NOUNS.add(Pattern.compile(line.substring("noun ".length())));
        } else if (words[0].equals("wording")) {
            String[] sides = line.substring("wording ".length()).split(" =>", 2);
            WORDINGS.add(Map.entry(Pattern.compile(sides[0]), " " + sides[1].strip() + " "));
        } else if (words[0].equals("rewrite")) {
            String[] sides = line.substring("rewrite ".length()).split(" => ", 2);
            REWRITES.put(Pattern.compile("(?<![\\w-])(?:" + sides[0] + ")(?:(?<=\\W)|(?!\\w))"), sides[1]);
        } else if (words[0].equals("network")) {
            NETWORKS.put(words[1], List.of(words).subList(2, words.length));
        } else if (words[0].equals("key")) {
            String rest = line.substring(line.indexOf(words[1]) + words[1].length());
            for (String phrase : rest.split(",")) {
                KEYS.put(phrase.strip(), words[1]);
            }
        } else if (words[0].equals("number")) {
            for (int i = 3; i < words.length; i++) {
                NUMBERS.put(words[i], Map.entry(words[1], Long.parseLong(words[2])));
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

    /// The numbers that a word may be said of: a fact, and the largest it can be.
    static Optional<Map.Entry<String, Long>> number(String word) {
        return NUMBERS.containsKey(word) ? Optional.of(NUMBERS.get(word)) : Optional.empty();
    }

    /// A request in usual words and in lower case.
    static String worded(String request) {
        String rest = request.toLowerCase(Locale.ROOT);
        for (Map.Entry<Pattern, String> wording : WORDINGS) {
            rest = wording.getKey()
                    .matcher(rest)
                    .replaceAll(wording.getValue())
                    .replaceAll("\\s+", " ")
                    .strip();
        }
        return rest;
    }

    /// A text without the nouns that are spelt as what is done with packets.
    static String withoutNouns(String text) {
        String rest = text;
        for (Pattern noun : NOUNS) {
            rest = noun.matcher(rest).replaceAll(" ");
        }
        return rest;
    }

    /// Whether a word may stand before what is to be done, and says nothing of it.
    static boolean isLead(String word) {
        return LEADS.contains(word);
    }

    /// The text with words of several parts in one.
    static String rewritten(String text) {
        String rest = text;
        for (Map.Entry<Pattern, String> rewrite : REWRITES.entrySet()) {
            rest = rewrite.getKey().matcher(rest).replaceAll(rewrite.getValue());
        }
        return rest;
    }

    /// The networks that a name stands for; none where it is no such name.
    static List<String> network(String name) {
        return NETWORKS.getOrDefault(name, List.of());
    }

    static boolean isFiller(String word) {
        return FILLERS.contains(word);
    }

    /// Phrases for what packets are grouped by, and what they mean.
    static Map<String, String> keys() {
        return KEYS;
    }
}
