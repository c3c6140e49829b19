package dev.ken.bpf;

import dev.ken.ir.Expr;

/// What a register or a place in memory holds.
sealed interface Value {
    /// A number of 64 bits.
    record Scalar(Expr expr) implements Value {}

    /// A text, in memory only. `padded`: zeros follow it up to its width.
    record Text(Expr expr, int widthBytes, boolean padded) implements Value {}

    /// The context of the program and a distance in it.
    record Context(long offset) implements Value {}

    /// A place in memory of the program's own.
    record Place(Region region, long offset) implements Value {}

    /// A place in the packet, `distance` + `offset` bytes behind its beginning.
    record Packet(Expr distance, long offset) implements Value {
        /// How far behind the beginning.
        Expr position() {
            return Scalars.binary(Expr.BinaryOp.ADD, distance, Scalars.number(offset));
        }
    }

    /// What a look-up gave, NULL where there is no entry.
    record Found(int id) implements Value {}

    /// A place in an entry. Entries are numbered along a path.
    record Entry(int id, long offset) implements Value {}

    /// A place in an entry that is `distance` bytes behind `offset`.
    record Element(int id, long offset, Expr distance) implements Value {}

    record OfMap(String name) implements Value {}

    /// A place in a section of constants or variables.
    record OfData(String section, long offset) implements Value {}

    /// A text that lies behind the record of a tracepoint (`__data_loc`).
    record Behind(Expr text) implements Value {}

    /// 0 where `equal` holds, and else not.
    record Compared(Expr equal) implements Value {}

    /// Anything; `reason` says why.
    record Unknown(String reason) implements Value {}

    /// Memory that a program writes to: the stack of a call, a reserved record.
    sealed interface Region {
        record Stack(int depth) implements Region {}

        record Record(int id, String map, int bytes) implements Region {}
    }

    static Value of(long number) {
        return new Scalar(Scalars.number(number));
    }
}
