package dev.ken.comprehension;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Tests of different facts between which "or" stands: "that fails or takes more than 100 ms". One of both is enough.
final class Alternatives {
    /// Words that may stand between "or" and the second test.
    private static final Set<String> BETWEEN = Set.of("that", "which", "it", "who", "is", "are");

    private final Draft draft;
    /// What was tested last, and where its words end.
    private List<String> last = List.of();
    private int end = -1;

    Alternatives(Draft draft) {
        this.draft = draft;
    }

    /// Takes what the words from `at` to `to` tested beyond `before`.
    void tested(List<Token> tokens, int at, int to, Set<String> before) {
        List<String> added = draft.conditions.stream()
                .filter(condition -> !before.contains(condition))
                .toList();
        int or = at - 1;
        while (or > 0 && BETWEEN.contains(tokens.get(or).text().toLowerCase(Locale.ROOT))) {
            or--;
        }
        if (or > 0 && Clauses.is(tokens.get(or), "or") && end == or && areApart(added)) {
            draft.conditions.remove(added.getFirst());
            draft.conditions.remove(last.getFirst());
            draft.conditions.add("(" + last.getFirst() + " or " + added.getFirst() + ")");
        }
        end = to;
        last = added;
    }

    /// Whether each is one test, of another fact, that leaves nothing out.
    private boolean areApart(List<String> added) {
        return last.size() == 1
                && added.size() == 1
                && !added.getFirst().startsWith("not ")
                && !last.getFirst().startsWith("not ")
                && !added.getFirst().split(" ", 2)[0].equals(last.getFirst().split(" ", 2)[0]);
    }
}
