package dev.ken.comprehension;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Conditions of a sentence that tells what is left out.
final class Negation {
    private static final Map<String, String> OPPOSITE =
            Map.of(">", "<=", ">=", "<", "<", ">=", "<=", ">", "=", "!=", "!=", "=");

    private Negation() {}

    /// Turns the conditions of such a sentence around.
    static void settle(Draft draft) {
        boolean leaves = draft.conditions.stream().anyMatch(condition -> condition.startsWith("not (process is "));
        if (draft.restricts && leaves && draft.conditions.size() > 1) {
            // What is left out is more than the name says: "ignore X of less than 100 bytes".
            draft.notUnderstood.add("ignore");
        }
        if (draft.negates && draft.having.isPresent()) {
            String[] words = draft.having.get().split(" ", 2);
            draft.having = Optional.of(OPPOSITE.get(words[0]) + " " + words[1]);
            draft.negates = false;
        }
        if (!draft.negates || draft.conditions.isEmpty()) {
            return;
        }
        List<String> negated = List.of("not (" + String.join(" and ", draft.conditions) + ")");
        draft.conditions.clear();
        draft.conditions.addAll(negated);
        draft.negates = false;
    }
}
