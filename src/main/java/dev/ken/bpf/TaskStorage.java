package dev.ken.bpf;

import dev.ken.ir.Expr;
import java.util.List;
import java.util.Optional;

/// Storage of the current task: a table by thread, which nobody else reads.
final class TaskStorage {
    private static final long CREATE = 1;
    private static final long ONLY_NEW = 1;

    private final Walker walker;
    private final Entries entries;
    private final WholeEntries whole;

    TaskStorage(Walker walker, Entries entries, WholeEntries whole) {
        this.walker = walker;
        this.entries = entries;
        this.whole = whole;
    }

    private record Access(MapShape map, List<Expr> keys) {}

    private Optional<Access> access(State state) {
        boolean current = state.registers[2].equals(new Value.Scalar(KernelMemory.TASK));
        return state.registers[1] instanceof Value.OfMap(String name) && current
                ? Optional.ofNullable(walker.object.maps().get(name))
                        .filter(MapShape::isStorage)
                        .map(map -> new Access(map, List.of(Scalars.TID)))
                : Optional.empty();
    }

    private static boolean creates(State state) {
        return state.registers[4].equals(Value.of(CREATE));
    }

    /// Whether the path goes on twice, with an entry and without.
    boolean splits(State state) {
        return creates(state)
                && access(state)
                        .filter(one -> whole.splits(state, one.map(), one.keys(), Optional.of(ONLY_NEW)))
                        .isPresent();
    }

    /// `bpf_task_storage_get(map, task, value, flags)`
    Value get(State state) {
        Optional<Access> access = access(state);
        if (access.isEmpty() || !creates(state) && !state.registers[4].equals(Value.of(0))) {
            walker.gap("what bpf_task_storage_get does for another task than the current one, or with flags that are"
                    + " not constant");
            return new Value.Unknown("bpf_task_storage_get");
        }
        MapShape map = access.get().map();
        List<Expr> keys = access.get().keys();
        if (creates(state) && state.present(map.name(), keys).equals(Optional.of(false))) {
            Value from = state.registers[3].equals(Value.of(0)) ? zeros(state, map) : state.registers[3];
            whole.put(state, map, keys, from, Optional.of(ONLY_NEW));
        }
        entries.lookUp(state, map, keys);
        return state.registers[0];
    }

    private static Value zeros(State state, MapShape map) {
        Value.Region region = new Value.Region.Record(state.records++, map.name(), map.valueBytes());
        for (int at = 0; at < map.valueBytes(); at++) {
            state.memory(region).write(at, 1, Value.of(0));
        }
        return new Value.Place(region, 0);
    }

    /// `bpf_task_storage_delete(map, task)`
    Value delete(State state) {
        Optional<Access> access = access(state);
        if (access.isEmpty()) {
            walker.gap("what bpf_task_storage_delete does for another task than the current one");
            return new Value.Unknown("bpf_task_storage_delete");
        }
        whole.delete(state, access.get().map(), access.get().keys());
        return Value.of(0);
    }
}
