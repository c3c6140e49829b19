package dev.ken.comprehension.impression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What of the words of a request an [Impression] goes by: single words, neighbours, words with one between,
/// and how long it is. Paths, addresses and numbers are told by their form alone, words without their endings,
/// and words that it does not know, which are mostly names, as that.
public final class Wordprint {
    private static final Pattern PATH = Pattern.compile("(?<!\\w)(?:/[\\w.*-]+)+/?");
    private static final Pattern ADDRESS = Pattern.compile("\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?:/\\d+)?\\b");
    private static final Pattern NUMBER = Pattern.compile("\\b\\d[\\d,.]*\\s*(ms|milliseconds?|us|ns|secs?|seconds?|s"
            + "|minutes?|min|h|hz|kb|kib|mb|mib|gb|k|m|bytes|pages)?\\b");
    private static final Pattern WORD = Pattern.compile("PATH|ADDRESS|#\\w*|[a-z_][a-z_0-9]*(?:'[a-z]+)?|[.?!,;:]");
    private static final Pattern NAME = Pattern.compile("_");
    private static final Pattern SENTENCE = Pattern.compile("[.?!](?:\\s|$)");
    private static final List<String> ENDINGS = List.of("ing", "ed", "es", "s", "er", "ers");
    private static final int SHORTEST_STEM = 3;
    private static final int MOST_SENTENCES = 5;
    private static final int WORDS_A_STEP = 6;
    private static final int MOST_STEPS = 8;
    private static final int MOST_JOINTS = 3;

    private Wordprint() {}

    /// The features of a text; `known` are the words that are told as they are.
    public static Set<String> of(String request, Predicate<String> known) {
        List<String> words =
                words(request).stream().map(word -> plain(word, known)).toList();
        Set<String> features = new TreeSet<>();
        words.forEach(word -> features.add("word " + word));
        List<String> framed = new ArrayList<>(List.of("^"));
        framed.addAll(words);
        framed.add("$");
        for (int i = 0; i + 1 < framed.size(); i++) {
            features.add("pair " + framed.get(i) + " " + framed.get(i + 1));
        }
        for (int i = 0; i + 2 < words.size(); i++) {
            features.add("skip " + words.get(i) + " " + words.get(i + 2));
        }
        features.add("sentences " + Math.min(SENTENCE.matcher(request).results().count(), MOST_SENTENCES));
        features.add("length " + Math.min(words.size() / WORDS_A_STEP, MOST_STEPS));
        features.add("commas " + Math.min(words.stream().filter(","::equals).count(), MOST_JOINTS));
        features.add("ands " + Math.min(words.stream().filter("and"::equals).count(), MOST_JOINTS));
        return features;
    }

    private static String plain(String word, Predicate<String> known) {
        return known.test(word) || !Character.isLetter(word.charAt(0))
                ? word
                : NAME.matcher(word).find() ? "NAME" : "UNKNOWN";
    }

    /// The words of a text in its order.
    public static List<String> words(String request) {
        String text = request.toLowerCase(Locale.ROOT);
        text = PATH.matcher(text).replaceAll(" PATH ");
        text = ADDRESS.matcher(text).replaceAll(" ADDRESS ");
        text = NUMBER.matcher(text).replaceAll(found -> " #" + Matcher.quoteReplacement(unit(found.group(1))) + " ");
        return WORD.matcher(text).results().map(found -> stem(found.group())).toList();
    }

    @SuppressWarnings("NullAway")
    private static String unit(String unit) {
        return unit == null ? "" : unit;
    }

    /// A word without its ending.
    public static String stem(String word) {
        for (String ending : ENDINGS) {
            if (word.length() > SHORTEST_STEM + 1
                    && word.endsWith(ending)
                    && word.length() - ending.length() >= SHORTEST_STEM) {
                return word.substring(0, word.length() - ending.length());
            }
        }
        return word;
    }
}
