package dev.ken.comprehension;

import java.util.List;
import java.util.regex.Pattern;

/// A request in the words that everybody uses: ranges written with dots, what is left out named behind it, "keyed by",
/// "high-water mark". Each form of `wording.table` means the same in its other words wherever it stands, so that rules
/// and hunches need not know both.
final class Wording {
    private record Form(Pattern pattern, String told) {}

    private static final List<Form> FORMS = Tables.lines("wording.table").stream()
            .map(line -> line.split(" => ?", -1))
            .map(sides -> new Form(Pattern.compile(sides[0], Pattern.CASE_INSENSITIVE), sides[1]))
            .toList();

    private Wording() {}

    /// The request, each form that stands in it in its usual words.
    static String usual(String said) {
        String told = said;
        for (Form form : FORMS) {
            told = form.pattern().matcher(told).replaceAll(form.told());
        }
        return told;
    }
}
