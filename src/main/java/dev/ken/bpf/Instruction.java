package dev.ken.bpf;

/// One BPF instruction (RFC 9669 § 4 and 5). Targets of jumps are indices of 8-byte slots in the same section.
public sealed interface Instruction {
    /// `wide`: all 64 bits; else the low 32, and the upper half becomes 0.
    record Arithmetic(Operator operator, boolean wide, int to, Operand by) implements Instruction {}

    /// A move that extends the low `bits` by sign.
    record MoveSigned(int bits, boolean wide, int to, int from) implements Instruction {}

    record Negate(boolean wide, int to) implements Instruction {}

    /// Reverses the bytes of the low `bits`; `swaps` is false where it only cuts (to little endian).
    record Swap(int bits, boolean swaps, int to) implements Instruction {}

    record Load(int to, int base, int offset, int bytes, boolean signed) implements Instruction {}

    record Store(int base, int offset, int bytes, Operand value) implements Instruction {}

    /// `fetch`: the old value goes to `value` (for a compare-and-exchange, to register 0).
    record Atomic(Update update, boolean fetch, int base, int offset, int bytes, int value) implements Instruction {}

    /// A 64-bit constant; `relocated` and `kind` say what it stands for. It takes two slots.
    record Constant(int to, long value, int kind) implements Instruction {}

    record Jump(int target) implements Instruction {}

    record Branch(Comparison comparison, boolean wide, int left, Operand right, int target) implements Instruction {}

    /// A helper, by number.
    record CallHelper(int number) implements Instruction {}

    /// A function of the kernel, by the id of its type.
    record CallKernel(int id) implements Instruction {}

    /// A function of the object: the slot of the same section at which it begins, unless a relocation tells another.
    record CallLocal(int target) implements Instruction {}

    record Exit() implements Instruction {}

    /// An old load from a packet, which no tracing program has.
    record PacketLoad() implements Instruction {}

    /// The second slot of a [Constant].
    record Second() implements Instruction {}

    /// A use of a type or member that the kernel does not have; a program that comes here is refused by its verifier.
    record Unrelocatable(String what) implements Instruction {}

    /// The operand of an instruction.
    sealed interface Operand {
        record Register(int number) implements Operand {}

        record Number(long value) implements Operand {}
    }

    enum Operator {
        ADD,
        SUB,
        MUL,
        UDIV,
        SDIV,
        OR,
        AND,
        LSH,
        RSH,
        UMOD,
        SMOD,
        XOR,
        MOV,
        ARSH
    }

    enum Update {
        ADD,
        OR,
        AND,
        XOR,
        EXCHANGE,
        COMPARE_EXCHANGE
    }

    enum Comparison {
        EQ,
        UGT,
        UGE,
        SET,
        NE,
        SGT,
        SGE,
        ULT,
        ULE,
        SLT,
        SLE
    }
}
