package dev.ken.comprehension.packets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a measure is grouped by, and the words that say something else.
///
/// @param unknown what stands where a key is expected and is none
record PacketKeys(List<String> names, String rest, List<String> unknown) {
    private static final Pattern BY =
            Pattern.compile("\\b(?:grouped by|broken down by|split by|by|per|for each|for every|in each)\\s+");
    private static final Pattern MORE =
            Pattern.compile("\\s*(?:, and\\b|,|\\band\\b|\\bper\\b|\\bby\\b|\\+|/)\\s*(?:by |per )?");

    /// "by source address and protocol", "per protocol"; the longest phrase that is known.
    static PacketKeys in(String words) {
        List<String> names = new ArrayList<>();
        StringBuilder rest = new StringBuilder();
        Matcher by = BY.matcher(words);
        int done = 0;
        while (done < words.length() && by.find(done)) {
            rest.append(words, done, by.start()).append(' ');
            int at = by.end();
            int found = at;
            for (Optional<String> key = key(words, at); key.isPresent(); key = key(words, at)) {
                found = at + key.get().length();
                names.add(PacketTable.keys().get(key.get().replaceFirst("^(?:the|each|its|their) ", "")));
                Matcher more = MORE.matcher(words).region(found, words.length());
                at = more.lookingAt() ? more.end() : words.length();
            }
            if (found == by.end()) {
                return new PacketKeys(
                        names,
                        rest.toString(),
                        List.of(words.substring(found).strip().split("\\s+")));
            }
            done = found;
        }
        rest.append(words.substring(Math.min(done, words.length())));
        return new PacketKeys(names, rest.toString(), List.of());
    }

    private static Optional<String> key(String words, int at) {
        String rest = words.substring(Math.min(at, words.length()));
        String bare = rest.replaceFirst("^(?:the|each|its|their) ", "");
        return PacketTable.keys().keySet().stream()
                .filter(key -> bare.equals(key) || bare.startsWith(key + " ") || bare.startsWith(key + ","))
                .max(Comparator.comparingInt(String::length))
                .map(key -> rest.substring(0, rest.length() - bare.length()) + key);
    }
}
