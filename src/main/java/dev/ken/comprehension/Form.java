package dev.ken.comprehension;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A form of words and in which words it is told.
///
/// @param told with `$1` for what a group of the pattern holds
record Form(Pattern pattern, String told) {
    private static final String NAMED = "\u0000";
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

    private static String spelled(String pattern, List<String> names) {
        String spelled = pattern;
        for (String name : names) {
            String[] parts = name.split(NAMED, 2);
            spelled = spelled.replace(parts[0], parts[1]);
        }
        return spelled;
    }
}
