package dev.ken.comprehension;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A form of words and in which words it is told.
///
/// @param told with `$1` for what a group of the pattern holds
record Form(Pattern pattern, String told) {
    private static final String NAMED = "\u0000";
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|“[^”]*”|`[^`]*`|(?<![\\w.])/\\S+");
    private static final Pattern GROUP = Pattern.compile("\\$(\\d)");
    private static final Pattern NAMING = Pattern.compile("\\$[A-Z]+ = ");

    /// Those of a table: `PATTERN => TOLD` a line; `$NAME = …` names a part of the patterns
    /// that follow.
    static List<Form> of(String table) {
        List<String> names = new ArrayList<>();
        List<Form> forms = new ArrayList<>();
        for (String line : Tables.lines(table)) {
            if (NAMING.matcher(line).lookingAt()) {
                names.add(spelled(line.replaceFirst(" = ", NAMED), names));
                continue;
            }
            String[] sides = line.split(" => ?", -1);
            forms.add(new Form(Pattern.compile(spelled(sides[0], names), Pattern.CASE_INSENSITIVE), sides[1]));
        }
        return List.copyOf(forms);
    }

    /// The text with what has this form told otherwise, as `last` writes it; where that is empty, and in quotes and
    /// paths, which are data, it stays as it is.
    String in(String text, Function<String, Optional<String>> last) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            if (!isQuoted(text, matcher)) {
                last.apply(expanded(matcher))
                        .ifPresent(other -> matcher.appendReplacement(out, Matcher.quoteReplacement(other)));
            }
        }
        return matcher.appendTail(out).toString();
    }

    /// Whether it takes a part of what stands in quotes.
    private static boolean isQuoted(String text, MatchResult found) {
        return QUOTED.matcher(text)
                .results()
                .filter(quoted -> quoted.start() < found.end() && found.start() < quoted.end())
                .anyMatch(quoted -> quoted.start() < found.start() || found.end() < quoted.end());
    }

    private String expanded(MatchResult found) {
        return GROUP.matcher(told)
                .replaceAll(group ->
                        Matcher.quoteReplacement(Optional.ofNullable(found.group(Integer.parseInt(group.group(1))))
                                .orElse("")));
    }

    private static String spelled(String pattern, List<String> names) {
        String spelled = pattern;
        for (String name : names) {
            String[] parts = name.split(NAMED, 2);
            spelled = spelled.replace(parts[0], parts[1]);
        }
        return spelled;
    }
}
