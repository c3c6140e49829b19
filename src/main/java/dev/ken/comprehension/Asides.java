package dev.ken.comprehension;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands in parentheses behind something that is asked for, where it lists what is to be known of it: "each slow
/// fsync (process, pid, latency in ms)" is each slow fsync with those.
final class Asides {
    private static final Pattern ASIDE = Pattern.compile("(\\p{L}+|\\d\\s?\\p{L}+)\\s*\\(([^()]{3,120})\\)");
    private static final Pattern ENTRIES = Pattern.compile("\\s*(?:,|;|\\band\\b|\\+|/|,\\s*and\\b)\\s*");
    private static final Pattern UNIT = Pattern.compile("\\s+(?:in|as)\\s+\\p{L}+$");
    /// Words behind which such a list says by what something is told apart.
    private static final Set<String> KEYS = Set.of(
            "by",
            "per",
            "pair",
            "key",
            "keyed",
            "grouped",
            "each",
            "every",
            "tuple",
            "group",
            "combination",
            "columns",
            "fields",
            "column",
            "with");

    private Asides() {}

    /// The request with such lists told with words.
    static String spelled(String request, Lexicon lexicon) {
        Matcher aside = ASIDE.matcher(request);
        StringBuilder out = new StringBuilder();
        while (aside.find()) {
            String before = aside.group(1).toLowerCase(Locale.ROOT);
            List<String> entries = List.of(ENTRIES.split(aside.group(2).strip()));
            boolean lists = entries.size() > 1 && !KEYS.contains(before) && known(entries, lexicon);
            String said = lists ? aside.group(1) + " with " + joined(entries) : aside.group();
            aside.appendReplacement(out, Matcher.quoteReplacement(said));
        }
        return aside.appendTail(out).toString();
    }

    private static boolean known(List<String> entries, Lexicon lexicon) {
        return entries.stream().allMatch(entry -> {
            List<Token> words = Tokenizer.tokens(UNIT.matcher(entry.strip()).replaceFirst(""));
            return !words.isEmpty() && lexicon.attributeAt(words, 0) == words.size();
        });
    }

    private static String joined(List<String> entries) {
        List<String> all = new ArrayList<>(entries);
        String last = all.removeLast();
        return String.join(", ", all) + " and " + last;
    }
}
