package dev.ken.comprehension;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// "Per CPU how many switches and how many migrations, and the total time …" as a sentence for each number: what stands
/// before or behind a list of numbers holds for all of them.
final class Distribution {
    private static final String OPENING =
            "(?:the )?(?:total |overall )?(?:how many|how much|how often|how long|number of|count of|average|mean|total|sum of"
                    + "|sum|longest|shortest|largest|biggest|slowest|smallest|highest|lowest|maximum|minimum|max|min|worst"
                    + "|histogram of|a histogram|an? [^,]{0,25}histogram|[^, ]+ [^, ]+ histogram|[KMG]i?B )";
    private static final Pattern FRONT = Pattern.compile(
            "^((?:(?:per|for each|for every|by) [\\w/ -]{2,30}?|(?:each|every) \\d+ ?\\w+|(?:each|every) \\w+|once a \\w+)"
                    + "(?:, (?:(?:per|for each|by) [\\w/ -]{2,30}?|(?:each|every) \\d+ ?\\w+))?)(?:: | ?, | )"
                    + "((?:(?:show|print|give|tell|report|count)(?: me| us)? |i want |i need )?" + OPENING + ".*)$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BACK = Pattern.compile(
            "^(.*?),? ?(?:,|\\b(?:each|all|both)\\b(?: of (?:them|these))?) ((?:by|per|for each) (?:the )?[\\w/ -]{2,30}?)"
                    + "((?:, | and )?(?:(?:each|every|top) .*|printed every .*|in \\w+)?)$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ENTRY =
            Pattern.compile(",? and (?=" + OPENING + ")|, (?=" + OPENING + ")", Pattern.CASE_INSENSITIVE);
    private static final Pattern OPENS = Pattern.compile("^" + OPENING, Pattern.CASE_INSENSITIVE);

    private Distribution() {}

    /// The sentence, or one for each number of its list.
    static List<String> of(String sentence) {
        Matcher front = FRONT.matcher(sentence);
        if (front.matches()) {
            List<String> entries = List.of(ENTRY.split(front.group(2)));
            if (entries.size() > 1) {
                return told(entries, front.group(1), "");
            }
        }
        Matcher back = BACK.matcher(sentence);
        if (back.matches()) {
            List<String> entries = List.of(ENTRY.split(back.group(1)));
            boolean all = entries.stream()
                    .skip(1)
                    .allMatch(entry -> OPENS.matcher(entry).find());
            if (entries.size() > 1 && all) {
                return told(entries, back.group(2), back.group(3));
            }
        }
        return List.of(sentence);
    }

    /// How many numbers the sentences ask for, each by a word that opens it: at least as many things are to be
    /// observed.
    static long numbers(String text) {
        return Stream.of(text.split("[.;:?!] "))
                .flatMap(sentence -> Stream.of(ENTRY.split(sentence)))
                .filter(entry -> OPENS.matcher(entry.strip()).find())
                .count();
    }

    private static List<String> told(List<String> entries, String by, String tail) {
        List<String> told = new ArrayList<>();
        for (String entry : entries) {
            told.add(entry + " " + by + tail);
        }
        return told;
    }
}
