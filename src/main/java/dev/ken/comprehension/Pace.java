package dev.ken.comprehension;

import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// "Per second": without another period it is how often a number is shown; beside one it is what the number is of.
final class Pace {
    private static final long SECOND = 1_000_000_000;
    private static final String RATE =
            ".*(?<!once|one|print|printed|show|shown|refresh|refreshed|update|updated) (per|a) (second|sec|s)\\b.*";

    private static final String SAID =
            ".*(?<!once|one|print|printed|show|shown|refresh|refreshed|update|updated) per (second|sec|s|minute|min|hour)\\b.*";

    private static final Set<String> COUNTING =
            Set.of("count", "counts", "counted", "counting", "total", "totals", "line", "lines", "within");

    private Pace() {}

    /// Whether it says "per second", and of nothing else how often.
    static boolean isRate(Draft draft) {
        return draft.periodNanos.equals(Optional.of(SECOND)) && saysRate(draft);
    }

    /// Whether how often is said of a number, not of all: "per minute", "per second".
    static boolean isSaid(Draft draft) {
        return draft.periodNanos.isPresent() && isSaid(String.join(" ", draft.sentence));
    }

    /// The same of words that say how often.
    static boolean isSaid(String words) {
        return words.toLowerCase(Locale.ROOT).matches(SAID);
    }

    private static boolean saysRate(Draft draft) {
        return String.join(" ", draft.sentence).toLowerCase(Locale.ROOT).matches(RATE);
    }

    /// Whether a number is to be told of each period, not how often something happens: "count opens per second".
    private static boolean counts(Draft draft) {
        return draft.sentence.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .anyMatch(COUNTING::contains);
    }

    /// How often what is asked for is shown, where `frame` says it of all.
    static Optional<Long> of(Draft item, Draft frame) {
        return isRate(item)
                ? frame.periodNanos.or(() -> item.periodNanos)
                : item.periodNanos.or(() -> frame.periodNanos);
    }

    /// The measure, as a rate where it is one and shown no more often than every second.
    static What told(What what, Draft draft) {
        long nanos = draft.periodNanos.orElse(0L);
        boolean sums = what instanceof What.Aggregate folded
                && (folded.measure() instanceof Measure.Count || folded.measure() instanceof Measure.Sum);
        boolean says = saysRate(draft) && (nanos > SECOND || !counts(draft));
        boolean limited = nanos > SECOND && draft.having.isPresent();
        return nanos >= SECOND && sums && draft.occasion.isEmpty() && says && !limited
                ? new What.Aggregate(
                        new Measure.Rate(), ((What.Aggregate) what).attribute(), ((What.Aggregate) what).unit())
                : what;
    }
}
