package dev.ken.comprehension;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// "for each vector the same two", "… and the same columns", "UDP as well": says in full what a sentence takes from one
/// before it.
final class Repetition {
    private static final Pattern NUMBERS = Pattern.compile(
            "^((?:for each|per|for every) [\\w/ -]{2,30}?)(?:,|:)? the same(?: two| three| numbers| figures| values| again)?$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LISTED = Pattern.compile(
            "^(?:for each|per|for every) [\\w/ -]{2,30}?(?:,|:)? ((?:the |how |number |total |average ).*)$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern COLUMNS = Pattern.compile(
            "\\bthe same(?: two| three| four)? (?:columns|fields|facts|details|things)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern WITH = Pattern.compile(
            "\\bwith (?:its |their |the )?((?:\\w+ ?){1,3}(?:, (?:\\w+ ?){1,3})*(?:,? and (?:\\w+ ?){1,3})?)$",
            Pattern.CASE_INSENSITIVE);

    private Repetition() {}

    /// The sentence in full, after those that were `told`.
    static String of(String sentence, List<String> told) {
        Matcher numbers = NUMBERS.matcher(sentence);
        if (numbers.matches()) {
            return last(told, LISTED).map(list -> numbers.group(1) + " " + list).orElse(sentence);
        }
        Matcher columns = COLUMNS.matcher(sentence);
        if (columns.find()) {
            return last(told, WITH)
                    .map(list -> columns.replaceFirst(Matcher.quoteReplacement(list)))
                    .orElse(sentence);
        }
        return sentence;
    }

    private static Optional<String> last(List<String> told, Pattern pattern) {
        return told.reversed().stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1).strip())
                .findFirst();
    }
}
