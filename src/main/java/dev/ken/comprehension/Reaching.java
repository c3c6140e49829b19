package dev.ken.comprehension;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// What a sentence of a text says of all that is asked for, of what stands before it and behind it.
final class Reaching {
    private static final Set<String> EARLIER = Set.of("these", "those", "them", "this", "it", "that", "ones");
    private static final Set<String> SHOWING = Set.of("show", "print", "list", "log", "report", "display");
    private static final Set<String> LOOKING = Set.of("watch", "monitor", "track", "follow", "trace", "observe");
    private static final Set<String> LINES = Set.of("line", "lines", "row", "rows");

    private Reaching() {}

    /// Whether what is left out is left out of everything: "ignore port 443", not "don't print those".
    static boolean isOfAll(Draft draft) {
        return words(draft).noneMatch(word -> EARLIER.contains(word) || SHOWING.contains(word));
    }

    /// Whether it only tells what is left out.
    static boolean leavesOut(Draft draft) {
        return draft.restricts
                && !draft.conditions.isEmpty()
                && draft.conditions.stream().allMatch(condition -> condition.startsWith("not ("));
    }

    /// Conditions of what a text is about that hold for what follows: "Trace accepts on port 8080: …".
    static Stream<String> ofTopic(Draft topic) {
        boolean looks = words(topic).limit(1).anyMatch(LOOKING::contains);
        return topic.conditions.stream().filter(condition -> looks && !Sharing.isThreshold(condition));
    }

    /// The same, for what is asked of the same kind.
    static List<String> ofLooked(Draft looked, Draft draft, Sharing sharing) {
        return looked.conditions.stream()
                .filter(condition -> Scopes.kind(looked).equals(Scopes.kind(draft))
                        && !sharing.isAmbient(condition)
                        && !Sharing.isThreshold(condition)
                        && !Sharing.isTested(condition, draft)
                        && sharing.has(draft, condition))
                .toList();
    }

    /// "Every line carries time and pid": adds them to all that is listed; whether it is such a sentence.
    static boolean onLines(Draft draft, List<Draft> items) {
        boolean lines = words(draft).anyMatch(LINES::contains)
                && draft.measures.isEmpty()
                && draft.keys.isEmpty()
                && draft.conditions.isEmpty()
                && draft.periodNanos.isEmpty()
                && draft.notUnderstood.isEmpty()
                && !(draft.columns.isEmpty() && draft.also.isEmpty());
        List<Draft> lists = items.stream().filter(Asks::isReport).toList();
        boolean all = lines && lists.size() > 1;
        if (all) {
            lists.forEach(item -> {
                item.also.addAll(draft.columns);
                item.also.addAll(draft.also);
            });
        }
        return all;
    }

    private static Stream<String> words(Draft draft) {
        return draft.sentence.stream().map(word -> word.toLowerCase(Locale.ROOT));
    }
}
