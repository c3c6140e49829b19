package dev.ken.bpf;

import dev.ken.ir.Expr;
import java.util.List;
import java.util.Optional;

/// Functions of the kernel that programs call by name: those that count (`bpf_for`), with constants at both ends, and
/// those that show nothing of what they do.
final class KernelCalls {
    private static final long INVALID = -22;
    private static final List<String> SILENT = List.of(
            "bpf_iter_num_destroy",
            "bpf_rcu_read_lock",
            "bpf_rcu_read_unlock",
            "bpf_preempt_disable",
            "bpf_preempt_enable");

    private KernelCalls() {}

    /// False where it is not known what the function does.
    static boolean follow(State state, String name) {
        Value[] r = state.registers;
        Optional<Value> result = switch (name) {
            case "bpf_iter_num_new" -> begin(state, r[1], r[2], r[3]);
            case "bpf_iter_num_next" -> next(state, r[1]);
            case String other -> SILENT.contains(other) ? Optional.of(Value.of(0)) : Optional.empty();
        };
        if (result.isEmpty()) {
            return false;
        }
        r[0] = result.get();
        state.clobber();
        state.slot++;
        return true;
    }

    private static Optional<Integer> constant(Value value) {
        return value instanceof Value.Scalar(Expr.Int(long number)) ? Optional.of((int) number) : Optional.empty();
    }

    /// `struct bpf_iter_num` of kernel/bpf/bpf_iter.c: the number before the next one, and the end.
    private static Optional<Value> begin(State state, Value at, Value from, Value to) {
        Optional<Integer> first = constant(from);
        Optional<Integer> end = constant(to);
        if (!(at instanceof Value.Place(var region, long place)) || first.isEmpty() || end.isEmpty()) {
            return Optional.empty();
        }
        boolean valid = first.get() <= end.get();
        write(state, region, place, valid ? first.get() - 1 : 0, valid ? end.get() : 0);
        return Optional.of(Value.of(valid ? 0 : INVALID));
    }

    private static void write(State state, Value.Region region, long place, int before, int end) {
        state.memory(region).write(place, Integer.BYTES, Value.of(before));
        state.memory(region).write(place + Integer.BYTES, Integer.BYTES, Value.of(end));
    }

    /// The number lies in the iterator itself.
    private static Optional<Value> next(State state, Value at) {
        if (!(at instanceof Value.Place(var region, long place))) {
            return Optional.empty();
        }
        Optional<Integer> before = constant(state.memory(region).read(place, Integer.BYTES));
        Optional<Integer> end = constant(state.memory(region).read(place + Integer.BYTES, Integer.BYTES));
        if (before.isEmpty() || end.isEmpty()) {
            return Optional.empty();
        }
        if (before.get() + 1 >= end.get()) {
            write(state, region, place, 0, 0);
            return Optional.of(Value.of(0));
        }
        write(state, region, place, before.get() + 1, end.get());
        return Optional.of(at);
    }
}
