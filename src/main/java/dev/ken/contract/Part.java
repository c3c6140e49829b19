package dev.ken.contract;

import java.util.List;
import java.util.Optional;

/// One thing to observe.
///
/// @param event       name of an event kind of the catalog (`file.open`, `syscall.getppid`,
/// `tracepoint.sched.sched_switch`)
/// @param after       what must have happened before, to the same thing
/// @param where       which occurrences count
/// @param occasion    which of those are told of, by their number or total so far; for reports
/// @param what        what is reported or measured of them
/// @param keys        attributes that the measure is grouped by, in order; empty for reports
/// @param periodNanos the measure is shown this often and starts again from nothing; empty: shown once, at the end
/// @param cumulative  with a period: the measure does not start again
/// @param top         only the largest so many groups are shown
/// @param having      only groups with such a value are shown
/// @param rateHertz   for sampled kinds (`cpu.sample`), samples per second and CPU
public record Part(
        String event,
        Optional<After> after,
        Condition where,
        Optional<Occasion> occasion,
        What what,
        List<String> keys,
        Optional<Long> periodNanos,
        boolean cumulative,
        Optional<Integer> top,
        Optional<Having> having,
        Optional<Integer> rateHertz) {
    public Part {
        keys = List.copyOf(keys);
    }

    /// A part without what must have happened before, occasion, threshold and running total.
    public Part(
            String event,
            Condition where,
            What what,
            List<String> keys,
            Optional<Long> periodNanos,
            Optional<Integer> top,
            Optional<Integer> rateHertz) {
        this(
                event,
                Optional.empty(),
                where,
                Optional.empty(),
                what,
                keys,
                periodNanos,
                false,
                top,
                Optional.empty(),
                rateHertz);
    }

    /// The same occurrences, with something else told of them.
    public Part telling(What other) {
        return new Part(event, after, where, occasion, other, keys, periodNanos, cumulative, top, having, rateHertz);
    }

    /// The same of other occurrences.
    public Part of(Condition other) {
        return new Part(event, after, other, occasion, what, keys, periodNanos, cumulative, top, having, rateHertz);
    }

    /// The same of another kind of event.
    public Part seenAs(String other) {
        return new Part(other, after, where, occasion, what, keys, periodNanos, cumulative, top, having, rateHertz);
    }

    /// The same, shown so often.
    public Part every(long nanos) {
        return new Part(
                event, after, where, occasion, what, keys, Optional.of(nanos), cumulative, top, having, rateHertz);
    }

    /// The same told apart by other keys.
    public Part by(List<String> others) {
        return new Part(event, after, where, occasion, what, others, periodNanos, cumulative, top, having, rateHertz);
    }

    /// All of it, not only the largest.
    public Part unranked() {
        return new Part(
                event,
                after,
                where,
                occasion,
                what,
                keys,
                periodNanos,
                cumulative,
                Optional.empty(),
                having,
                rateHertz);
    }
}
