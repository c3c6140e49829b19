package dev.ken.kernel.catalog;

import dev.ken.kernel.FieldType;

/// How an attribute is read at a probe point: a small expression over the probe's context, written in catalog files in
/// bpftrace's manner (`str(args.filename)`, `args.nr_sector * 512`, `args.sk.__sk_common.skc_num`, `comm`).
public sealed interface Reading {
    /// A field of the context, or a parameter of a function by its name: `args.name`.
    record Arg(String field) implements Reading {}

    /// An element of an array field, `args.name[index]`.
    record ArgElement(String field, int index) implements Reading {}

    /// A fact of any occurrence: `pid`, `tid`, `comm`, `uid`, `gid`, `cpu`, `nsecs`, `kstack`, `ustack`, `cgroup`,
    /// `retval`, `arg0` ….
    record Builtin(String name) implements Reading {}

    /// A member of the kernel structure that `of` is, or points to: `args.sk.sk_family`.
    record Member(Reading of, String field) implements Reading {}

    /// A [Member] whose place the types of a kernel tell: `of` points to the structure where it `follows` a pointer,
    /// else it is a structure that lies in another. Catalog files have members, event kinds of a kernel have these.
    ///
    /// @param offsetBytes of the member in its structure
    /// @param type        what it holds
    record Placed(Reading of, String field, boolean follows, long offsetBytes, FieldType type) implements Reading {}

    /// The low `bits` (32) of `of` as a signed number: what a function that returns an `int` leaves in its register,
    /// `s32(retval)`; or all 64 of a register, which has no sign of its own, `s64(retval)`.
    record SignedLow(int bits, Reading of) implements Reading {}

    /// `of` as the address of a `struct`: `cast(sock, args.skaddr)`.
    record Cast(String struct, Reading of) implements Reading {}

    /// The low `bits` (16 or 32) of `of`, turned from network to host order: `be16(…)`, `be32(…)`.
    record HostOrder(int bits, Reading of) implements Reading {}

    /// An internet address as text: `ip(…)`, of 4 bytes in network order, or of an array of 16.
    record AddressText(Reading of) implements Reading {}

    /// The NUL-terminated text at a user address, or behind a dynamic field: `str(…)`.
    record Text(Reading of) implements Reading {}

    /// The texts of a NULL-terminated array of user addresses, with a space between them: `joined(…)`. Programs
    /// can show it and nothing else.
    record Joined(Reading of) implements Reading {}

    record Number(long value) implements Reading {}

    /// `operator` is one of `+ - * / % & | ^ << >> == != < <= > >= && ||`, with bpftrace's 64-bit meaning.
    record Binary(String operator, Reading left, Reading right) implements Reading {}

    /// As catalog files write it; [ReadingParser] reads it back.
    default String text() {
        return switch (this) {
            case Arg(String field) -> "args." + field;
            case ArgElement(String field, int index) -> "args." + field + "[" + index + "]";
            case Builtin(String name) -> name;
            case Member(Reading of, String field) -> of.text() + "." + field;
            case Placed(Reading of, String field, var _, var _, var _) -> of.text() + "." + field;
            case Cast(String struct, Reading of) -> "cast(" + struct + "," + of.text() + ")";
            case SignedLow(int bits, Reading of) -> "s" + bits + "(" + of.text() + ")";
            case HostOrder(int bits, Reading of) -> "be" + bits + "(" + of.text() + ")";
            case AddressText(Reading of) -> "ip(" + of.text() + ")";
            case Text(Reading of) -> "str(" + of.text() + ")";
            case Joined(Reading of) -> "joined(" + of.text() + ")";
            case Number(long value) -> Long.toString(value);
            case Binary(String operator, Reading left, Reading right) -> inner(left) + operator + inner(right);
        };
    }

    /// Whether it is what a call or function gives back: an error where it is below 0.
    default boolean isResult() {
        return equals(new Arg("ret"))
                || equals(new Builtin("retval"))
                || this instanceof SignedLow(int _, Reading of) && of.isResult();
    }

    private static String inner(Reading reading) {
        return reading instanceof Binary ? "(" + reading.text() + ")" : reading.text();
    }
}
