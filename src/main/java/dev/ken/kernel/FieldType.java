package dev.ken.kernel;

/// What a field of a probe's context holds.
public sealed interface FieldType {
    /// An `int` of C.
    FieldType INT = new Integer(4, true);

    /// An integer of 1, 2, 4 or 8 bytes.
    record Integer(int sizeBytes, boolean signed) implements FieldType {}

    /// A pointer-sized address into user or kernel memory (what `str()` may be applied to); `to` is the C type
    /// behind it (`struct task_struct`), empty where it is not known.
    record Pointer(String to) implements FieldType {
        public Pointer() {
            this("");
        }
    }

    /// Text stored in the context itself (`char comm[16]`), NUL-terminated within `sizeBytes`.
    record Text(int sizeBytes) implements FieldType {}

    /// Text stored behind the context (`__data_loc char[]`).
    record DynamicText() implements FieldType {}

    /// A fixed array of integers (`unsigned long args[6]`, `__u8 saddr[4]`).
    record Array(int elementBytes, boolean signed, int length) implements FieldType {}

    /// A structure that KEN does not look into.
    record Opaque(String cType) implements FieldType {}
}
