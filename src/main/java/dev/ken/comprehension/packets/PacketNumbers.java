package dev.ken.comprehension.packets;

import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers that are compared: "above 1024", "between 8000 and 9000", "at least 64 bytes". [#plain] puts the many ways
/// to say so into one: a sign before a number, or `A-B`.
final class PacketNumbers {
    private static final String NUMBER = "(?=\\d)";
    /// What is said, and the sign that stands for it; the longer ones first.
    private static final List<Map.Entry<String, String>> SIGNS = List.of(
            Map.entry(
                    "(?:greater|more|larger|bigger|higher) than or equal to|no (?:less|fewer|smaller|shorter) than"
                            + "|not (?:less|below|under)(?: than)?|at least|a minimum of|from (?=\\d+ (?:up|upwards?|on)\\b)",
                    ">="),
            Map.entry(
                    "(?:less|smaller|lower|fewer) than or equal to|(?:no|not) (?:more|greater|larger|longer|bigger) than"
                            + "|at most|up to|a maximum of",
                    "<="),
            Map.entry(
                    "(?:is |are )?(?:greater|more|larger|bigger|longer|higher) than|above|over|exceeding|exceeds?|beyond",
                    ">"),
            Map.entry("(?:is |are )?(?:less|smaller|shorter|lower|fewer) than|below|under|beneath", "<"),
            Map.entry("(?:is |are )?(?:not equal to|not|other than|different from)", "!="),
            Map.entry("(?:is |are )?(?:equal to|equals?|exactly|set to|of|is|are)", "="));
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?) ?(kb|kib|k)\\b");
    private static final Pattern BOUND = Pattern.compile("(>=|<=|!=|>|<|=)?(\\d{1,9}|0x[0-9a-f]{1,8})");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})-(\\d{1,9})");
    private static final Map<String, Comparison> COMPARISONS = Map.of(
            ">=", Comparison.AT_LEAST,
            "<=", Comparison.AT_MOST,
            ">", Comparison.GREATER,
            "<", Comparison.LESS,
            "!=", Comparison.UNEQUAL,
            "=", Comparison.EQUAL);

    private PacketNumbers() {}

    /// The text with comparisons in one form.
    static String plain(String text) {
        String rest = SIZE.matcher(text)
                .replaceAll(size -> Math.round(Double.parseDouble(size.group(1)) * 1024) + " bytes")
                .replaceAll("(?<=\\d)(?:bytes?|b)\\b", " bytes")
                .replaceAll(
                        "\\b(?:in the range|(?:ranging )?between|from) (\\d+) ?(?:and|to|through|up to|-|\u2013) ?(\\d+)\\b",
                        "$1-$2")
                .replaceAll("\\b(ports?|vlans?|range) (\\d+) (?:to|through|thru|until|up to) (\\d+)\\b", "$1 $2-$3")
                .replaceAll("\\b(\\d+) ?(?:\u2013|\\.\\.) ?(\\d+)\\b(?![.:])", "$1-$2")
                .replaceAll(
                        "\\b(\\d+)( bytes)? (?:or|and) (?:more|above|larger|bigger|longer|greater|higher|up|over)\\b(?! than)",
                        ">=$1$2")
                .replaceAll(
                        "\\b(\\d+)( bytes)? (?:or|and) (?:less|below|smaller|shorter|lower|under)\\b(?! than)",
                        "<=$1$2");
        for (Map.Entry<String, String> sign : SIGNS) {
            rest = rest.replaceAll("\\b(?:" + sign.getKey() + ")\\s+" + NUMBER + "(?!\\d+\\.\\d+\\.)", sign.getValue());
        }
        return rest.replaceAll("(>=|<=|!=|==|>|<|=)\\s+(?=\\d)", "$1")
                .replace("==", "=")
                .replaceAll("(?<=[a-z])(?=[<>=!]+\\d)", " ")
                .replaceAll("(?<=>=\\d{1,9}) (?:up|upwards?|on)\\b", "");
    }

    /// The test that `word` is of a fact; empty where it is none, or names numbers that the fact cannot be.
    static Optional<Condition> test(String fact, String word, long largest) {
        Matcher range = RANGE.matcher(word);
        if (range.matches()) {
            long low = Long.parseLong(range.group(1));
            long high = Long.parseLong(range.group(2));
            return low <= high && high <= largest ? Optional.of(between(fact, low, high)) : Optional.empty();
        }
        Matcher bound = BOUND.matcher(word);
        if (!bound.matches()) {
            return Optional.empty();
        }
        Comparison comparison = bound.group(1) == null ? Comparison.EQUAL : COMPARISONS.get(bound.group(1));
        long number = Long.decode(bound.group(2).replaceFirst("^0+(?=\\d)", ""));
        return number <= largest && comparison != null
                ? Optional.of(new Condition.NumberTest(fact, comparison, number))
                : Optional.empty();
    }

    static Condition between(String fact, long low, long high) {
        return new Condition.And(List.of(
                new Condition.NumberTest(fact, Comparison.AT_LEAST, low),
                new Condition.NumberTest(fact, Comparison.AT_MOST, high)));
    }
}
