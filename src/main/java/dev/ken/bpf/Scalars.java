package dev.ken.bpf;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Type;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// 64-bit expressions, in the shortest form that is at hand: what clang does with shifts and masks becomes the
/// fact that was meant.
final class Scalars {
    static final Type INT = new Type.Int();
    static final Expr PID = new Expr.Attribute("pid", INT);
    static final Expr TID = new Expr.Attribute("tid", INT);
    static final Expr UID = new Expr.Attribute("uid", INT);
    static final Expr GID = new Expr.Attribute("gid", INT);
    /// `bpf_get_current_pid_tgid()`
    static final Expr PID_TID = new Expr.Binary(BinaryOp.BIT_OR, new Expr.Binary(BinaryOp.SHL, PID, number(32)), TID);
    /// `bpf_get_current_uid_gid()`
    static final Expr GID_UID = new Expr.Binary(BinaryOp.BIT_OR, new Expr.Binary(BinaryOp.SHL, GID, number(32)), UID);
    /// `bytes(text, from, count)`: these bytes as a little-endian number.
    static final String BYTES = "bytes";

    private static final Set<Expr> BELOW_31_BITS =
            Set.of(PID, TID, new Expr.Attribute("cpu", INT), new Expr.Attribute("ppid", INT));
    private static final Set<Expr> BELOW_32_BITS = Set.of(UID, GID);

    private Scalars() {}

    static Expr number(long value) {
        return new Expr.Int(value);
    }

    static Expr binary(BinaryOp op, Expr left, Expr right) {
        if (left instanceof Expr.Int(long a) && right instanceof Expr.Int(long b)) {
            return constant(op, a, b);
        }
        if (right instanceof Expr.Int(long b)) {
            return byNumber(op, left, b);
        }
        if (op == BinaryOp.BIT_OR) {
            Optional<Expr> whole = whole(left, right).or(() -> whole(right, left));
            if (whole.isPresent()) {
                return whole.get();
            }
        }
        if (left instanceof Expr.Int(long a) && a == 0 && (op == BinaryOp.ADD || op == BinaryOp.BIT_OR)) {
            return right;
        }
        return new Expr.Binary(op, left, right);
    }

    /// `bits` of a number or text from bit `from` on.
    private record Piece(Expr of, long from, long bits) {}

    private static Optional<Piece> piece(Expr expr) {
        return switch (expr) {
            case Expr.Narrow(Expr.Binary(BinaryOp op, Expr of, Expr.Int(long from)), int bits, boolean signed)
            when op == BinaryOp.LSHR && !signed && from + bits <= 64 -> Optional.of(new Piece(of, from, bits));
            case Expr.Narrow(Expr of, int bits, boolean signed) when !signed -> Optional.of(new Piece(of, 0, bits));
            case Expr.Binary(BinaryOp op, Expr of, Expr.Int(long from))
            when op == BinaryOp.LSHR && from > 0 && from < 64 -> Optional.of(new Piece(of, from, 64 - from));
            case Expr.Apply(String name, List<Expr> arguments, var _)
            when name.equals(BYTES)
                    && arguments.get(1) instanceof Expr.Int(long at)
                    && arguments.get(2) instanceof Expr.Int(long count) ->
                Optional.of(new Piece(arguments.get(0), 8 * at, 8 * count));
            case Expr _ -> Optional.empty();
        };
    }

    /// Two pieces that lie side by side, put together.
    private static Optional<Expr> whole(Expr high, Expr low) {
        if (!(high instanceof Expr.Binary(BinaryOp op, Expr up, Expr.Int(long by))) || op != BinaryOp.SHL) {
            return Optional.empty();
        }
        Optional<Piece> upper = piece(up);
        Optional<Piece> lower = piece(low);
        boolean fits = upper.isPresent()
                && lower.isPresent()
                && upper.get().of().equals(lower.get().of())
                && lower.get().bits() == by
                && upper.get().from() == lower.get().from() + by
                && upper.get().bits() + by <= 64
                && isText(up) == isText(low);
        return fits ? Optional.of(made(lower.get(), upper.get().bits() + by, isText(low))) : Optional.empty();
    }

    private static boolean isText(Expr piece) {
        return piece instanceof Expr.Apply;
    }

    private static Expr made(Piece from, long bits, boolean text) {
        return text
                ? new Expr.Apply(BYTES, List.of(from.of(), number(from.from() / 8), number(bits / 8)), INT)
                : narrow(binary(BinaryOp.LSHR, from.of(), number(from.from())), (int) bits, false);
    }

    private static Expr byNumber(BinaryOp op, Expr left, long b) {
        boolean nothing = b == 0
                && switch (op) {
                    case ADD, SUB, BIT_OR, BIT_XOR, SHL, LSHR, ASHR -> true;
                    default -> false;
                };
        if (nothing || b == 1 && (op == BinaryOp.MUL || op == BinaryOp.UDIV)) {
            return left;
        }
        if (op == BinaryOp.LSHR && b == 32 && (left.equals(PID_TID) || left.equals(GID_UID))) {
            return left.equals(PID_TID) ? PID : GID;
        }
        if ((op == BinaryOp.LSHR || op == BinaryOp.ASHR)
                && left instanceof Expr.Binary(BinaryOp inner, Expr of, Expr.Int(long up))
                && inner == BinaryOp.SHL
                && up == b
                && (b == 32 || b == 48 || b == 56)) {
            return narrow(of, (int) (64 - b), op == BinaryOp.ASHR);
        }
        if (op == BinaryOp.BIT_AND && (b == 0xffL || b == 0xffffL || b == 0xffffffffL)) {
            return narrow(left, Long.bitCount(b), false);
        }
        if (op == BinaryOp.BIT_AND && b == 0) {
            return number(0);
        }
        if (op == BinaryOp.ADD
                && left instanceof Expr.Binary(BinaryOp inner, Expr of, Expr.Int(long a))
                && inner == BinaryOp.ADD) {
            return binary(BinaryOp.ADD, of, number(a + b));
        }
        return new Expr.Binary(op, left, number(b));
    }

    private static Expr constant(BinaryOp op, long a, long b) {
        return switch (op) {
            case ADD -> number(a + b);
            case SUB -> number(a - b);
            case MUL -> number(a * b);
            case UDIV -> number(b == 0 ? 0 : Long.divideUnsigned(a, b));
            case SDIV -> number(b == 0 ? 0 : a / b);
            case UREM -> number(b == 0 ? a : Long.remainderUnsigned(a, b));
            case SREM -> number(b == 0 ? a : a % b);
            case BIT_AND -> number(a & b);
            case BIT_OR -> number(a | b);
            case BIT_XOR -> number(a ^ b);
            case SHL -> number(a << b);
            case LSHR -> number(a >>> b);
            case ASHR -> number(a >> b);
            case EQ -> new Expr.Bool(a == b);
            case NE -> new Expr.Bool(a != b);
            case ULT -> new Expr.Bool(Long.compareUnsigned(a, b) < 0);
            case ULE -> new Expr.Bool(Long.compareUnsigned(a, b) <= 0);
            case SLT -> new Expr.Bool(a < b);
            case SLE -> new Expr.Bool(a <= b);
            case AND, OR -> throw new IllegalStateException("no operation on numbers");
        };
    }

    /// The low `bits`, extended by sign or by zeros.
    static Expr narrow(Expr of, int bits, boolean signed) {
        if (bits >= 64) {
            return of;
        }
        if (of instanceof Expr.Int(long value)) {
            long up = value << (64 - bits);
            return number(signed ? up >> (64 - bits) : up >>> (64 - bits));
        }
        if (bits == 32 && (of.equals(PID_TID) || of.equals(GID_UID))) {
            return narrow(of.equals(PID_TID) ? TID : UID, bits, signed);
        }
        if (bits == 32 && (BELOW_31_BITS.contains(of) || !signed && BELOW_32_BITS.contains(of))) {
            return of;
        }
        if (of instanceof Expr.Narrow(Expr inner, int width, boolean sign)) {
            if (width < bits && (!sign || signed) || width == bits && sign == signed) {
                return of;
            }
            if (width >= bits) {
                return narrow(inner, bits, signed);
            }
        }
        if (of instanceof Expr.Apply(String name, List<Expr> arguments, var _)
                && name.equals(BYTES)
                && arguments.get(2) instanceof Expr.Int(long count)
                && 8 * count <= bits - (signed ? 1 : 0)) {
            return of;
        }
        return signed
                ? new Expr.Narrow(of, bits, true)
                : partOfText(of, bits).orElseGet(() -> new Expr.Narrow(of, bits, false));
    }

    /// The low `bits` of some bytes of a text are fewer bytes of it.
    private static Optional<Expr> partOfText(Expr of, int bits) {
        boolean shifted = of instanceof Expr.Binary(BinaryOp op, Expr.Apply _, Expr.Int _) && op == BinaryOp.LSHR;
        Expr text = shifted && of instanceof Expr.Binary(var _, Expr inner, var _) ? inner : of;
        long up = of instanceof Expr.Binary(var _, var _, Expr.Int(long by)) && shifted ? by : 0;
        return text instanceof Expr.Apply(String name, List<Expr> arguments, var _)
                        && name.equals(BYTES)
                        && arguments.get(1) instanceof Expr.Int(long from)
                        && arguments.get(2) instanceof Expr.Int(long count)
                        && bits % 8 == 0
                        && up % 8 == 0
                        && up >= 0
                        && up + bits <= 8 * count
                ? Optional.of(
                        new Expr.Apply(BYTES, List.of(arguments.get(0), number(from + up / 8), number(bits / 8)), INT))
                : Optional.empty();
    }

    static final String STACK_ID = "stack.id";

    /// What stands for the id of a stack: a number that is no error, from 0 on.
    static Expr stackId(Expr stack) {
        return new Expr.Narrow(new Expr.Apply(STACK_ID, List.of(stack), INT), 16, false);
    }

    /// The stack that a number is the id of.
    static Optional<Expr> stack(Expr number) {
        return switch (number) {
            case Expr.Narrow(Expr of, int bits, boolean _) when bits >= 16 -> stack(of);
            case Expr.Apply(String name, List<Expr> arguments, var _)
            when name.equals(STACK_ID) -> Optional.of(arguments.get(0));
            case Expr _ -> Optional.empty();
        };
    }

    /// A text cut or padded to a width.
    static Expr resize(Expr text, int widthBytes) {
        return Lowering.type(text).equals(new Type.Text(widthBytes)) ? text : new Expr.Resize(text, widthBytes);
    }

    static Expr not(Expr condition) {
        return switch (condition) {
            case Expr.Bool(boolean value) -> new Expr.Bool(!value);
            case Expr.Unary(var op, var of) when op == Expr.UnaryOp.NOT -> of;
            case Expr _ -> new Expr.Unary(Expr.UnaryOp.NOT, condition);
        };
    }

    /// Nodes of an expression, counted up to `limit`.
    static int size(Expr expr, int limit) {
        if (limit <= 0) {
            return 0;
        }
        return switch (expr) {
            case Expr.Binary(var _, var left, var right) -> {
                int size = 1 + size(left, limit - 1);
                yield size + size(right, limit - size);
            }
            case Expr.Unary(var _, var of) -> 1 + size(of, limit - 1);
            case Expr.Narrow(var of, int _, boolean _) -> 1 + size(of, limit - 1);
            case Expr.Choose(var condition, var yes, var no) -> {
                int size = 1 + size(condition, limit - 1);
                size += size(yes, limit - size);
                yield size + size(no, limit - size);
            }
            case Expr.Apply(var _, var arguments, var _) -> {
                int size = 1;
                for (Expr argument : arguments) {
                    size += size(argument, limit - size);
                }
                yield size;
            }
            case Expr _ -> 1;
        };
    }
}
