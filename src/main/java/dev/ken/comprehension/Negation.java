package dev.ken.comprehension;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Conditions of a sentence that tells what is left out.
final class Negation {
    private static final Map<String, String> OPPOSITE =
            Map.of(">", "<=", ">=", "<", "<", ">=", "<=", ">", "=", "!=", "!=", "=");

    private Negation() {}

    /// "the ones from uid 0 and from sshd": each is left out.
    private static boolean apart(Draft draft) {
        String words = String.join(" ", draft.sentence).toLowerCase(Locale.ROOT);
        return draft.conditions.size() > 1
                && words.matches(
                        ".*\\b(and|or|nor) (from|of|by|those|these|the ones|that of|anything|everything)\\b.*");
    }

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
        if (draft.negates && draft.overNanos.isPresent()) {
            // "requests over 100 ms should not be counted": what is over is left out, not kept.
            draft.notUnderstood.add("not");
        }
        if (!draft.negates || draft.conditions.isEmpty()) {
            return;
        }
        List<String> negated = List.of("not (" + String.join(apart(draft) ? " or " : " and ", draft.conditions) + ")");
        draft.conditions.clear();
        draft.conditions.addAll(negated);
        draft.negates = false;
    }
}
