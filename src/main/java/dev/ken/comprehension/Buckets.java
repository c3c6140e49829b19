package dev.ken.comprehension;

import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Unit;
import java.util.List;
import java.util.Optional;

/// The buckets of linear histograms.
final class Buckets {
    private static final int USUAL_BUCKETS = 20;
    private static final int MOST_BUCKETS = 1000;

    private Buckets() {}

    /// The histogram that `draft` asks for; what it leaves open is told in `assumptions`.
    static Measure of(Draft draft, Attribute attribute, Optional<Unit> unit, List<String> assumptions) {
        long factor = attribute.unit().family() == Unit.Family.PLAIN || !draft.bucketsInBase
                ? 1
                : unit.map(u -> u.factor() / attribute.unit().factor()).orElse(1L);
        if (draft.step.isEmpty() && draft.maximum.isEmpty()) {
            throw Unsuitable.refused(
                    "A linear histogram needs the width of its buckets.",
                    "For example: from 0 to 1000 us in steps of 50 us.");
        }
        long minimum = scaled(draft.minimum.orElse(0L), factor);
        long step = draft.step
                .map(s -> scaled(s, factor))
                .orElseGet(() -> Math.max(1, (scaled(draft.maximum.orElse(0L), factor) - minimum) / USUAL_BUCKETS));
        long maximum = draft.maximum.map(m -> scaled(m, factor)).orElse(minimum + USUAL_BUCKETS * step);
        if (draft.maximum.isEmpty() || draft.step.isEmpty()) {
            assumptions.add("The histogram goes from " + minimum + " to " + maximum + " in steps of " + step + ".");
        }
        if (step < 1 || maximum <= minimum || (maximum - minimum) / step > MOST_BUCKETS) {
            throw Unsuitable.refused(
                    "The buckets of the histogram do not fit: from " + minimum + " to " + maximum + " in steps of "
                            + step + ".",
                    "At most " + MOST_BUCKETS + " buckets; the end lies above the start.");
        }
        return new Measure.LinearHistogram(minimum, maximum, step);
    }

    private static long scaled(long number, long factor) {
        return number / factor;
    }
}
