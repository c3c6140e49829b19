package dev.ken.comprehension;

import java.util.List;
import java.util.Optional;

/// A request in the words that everybody uses: ranges written with dots, what is left out named behind it, "keyed by",
/// "high-water mark". Each form of `wording.table` means the same in its other words wherever it stands, so that rules
/// and hunches need not know both.
final class Wording {
    private static final List<Form> FORMS = Form.of("wording.table");

    private Wording() {}

    /// The request, each form that stands in it in its usual words; what stands in quotes, and paths, as they are.
    static String usual(String said) {
        String told = said;
        for (Form form : FORMS) {
            told = form.in(told, Optional::of);
        }
        return told;
    }
}
