package dev.ken.contract;

import java.util.List;
import java.util.Optional;

/// One thing to observe.
///
/// @param event       name of an event kind of the catalog (`file.open`, `syscall.getppid`,
/// `tracepoint.sched.sched_switch`)
/// @param where       which occurrences count
/// @param what        what is reported or measured of them
/// @param keys        attributes that the measure is grouped by, in order; empty for reports
/// @param periodNanos the measure is shown and starts again from nothing this often; empty: shown once, at the end
/// @param top         only the largest so many groups are shown
/// @param rateHertz   for sampled kinds (`cpu.sample`), samples per second and CPU
public record Part(
        String event,
        Condition where,
        What what,
        List<String> keys,
        Optional<Long> periodNanos,
        Optional<Integer> top,
        Optional<Integer> rateHertz) {
    public Part {
        keys = List.copyOf(keys);
    }
}
