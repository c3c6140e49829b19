package dev.ken.verify;

import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import dev.ken.kernel.catalog.Reading;
import java.util.Optional;
import java.util.Set;

/// Event kinds that are calls of kernel functions, or all system calls: they begin where one is entered and end
/// where it returns.
final class Calls {
    private static final Set<String> ENTRIES = Set.of("fentry", "kfunc", "kprobe");
    private static final Set<String> RETURNS = Set.of("fexit", "kretfunc", "kretprobe");

    /// Where any system call is entered and returns; both tell which one it is.
    private static final Set<String> ANY =
            Set.of("tracepoint:raw_syscalls:sys_enter", "tracepoint:raw_syscalls:sys_exit");

    private static final Reading NUMBER = new Reading.Arg("id");

    private Calls() {}

    static boolean areCalls(EventKind kind) {
        return areAny(kind) || areOfFunctions(kind);
    }

    private static boolean areAny(EventKind kind) {
        return kind.isSpan()
                && kind.points().stream()
                        .allMatch(point -> ANY.contains(point.probe())
                                && point.when().isEmpty()
                                && point.pairedBy().isEmpty());
    }

    private static boolean areOfFunctions(EventKind kind) {
        return kind.isSpan()
                && kind.points(Phase.START).stream()
                        .allMatch(start -> function(start, ENTRIES).isPresent()
                                && start.when().isEmpty()
                                && start.pairedBy().isEmpty())
                && kind.points(Phase.END).stream()
                        .allMatch(end -> function(end, RETURNS).isPresent()
                                && end.pairedBy().isEmpty()
                                && kind.points(Phase.START).stream()
                                        .anyMatch(start ->
                                                function(start, ENTRIES).equals(function(end, RETURNS))));
    }

    /// Whether facts of both the entry and the return are asked for, and those of the entry can be read where the
    /// function returns.
    static boolean mixes(EventKind kind, Set<String> used) {
        return used.stream().anyMatch(name -> is(kind, name, Phase.END))
                && used.stream().anyMatch(name -> is(kind, name, Phase.START))
                && used.stream().filter(name -> is(kind, name, Phase.START)).allMatch(name -> lasts(kind, name))
                && !used.contains("latency");
    }

    private static boolean lasts(EventKind kind, String name) {
        if (areAny(kind)) {
            return kind.points(Phase.START).stream()
                    .allMatch(start -> NUMBER.equals(start.readings().get(name)));
        }
        return kind.points(Phase.START).stream()
                .allMatch(start -> Optional.ofNullable(start.readings().get(name))
                        .filter(reading ->
                                Readings.lasts(reading, function(start, ENTRIES).orElse("")))
                        .isPresent());
    }

    private static boolean is(EventKind kind, String name, Phase phase) {
        return kind.attribute(name).filter(one -> one.phase() == phase).isPresent();
    }

    /// Where the call is entered that returns at `end`.
    static ProbePoint entry(EventKind kind, ProbePoint end) {
        return kind.points(Phase.START).stream()
                .filter(start -> areAny(kind) || function(start, ENTRIES).equals(function(end, RETURNS)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no entry for " + end.probe()));
    }

    private static Optional<String> function(ProbePoint point, Set<String> providers) {
        int colon = point.probe().indexOf(':');
        return colon > 0 && providers.contains(point.probe().substring(0, colon))
                ? Optional.of(point.probe().substring(colon + 1))
                : Optional.empty();
    }
}
