package dev.ken.bpf;

import dev.ken.ir.Expr;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The clocks that an object reads, by the helpers that read them. Each tells the time where it is the only one; from a
/// reading of one to a reading of another is no time.
final class Clocks {
    static final int MONOTONIC = 5;
    /// Goes on while the machine sleeps.
    static final int BOOT = 125;
    /// Stands still from one tick to the next.
    static final int COARSE = 160;

    private static final Value TIME = new Value.Scalar(new Expr.Attribute("time", Scalars.INT));

    private final Set<Integer> read;

    Clocks(BpfObject object) {
        read = object.codes().values().stream()
                .flatMap(code -> code.instructions().stream())
                .map(one -> one instanceof Instruction.CallHelper(int number) ? number : 0)
                .filter(number -> number == MONOTONIC || number == BOOT)
                .collect(Collectors.toSet());
    }

    Value now(int helper) {
        return doubt(helper).<Value>map(Value.Unknown::new).orElse(TIME);
    }

    private Optional<String> doubt(int helper) {
        if (helper == COARSE) {
            return Optional.of("a clock that stands still between ticks");
        }
        return helper == BOOT && read.size() > 1
                ? Optional.of("a clock that goes on while the machine sleeps, beside one that does not")
                : Optional.empty();
    }
}
