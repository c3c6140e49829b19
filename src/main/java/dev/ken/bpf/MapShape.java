package dev.ken.bpf;

import java.util.List;

/// A map of an object, as its BTF declares it. `type` is the number of `enum bpf_map_type`.
///
/// @param key   leaves of the key; empty for maps without (ring buffers)
/// @param value leaves of the value
record MapShape(String name, int type, int keyBytes, List<Field> key, int valueBytes, List<Field> value, long entries) {
    static final int HASH = 1;
    static final int ARRAY = 2;
    static final int PERF_EVENTS = 4;
    static final int PERCPU_HASH = 5;
    static final int PERCPU_ARRAY = 6;
    static final int STACKS = 7;
    static final int LRU_HASH = 9;
    static final int LRU_PERCPU_HASH = 10;
    static final int RING_BUFFER = 27;
    static final int TASK_STORAGE = 29;
    /// No map but a variable of the program.
    static final int VARIABLE = -1;

    MapShape {
        key = List.copyOf(key);
        value = List.copyOf(value);
    }

    boolean isArray() {
        return type == ARRAY || type == PERCPU_ARRAY;
    }

    boolean isHash() {
        return type == HASH || type == LRU_HASH || type == PERCPU_HASH || type == LRU_PERCPU_HASH;
    }

    boolean perCpu() {
        return type == PERCPU_HASH || type == PERCPU_ARRAY || type == LRU_PERCPU_HASH;
    }

    /// One entry for each thread, which is gone with it.
    boolean isStorage() {
        return type == TASK_STORAGE;
    }

    boolean isTable() {
        return isArray() || isHash() || type == VARIABLE || isStorage();
    }

    private static final int FEWEST_SLOTS = 8;
    private static final int MOST_SLOTS = 128;

    /// Whether it may hold the slots of a histogram as entries.
    boolean maybeSlots() {
        return isArray()
                && entries >= FEWEST_SLOTS
                && entries <= MOST_SLOTS
                && value.size() == 1
                && value.getFirst().kind() instanceof Field.Kind.Number
                && value.getFirst().sizeBytes() == valueBytes
                && valueBytes >= Integer.BYTES;
    }

    /// One entry that has all entries as an array.
    MapShape asSlots() {
        int bytes = valueBytes * (int) entries;
        Field all = new Field(value.getFirst().name(), 0, bytes, new Field.Kind.Numbers(valueBytes, (int) entries));
        return new MapShape(name, type, keyBytes, key, bytes, List.of(all), 1);
    }

    /// The IR map that holds a field of its values.
    String table(Field field) {
        return "@" + name + (field.name().isEmpty() ? "" : "." + field.name());
    }
}
