package dev.ken.verify;

import dev.ken.kernel.Steady;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import dev.ken.kernel.catalog.Reading;
import java.util.Optional;
import java.util.Set;

/// Event kinds that are calls of kernel functions: they begin where one is entered and end where it returns.
final class Calls {
    private static final Set<String> ENTRIES = Set.of("fentry", "kfunc", "kprobe");
    private static final Set<String> RETURNS = Set.of("fexit", "kretfunc", "kretprobe");

    private Calls() {}

    static boolean areCalls(EventKind kind) {
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

    /// Whether facts of both the entry and the return are asked for, and those of the entry are the same at the return.
    static boolean mixes(EventKind kind, Set<String> used) {
        return used.stream().anyMatch(name -> is(kind, name, Phase.START))
                && used.stream().anyMatch(name -> is(kind, name, Phase.END))
                && used.stream()
                        .filter(name -> is(kind, name, Phase.START))
                        .flatMap(name -> kind.points(Phase.START).stream()
                                .flatMap(start ->
                                        Optional.ofNullable(start.readings().get(name)).stream()))
                        .allMatch(Calls::isKept)
                && !used.contains("latency");
    }

    /// Whether what is read is made of arguments, and of memory that does not change within the call.
    private static boolean isKept(Reading reading) {
        return switch (reading) {
            case Reading.Arg _, Reading.Number _ -> true;
            case Reading.Builtin(String name) -> name.startsWith("arg");
            case Reading.Placed placed -> {
                Reading from = placed;
                while (from instanceof Reading.Placed inner && !inner.follows()) {
                    from = inner.of();
                }
                Reading base = from instanceof Reading.Placed pointed ? pointed.of() : from;
                yield Steady.attribute(Readings.path(placed)).equals(Steady.MEMORY) && isKept(base);
            }
            case Reading.Cast(var _, Reading of) -> isKept(of);
            case Reading.SignedLow(var _, Reading of) -> isKept(of);
            case Reading.HostOrder(var _, Reading of) -> isKept(of);
            case Reading.Text(Reading of) -> isKept(of);
            case Reading.Binary(var _, Reading left, Reading right) -> isKept(left) && isKept(right);
            case Reading.Member _, Reading.AddressText _, Reading.Joined _, Reading.ArgElement _ -> false;
        };
    }

    private static boolean is(EventKind kind, String name, Phase phase) {
        return kind.attribute(name).filter(one -> one.phase() == phase).isPresent();
    }

    /// Where the call is entered that returns at `end`.
    static ProbePoint entry(EventKind kind, ProbePoint end) {
        return kind.points(Phase.START).stream()
                .filter(start -> function(start, ENTRIES).equals(function(end, RETURNS)))
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
