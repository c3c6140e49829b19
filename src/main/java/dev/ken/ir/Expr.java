package dev.ken.ir;

import java.util.List;

/// Expressions: pure, total, over locals and the attributes of the current occurrence. Division by zero gives 0 and the
/// remainder by zero the dividend (RFC 9669 § 4.1).
public sealed interface Expr {
    record Bool(boolean value) implements Expr {}

    record Int(long value) implements Expr {}

    /// Literal text, NUL-padded to `widthBytes`, or cut so that a final NUL stays.
    record Text(String value, int widthBytes) implements Expr {}

    /// A local, assigned before on every path (else it is 0, empty or false).
    record Local(String name, Type type) implements Expr {}

    /// An attribute of the current occurrence: `tid`, `pid`, `comm`, `uid`, `gid`, `cpu`, `time`, `kstack`,
    /// `ustack`, `cgroup`, or a field symbol of its site (`nr`, `arg1`, `ret`, `prev_pid`).
    record Attribute(String name, Type type) implements Expr {}

    record Unary(UnaryOp op, Expr of) implements Expr {}

    record Binary(BinaryOp op, Expr left, Expr right) implements Expr {}

    /// `condition ? yes : no`, both of one type.
    record Choose(Expr condition, Expr yes, Expr no) implements Expr {}

    /// Keeps the low `widthBits` bits and extends them to 64, by sign where `signed`.
    record Narrow(Expr of, int widthBits, boolean signed) implements Expr {}

    /// Text at a user address in the current process, at most `widthBytes` - 1 bytes of it.
    record UserText(Expr address, int widthBytes) implements Expr {}

    /// `of` cut or padded to `widthBytes`; a cut keeps a final NUL.
    record Resize(Expr of, int widthBytes) implements Expr {}

    /// Boolean: the text starts with, ends with or contains literal bytes.
    record TextTest(TextOp op, Expr text, String literal) implements Expr {}

    /// A deterministic function that KEN knows only by name (`ksym`, `ntop`): equal arguments give equal results.
    record Apply(String function, List<Expr> arguments, Type type) implements Expr {
        public Apply {
            arguments = List.copyOf(arguments);
        }
    }

    /// Several values as one.
    record Pack(List<Expr> parts) implements Expr {
        public Pack {
            parts = List.copyOf(parts);
        }
    }

    /// One part of a tuple, which is of type `type`; parts count from 0.
    record Part(Expr tuple, int index, Type type) implements Expr {}

    enum UnaryOp {
        NOT,
        NEGATE,
        COMPLEMENT
    }

    enum TextOp {
        PREFIX,
        SUFFIX,
        CONTAINS
    }

    /// `EQ` and `NE` take two values of one type, `AND` and `OR` booleans, all others integers.
    enum BinaryOp {
        ADD,
        SUB,
        MUL,
        UDIV,
        SDIV,
        UREM,
        SREM,
        BIT_AND,
        BIT_OR,
        BIT_XOR,
        SHL,
        LSHR,
        ASHR,
        EQ,
        NE,
        ULT,
        ULE,
        SLT,
        SLE,
        AND,
        OR
    }
}
