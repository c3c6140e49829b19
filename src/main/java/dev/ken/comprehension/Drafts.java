package dev.ken.comprehension;

import dev.ken.contract.After;
import dev.ken.contract.Condition;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    /// What a draft says of all that follows.
    static Draft frame(Draft draft) {
        Draft frame = new Draft();
        frame.periodNanos = draft.periodNanos;
        frame.durationNanos = draft.durationNanos;
        frame.cumulative = draft.cumulative;
        frame.conditions.addAll(draft.conditions);
        frame.keys.addAll(draft.keys);
        frame.top = draft.top;
        return frame;
    }

    /// The comparison of that sign.
    static Condition.Comparison comparison(String symbol) {
        return Arrays.stream(Condition.Comparison.values())
                .filter(one -> one.symbol().equals(symbol))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no comparison " + symbol));
    }

    /// "over 30 ms: which program, how many ms" asks of each that takes so long, not of all together.
    static void toldOfEach(Draft draft) {
        boolean slow = draft.conditions.stream().anyMatch(text -> text.startsWith("latency >"));
        // "for how many ms does it run each time?"
        boolean times = Collections.indexOfSubList(draft.sentence, List.of("each", "time")) >= 0
                || Collections.indexOfSubList(draft.sentence, List.of("every", "time")) >= 0;
        boolean whole = !times && draft.sentence.stream().anyMatch(WHOLE::contains);
        if ((slow || times)
                && !whole
                && draft.measures.equals(Set.of("sum"))
                && draft.about.equals(Set.of("latency"))) {
            draft.measures.clear();
            draft.about.clear();
            draft.also.add("latency");
            draft.also.addAll(draft.keys);
            draft.keys.clear();
            draft.each = true;
        }
    }

    /// ", over 60 seconds": behind a comma or in front, or behind groups and measures that were `said`, a long time is
    /// how long to observe, not how long something takes.
    static void observedOver(Draft draft, List<Token> tokens, int at, boolean said) {
        boolean grouped = at > 0
                && !(draft.measures.isEmpty() && draft.keys.isEmpty())
                && (said || GROUPS.contains(tokens.get(at - 1).stem()));
        boolean apart = tokens.get(at).stem().equals("over")
                && (at == 0 || grouped || tokens.get(at - 1).kind() == Token.Kind.COMMA)
                && draft.overNanos.filter(time -> time >= LONG_NANOS).isPresent();
        if (apart) {
            draft.durationNanos = draft.overNanos;
            draft.overNanos = Optional.empty();
        }
    }

    /// What was only named is not asked for besides, where more is asked of the same.
    static void dropNamed(List<Part> parts, Set<Part> onlyNamed) {
        parts.removeIf(part -> onlyNamed.contains(part)
                && parts.stream()
                        .anyMatch(other ->
                                !onlyNamed.contains(other) && other.event().equals(part.event())));
    }

    /// "over 10 seconds" is how long to observe what happens at one moment.
    static Optional<Long> over(Draft draft, List<Part> parts) {
        boolean tested = parts.stream()
                .anyMatch(
                        part -> PartNames.in(part.where()).stream().anyMatch(Set.of("latency", After.SINCE)::contains));
        return tested ? Optional.empty() : draft.overNanos;
    }

    private static final Set<String> GROUPS = Set.copyOf(Lexicon.stems("each every them all"));
    private static final long LONG_NANOS = 5_000_000_000L;

    private static final Set<String> WHOLE = Set.of(
            "total", "totals", "sum", "altogether", "overall", "all", "sums", "accumulated", "per", "each", "by");
}
