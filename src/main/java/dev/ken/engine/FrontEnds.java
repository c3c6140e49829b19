package dev.ken.engine;

import java.util.Map;

/// The front ends that there are.
public final class FrontEnds {
    private FrontEnds() {}

    public static Map<Target, FrontEnd> all() {
        return Map.of(Target.BPFTRACE, new BpftraceFrontEnd());
    }
}
