package dev.ken.comprehension;

import dev.ken.contract.Condition;
import java.util.Arrays;

/// Copies of what sentences say, and the words in them.
final class Drafts {
    private Drafts() {}

    /// All of it, what it mentions too.
    static Draft copy(Draft draft) {
        Draft copy = new Draft();
        copy.add(draft);
        copy.hits.addAll(draft.hits);
        copy.joined = draft.joined;
        copy.restricts = draft.restricts;
        return copy;
    }

    /// The comparison of that sign.
    static Condition.Comparison comparison(String symbol) {
        return Arrays.stream(Condition.Comparison.values())
                .filter(one -> one.symbol().equals(symbol))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no comparison " + symbol));
    }
}
