package dev.ken.kernel.btf;

import java.util.List;

/// How a value is reached through members. `pointers` are the pointers that have to be loaded on the way: each is the
/// offset, in bytes, of a pointer in what the one before it points at. The value lies `offsetBits` behind the last of
/// them (behind the start where there is none) and has `sizeBits`; `type` is its type id.
/// `signed` and `pointer` say what it is below typedefs.
public record Access(
        List<Long> pointers,
        long offsetBits,
        long sizeBits,
        int type,
        boolean signed,
        boolean pointer,
        boolean bitField) {
    public Access {
        pointers = List.copyOf(pointers);
    }

    /// Where the value begins, for those that are no bit-fields.
    public long offsetBytes() {
        return offsetBits / 8;
    }
}
