package dev.ken.comprehension;

import java.util.List;

/// Conditions of a sentence that tells what is left out.
final class Negation {
    private Negation() {}

    /// Turns the conditions of such a sentence around.
    static void settle(Draft draft) {
        if (!draft.negates || draft.conditions.isEmpty()) {
            return;
        }
        List<String> negated = List.of("not (" + String.join(" and ", draft.conditions) + ")");
        draft.conditions.clear();
        draft.conditions.addAll(negated);
        draft.negates = false;
    }
}
