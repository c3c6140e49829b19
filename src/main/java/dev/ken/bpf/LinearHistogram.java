package dev.ken.bpf;

import dev.ken.bpf.Intervals.Range;
import dev.ken.ir.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A histogram of buckets of equal width, as `linear MAP from A to B step C` in `ken.show` says: the first slot
/// is for what is below A, the last for what is not below B. Which value the slots count is proved by
/// intervals, for each slot.
record LinearHistogram(long minimum, long maximum, long step) {
    static final int MOST_SLOTS = 1_002;

    /// Whether it is one that is followed.
    boolean isSound() {
        return minimum >= 0
                && step > 0
                && maximum > minimum
                && (maximum - minimum) % step == 0
                && slots() <= MOST_SLOTS;
    }

    long slots() {
        return (maximum - minimum) / step + 2;
    }

    /// `tight`: several slots were reached, which few values would fit.
    record Sample(Expr value, boolean tight) {}

    /// Values without a sign that lie in a slot.
    private record Bucket(Range values, long slot) {}

    private List<Bucket> buckets() {
        List<Bucket> all = new ArrayList<>();
        all.add(new Bucket(new Range(Long.MIN_VALUE, -1), 0));
        if (minimum > 0) {
            all.add(new Bucket(new Range(0, minimum - 1), 0));
        }
        for (long i = 1; i < slots() - 1; i++) {
            long low = minimum + (i - 1) * step;
            all.add(new Bucket(new Range(low, low + step - 1), i));
        }
        all.add(new Bucket(new Range(maximum, Long.MAX_VALUE), slots() - 1));
        return all;
    }

    /// @param distance of the slot in bytes, from `shift` bytes behind the first on
    /// @param width    bytes of a slot
    /// @param likely   a value to try first
    Optional<Sample> sample(State state, Expr distance, long shift, int width, Optional<Expr> likely) {
        List<Expr> values = new ArrayList<>();
        likely.ifPresent(values::add);
        values.addAll(Histogram.candidates(state, distance));
        List<Bucket> buckets = buckets();
        for (Expr value : values) {
            int reached = reached(state, distance, shift, width, value, buckets);
            if (reached > 0 || reached == 0 && likely.isPresent() && value.equals(likely.get())) {
                return Optional.of(new Sample(value, reached > 1));
            }
        }
        return Optional.empty();
    }

    /// How many buckets the value can lie in here; negative where one of them has another slot.
    private static int reached(State state, Expr distance, long shift, int width, Expr value, List<Bucket> buckets) {
        Intervals known = Intervals.of(state);
        int reached = 0;
        for (Bucket bucket : buckets) {
            Optional<Intervals> here = known.with(value, bucket.values())
                    .filter(there -> state.conditions.stream()
                            .noneMatch(one -> there.truth(one).equals(Optional.of(false))));
            if (here.isPresent()) {
                Range at = here.get().of(distance);
                if (!at.isOne() || at.low() + shift != bucket.slot() * width) {
                    return -1;
                }
                reached++;
            }
        }
        return reached;
    }
}
