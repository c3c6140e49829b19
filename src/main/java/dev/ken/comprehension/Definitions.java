package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Words that a text explains itself: after "Slow means over 20 ms", "each slow read" is each read that takes over
/// 20 ms. The sentence that explains is left out, the word is replaced wherever it stands before what it picks.
final class Definitions {
    private static final Set<String> WORDS = Set.of(
            "slow", "long", "big", "large", "huge", "small", "tiny", "short", "short-lived", "fast", "long-running");
    private static final Set<String> SIZES = Set.of("big", "large", "huge", "small", "tiny");
    private static final Set<String> MEANS = Set.of("means", "mean", "is", "are", "meaning", ":", "=");
    private static final Set<String> MORE =
            Set.of("over", "above", "longer", "more", "slower", "larger", "bigger", "greater", "at", "exceeding");
    private static final Set<String> LESS = Set.of("under", "below", "less", "shorter", "smaller", "faster", "within");
    private static final int LONGEST_NOUN = 3;
    private static final int LONGEST_TEST = 8;

    private Definitions() {}

    /// The text in which what is explained is said at its places; the text itself where nothing is.
    static List<Token> spelled(List<Token> text) {
        Map<String, List<Token>> tests = new LinkedHashMap<>();
        List<Token> rest = new ArrayList<>();
        for (int at = 0; at < text.size(); ) {
            int from = at;
            int end = begins(text, at) ? explained(text, at, tests) : at;
            boolean stops = end > at && end < text.size() && (text.get(end).kind() != Kind.WORD || is(text, end, ":"));
            if (end == at) {
                rest.add(text.get(at));
            }
            at = end == from ? at + 1 : stops ? end + 1 : end;
        }
        return tests.isEmpty() || rest.stream().noneMatch(token -> tests.containsKey(word(token)))
                ? text
                : picked(rest, tests);
    }

    private static boolean begins(List<Token> text, int at) {
        return at == 0 || text.get(at - 1).kind() == Kind.STOP;
    }

    /// Where the sentence at `at` ends if it is "slow means over 20 ms"; `at` if it is not.
    private static int explained(List<Token> text, int at, Map<String, List<Token>> tests) {
        int word = at;
        while (word < text.size() && Set.of("by", "here", "a", "an", "the").contains(word(text.get(word)))) {
            word++;
        }
        if (word + 2 >= text.size() || !WORDS.contains(word(text.get(word)))) {
            return at;
        }
        int means = word + 1;
        while (means < text.size() && means <= word + LONGEST_NOUN && !MEANS.contains(word(text.get(means)))) {
            means++;
        }
        boolean said = means < text.size() && MEANS.contains(word(text.get(means)));
        int from = means + 1;
        while (said
                && from < text.size()
                && Set.of("one", "any", "that", "which", "takes", "taking", "i", "mean", "anything", "everything")
                        .contains(word(text.get(from)))) {
            from++;
        }
        int to = from;
        while (to < text.size() && to < from + LONGEST_TEST && text.get(to).kind() != Kind.STOP && !is(text, to, ":")) {
            to++;
        }
        boolean tests1 = said
                && from < to
                && text.get(to - 1).kind() == Kind.NUMBER
                && text.get(to - 1).unit().isPresent();
        boolean compares = tests1
                && text.subList(from, to - 1).stream()
                        .allMatch(token -> Set.of("than", "least", "most").contains(word(token))
                                || MORE.contains(word(token))
                                || LESS.contains(word(token)));
        boolean ends = to >= text.size() || text.get(to).kind() == Kind.STOP || is(text, to, ":");
        if (!compares || !ends || to - from < 2) {
            return at;
        }
        List<Token> test = new ArrayList<>(List.of(Token.word("that")));
        test.addAll(SIZES.contains(word(text.get(word))) ? List.of(Token.word("are")) : List.of(Token.word("take")));
        test.addAll(text.subList(from, to));
        tests.put(word(text.get(word)), List.copyOf(test));
        return to;
    }

    private static List<Token> picked(List<Token> text, Map<String, List<Token>> tests) {
        List<Token> out = new ArrayList<>();
        for (int at = 0; at < text.size(); at++) {
            Optional<List<Token>> test = Optional.ofNullable(tests.get(word(text.get(at))));
            if (test.isEmpty() || at + 1 >= text.size() || text.get(at + 1).kind() != Kind.WORD) {
                out.add(text.get(at));
                continue;
            }
            int end = at + 1;
            while (end < text.size() && end <= at + LONGEST_NOUN && isNoun(text.get(end))) {
                out.add(text.get(end));
                end++;
            }
            out.addAll(test.get());
            at = end - 1;
        }
        return List.copyOf(out);
    }

    private static final Set<String> BEHIND = Set.of(
            "with",
            "by",
            "per",
            "and",
            "of",
            "in",
            "for",
            "that",
            "which",
            "from",
            "to",
            "as",
            "is",
            "are",
            "on",
            "at",
            "including",
            "showing",
            "together",
            "along",
            "every",
            "each",
            ":",
            "should",
            "also",
            "then",
            "or",
            "print",
            "printed",
            "listed",
            "its",
            "their");

    private static boolean isNoun(Token token) {
        return token.kind() == Kind.WORD && !BEHIND.contains(word(token));
    }

    private static boolean is(List<Token> text, int at, String word) {
        return word(text.get(at)).equals(word);
    }

    private static String word(Token token) {
        return token.kind() == Kind.WORD ? token.text().toLowerCase(Locale.ROOT) : "";
    }
}
