package dev.ken.comprehension;

import java.util.Locale;
import java.util.Set;

/// "Which threads waited longer than 10 ms for a CPU?", "core dumps: which process, how long": those are listed, and
/// what they would be grouped by is shown of each.
final class Slow {
    /// Words that ask for some of all.
    static final Set<String> ASKING = Set.of("which", "what");

    private Slow() {}

    /// Lists what is only asked which of the slow ones there are, or of what how long it takes.
    static void list(Draft draft, Attributes attributes) {
        boolean single = draft.measures.isEmpty()
                && !draft.counted
                && !draft.most
                && !draft.inFlight
                && draft.top.isEmpty()
                && draft.periodNanos.isEmpty()
                && draft.having.isEmpty()
                && draft.occasion.isEmpty()
                && draft.share.isEmpty()
                && draft.relation.isEmpty();
        if (single && (asksWhichSlow(draft) || asksHowLong(draft, attributes))) {
            draft.also.addAll(draft.keys);
            draft.keys.clear();
            draft.each = true;
        }
    }

    private static boolean asksWhichSlow(Draft draft) {
        boolean asks = !draft.sentence.isEmpty()
                && ASKING.contains(draft.sentence.getFirst().toLowerCase(Locale.ROOT));
        return asks
                && !draft.keys.isEmpty()
                && Set.of("latency").containsAll(draft.about)
                && draft.conditions.stream().anyMatch(text -> text.startsWith("latency >"));
    }

    /// "which function, how long"
    private static boolean asksHowLong(Draft draft, Attributes attributes) {
        return draft.keys.size() > 1
                && draft.keys.stream()
                        .flatMap(words -> attributes.resolve(words).stream())
                        .anyMatch(attribute -> attribute.name().equals("latency"));
    }
}
