package dev.ken.comprehension;

import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import java.util.Locale;
import java.util.Optional;

/// "Per second": without another period it is how often a number is shown; beside one it is what the number is of.
final class Pace {
    private static final long SECOND = 1_000_000_000;
    private static final String RATE =
            ".*(?<!once|one|print|printed|show|shown|refresh|refreshed|update|updated) (per|a) (second|sec|s)\\b.*";

    private static final String SAID =
            ".*(?<!once|one|print|printed|show|shown|refresh|refreshed|update|updated) per (second|sec|s|minute|min|hour)\\b.*";

    private Pace() {}

    /// Whether it says "per second", and of nothing else how often.
    static boolean isRate(Draft draft) {
        return draft.periodNanos.equals(Optional.of(SECOND)) && saysRate(draft);
    }

    /// Whether how often is said of a number, not of all: "per minute", "per second".
    static boolean isSaid(Draft draft) {
        return draft.periodNanos.isPresent()
                && String.join(" ", draft.sentence).toLowerCase(Locale.ROOT).matches(SAID);
    }

    private static boolean saysRate(Draft draft) {
        return String.join(" ", draft.sentence).toLowerCase(Locale.ROOT).matches(RATE);
    }

    /// How often what is asked for is shown, where `frame` says it of all.
    static Optional<Long> of(Draft item, Draft frame) {
        return isRate(item)
                ? frame.periodNanos.or(() -> item.periodNanos)
                : item.periodNanos.or(() -> frame.periodNanos);
    }

    /// The measure, as a rate where it is one and shown no more often than every second.
    static What told(What what, Draft draft) {
        boolean whole = draft.periodNanos.filter(nanos -> nanos >= SECOND).isPresent();
        boolean sums = what instanceof What.Aggregate folded
                && (folded.measure() instanceof Measure.Count || folded.measure() instanceof Measure.Sum);
        return whole && sums && draft.occasion.isEmpty() && saysRate(draft)
                ? new What.Aggregate(
                        new Measure.Rate(), ((What.Aggregate) what).attribute(), ((What.Aggregate) what).unit())
                : what;
    }
}
