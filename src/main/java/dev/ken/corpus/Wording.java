package dev.ken.corpus;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which words say the same: stems after `stems.words` and `equal.words`, and after them those of `related.words`. For
/// readers of English that look for phrases of their own.
public final class Wording {
    private Wording() {}

    /// The stems of a text, in its order.
    public static List<String> stems(String text) {
        return Words.stems(text);
    }

    /// The stems that may stand for those of `stems`, they themselves first: of each single one, and of neighbours
    /// ("hard drive" for "block").
    public static Set<String> meant(List<String> stems) {
        Set<String> all = new LinkedHashSet<>(stems);
        for (Query.Slot slot : Query.ofStems(stems).slots()) {
            all.addAll(slot.options().keySet());
        }
        return all;
    }

    /// Whether a stem is about the answer ("count", "which"), not about what happens.
    public static boolean isChatter(String stem) {
        return Query.isChatter(stem);
    }
}
