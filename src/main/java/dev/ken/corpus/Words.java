package dev.ken.corpus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// From texts to the stems that are compared. Texts of documents and queries go the same way: lower case, split into
/// words, stems, and then the rewritings of `equal.words` ("run queue" for "runqueue"). Names of kernels are split at
/// their underscores and said in the words of `abbreviations.words`.
final class Words {
    /// Longest text that is looked at, in characters.
    static final int LONGEST_TEXT = 4_000;

    private static final int LONGEST_RULE = 4;
    private static final Map<String, String> ABBREVIATIONS = WordFiles.pairs("abbreviations.words");
    private static final Map<String, List<String>> EQUAL = equal();
    /// First stems of the left sides of several words.
    private static final Set<String> SEVERAL = several();

    private Words() {}

    /// The stems of a text, in its order.
    static List<String> stems(String text) {
        return rewritten(plain(text));
    }

    /// A name as words: `block_rq_complete` is "block request complete".
    static String spoken(String name) {
        StringBuilder words = new StringBuilder();
        for (String part : split(name)) {
            words.append(words.isEmpty() ? "" : " ").append(ABBREVIATIONS.getOrDefault(part, part));
        }
        return words.toString();
    }

    /// The words of a text in lower case, as they stand there.
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        String lower = text.substring(0, Math.min(text.length(), LONGEST_TEXT)).toLowerCase(Locale.ROOT);
        int n = lower.length();
        int start = -1;
        for (int i = 0; i <= n; i++) {
            boolean inside = i < n && Character.isLetterOrDigit(lower.charAt(i));
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                boolean ending = i - start == 1 && start > 0 && lower.charAt(start - 1) == '\'';
                if (!ending) {
                    words.add(lower.substring(start, i));
                }
                start = -1;
            }
        }
        return words;
    }

    private static List<String> plain(String text) {
        List<String> stems = split(text);
        stems.replaceAll(Stems::of);
        return stems;
    }

    private static List<String> rewritten(List<String> stems) {
        List<String> result = new ArrayList<>(stems.size());
        int i = 0;
        while (i < stems.size()) {
            int taken = 0;
            int longest = SEVERAL.contains(stems.get(i)) ? LONGEST_RULE : 1;
            for (int n = Math.min(longest, stems.size() - i); n > 0 && taken == 0; n--) {
                List<String> right = EQUAL.get(n == 1 ? stems.get(i) : String.join(" ", stems.subList(i, i + n)));
                if (right != null) {
                    result.addAll(right);
                    taken = n;
                }
            }
            if (taken == 0) {
                result.add(stems.get(i));
            }
            i += Math.max(1, taken);
        }
        return result;
    }

    /// `left; left = right`, all of them as stems.
    private static Map<String, List<String>> equal() {
        Map<String, List<String>> rules = new LinkedHashMap<>();
        for (String line : WordFiles.lines("equal.words")) {
            String[] sides = line.split(" = ", 2);
            for (String left : sides[0].split(";")) {
                rules.put(String.join(" ", plain(left)), plain(sides[1]));
            }
        }
        return rules;
    }

    private static Set<String> several() {
        Set<String> first = new HashSet<>();
        EQUAL.keySet().stream()
                .filter(left -> left.indexOf(' ') > 0)
                .forEach(left -> first.add(left.substring(0, left.indexOf(' '))));
        return first;
    }
}
