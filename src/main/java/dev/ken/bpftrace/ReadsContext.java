package dev.ken.bpftrace;

import java.util.Set;

/// Whether a probe's body or predicate depends on which of its attach points it runs at.
final class ReadsContext {
    private static final Set<String> NAMES = Set.of("args", "ctx", "probe", "func", "retval");

    /// Functions that are there in some types of probes only.
    private static final Set<String> CALLS = Set.of("reg", "uaddr", "signal", "override", "path", "skboutput");

    private ReadsContext() {}

    static boolean in(Item.Probe probe) {
        boolean[] found = {false};
        Walk.probe(
                probe,
                expression -> found[0] |= switch (expression) {
                    case Expression.Name(String name, var _) -> NAMES.contains(name) || name.matches("s?arg\\d");
                    case Expression.Call call -> CALLS.contains(call.function());
                    case Expression _ -> false;
                });
        return found[0];
    }
}
