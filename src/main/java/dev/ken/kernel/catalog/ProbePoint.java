package dev.ken.kernel.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A place where an event kind can be observed: a probe in bpftrace's words
/// (`tracepoint:syscalls:sys_enter_openat`), the condition under which an occurrence there is one of the event
/// kind (`args.prev_state == 0`), what identifies the thing when its start and end are to be paired, and how
/// each attribute is read there.
public record ProbePoint(
        Attribute.Phase phase,
        String probe,
        Optional<Reading> when,
        Optional<Reading> pairedBy,
        Map<String, Reading> readings,
        PointFacts facts) {
    /// What identifies the thing, one by one: `(a<<n)|b` stands for both of `a` and `b`. Empty: the thread.
    public List<Reading> pairParts() {
        return pairedBy.map(reading -> reading instanceof Reading.Binary(String or, Reading high, Reading low)
                                && or.equals("|")
                                && high instanceof Reading.Binary(String shift, Reading left, Reading.Number _)
                                && shift.equals("<<")
                        ? List.of(left, low)
                        : List.of(reading))
                .orElse(List.of());
    }

    public ProbePoint {
        readings = Collections.unmodifiableMap(new LinkedHashMap<>(readings));
    }
}
