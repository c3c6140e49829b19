package dev.ken.engine;

import dev.ken.runtime.Clang;
import java.util.Map;
import java.util.function.Supplier;

/// The front ends that there are.
public final class FrontEnds {
    private FrontEnds() {}

    /// All of them.
    public static Map<Target, FrontEnd> all(Supplier<Clang> compiler) {
        return Map.of(Target.BPFTRACE, new BpftraceFrontEnd(), Target.LIBBPF, new LibbpfFrontEnd(compiler));
    }

    /// Those that need no other program.
    public static Map<Target, FrontEnd> own() {
        return Map.of(Target.BPFTRACE, new BpftraceFrontEnd());
    }
}
