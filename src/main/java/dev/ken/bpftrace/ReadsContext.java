package dev.ken.bpftrace;

import java.util.Set;

/// Whether a probe's body or predicate depends on which of its attach points it runs at.
final class ReadsContext {
    private static final Set<String> NAMES = Set.of("args", "ctx", "probe", "func", "retval");

    private ReadsContext() {}

    static boolean in(Item.Probe probe) {
        boolean[] found = {false};
        Walk.probe(
                probe,
                expression -> found[0] |= expression instanceof Expression.Name name
                        && (NAMES.contains(name.name()) || name.name().matches("s?arg\\d")));
        return found[0];
    }
}
