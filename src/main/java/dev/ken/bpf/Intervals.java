package dev.ken.bpf;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Bounds of expressions, as unsigned numbers: what can be told without a solver, and never too narrow.
final class Intervals {
    private static final Optional<Boolean> OPEN = Optional.empty();

    private final Map<String, Expr> definitions;
    private final Map<Expr, Range> given;

    /// From `low` to `high`, both unsigned and inclusive.
    record Range(long low, long high) {
        static final Range ALL = new Range(0, -1);

        static Range one(long value) {
            return new Range(value, value);
        }

        boolean isOne() {
            return low == high;
        }

        boolean below(long limit) {
            return Long.compareUnsigned(high, limit) < 0;
        }

        boolean positive() {
            return high >= 0;
        }
    }

    private Intervals(Map<String, Expr> definitions, Map<Expr, Range> given) {
        this.definitions = definitions;
        this.given = given;
    }

    /// With what the branches on the way have told.
    static Intervals of(State state) {
        Intervals intervals = new Intervals(state.definitions, new LinkedHashMap<>());
        for (Expr condition : state.conditions) {
            intervals.learn(condition, true);
        }
        return intervals;
    }

    /// Where besides `expr` lies in `range`; empty where it cannot.
    Optional<Intervals> with(Expr expr, Range range) {
        Intervals narrower = new Intervals(definitions, new LinkedHashMap<>(given));
        return narrower.narrow(expr, range) && narrower.agrees() ? Optional.of(narrower) : Optional.empty();
    }

    /// Whether what is known of the whole and of its parts can hold at the same time.
    private boolean agrees() {
        return given.entrySet().stream().allMatch(entry -> {
            Range made = made(entry.getKey());
            Range known = entry.getValue();
            return Long.compareUnsigned(made.low(), known.high()) <= 0
                    && Long.compareUnsigned(known.low(), made.high()) <= 0;
        });
    }

    /// False where nothing is left.
    private boolean narrow(Expr expr, Range range) {
        Range before = of(expr);
        long low = Long.compareUnsigned(before.low(), range.low()) > 0 ? before.low() : range.low();
        long high = Long.compareUnsigned(before.high(), range.high()) < 0 ? before.high() : range.high();
        if (Long.compareUnsigned(low, high) > 0) {
            return false;
        }
        given.put(expr, new Range(low, high));
        if (expr instanceof Expr.Binary(BinaryOp op, Expr of, Expr.Int(long by))) {
            long last = op == BinaryOp.UDIV ? by - 1 : op == BinaryOp.LSHR && by >= 0 && by < 63 ? (1L << by) - 1 : -1;
            long times = last + 1;
            boolean fits = last >= 0 && Math.unsignedMultiplyHigh(high, times) == 0;
            if (fits && Long.compareUnsigned(high * times + last, high * times) >= 0) {
                return narrow(of, new Range(low * times, high * times + last));
            }
            if (last >= 0 && Math.unsignedMultiplyHigh(low, times) == 0) {
                return narrow(of, new Range(low * times, -1));
            }
        }
        if (expr instanceof Expr.Local(String name, var _) && definitions.containsKey(name)) {
            return narrow(java.util.Objects.requireNonNull(definitions.get(name)), range);
        }
        return true;
    }

    private void learn(Expr condition, boolean holds) {
        switch (condition) {
            case Expr.Unary(var op, var inner) when op == Expr.UnaryOp.NOT -> learn(inner, !holds);
            case Expr.Binary(BinaryOp op, Expr left, Expr.Int(long number))
            when !(left instanceof Expr.Int) -> bound(op, left, number, holds);
            case Expr.Binary(BinaryOp op, Expr.Int(long number), Expr right) -> mirrored(op, number, right, holds);
            case Expr _ -> {}
        }
    }

    /// `expr op number`
    private void bound(BinaryOp op, Expr expr, long number, boolean holds) {
        switch (op) {
            case EQ -> {
                if (holds) {
                    narrow(expr, Range.one(number));
                } else if (number == 0) {
                    narrow(expr, new Range(1, -1));
                }
            }
            case ULT -> {
                if (!holds) {
                    narrow(expr, new Range(number, -1));
                } else if (number != 0) {
                    narrow(expr, new Range(0, number - 1));
                }
            }
            case ULE -> {
                if (holds) {
                    narrow(expr, new Range(0, number));
                } else if (number != -1) {
                    narrow(expr, new Range(number + 1, -1));
                }
            }
            case SLT -> {
                if (!holds && number >= 0) {
                    narrow(expr, new Range(number, Long.MAX_VALUE));
                }
            }
            case ADD,
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
                    NE,
                    SLE,
                    AND,
                    OR -> {}
        }
    }

    /// `number op expr`
    private void mirrored(BinaryOp op, long number, Expr expr, boolean holds) {
        switch (op) {
            case EQ -> bound(BinaryOp.EQ, expr, number, holds);
            case ULT -> bound(BinaryOp.ULE, expr, number, !holds);
            case ULE -> bound(BinaryOp.ULT, expr, number, !holds);
            case SLT -> {
                if (holds && number >= -1) {
                    narrow(expr, new Range(number + 1, Long.MAX_VALUE));
                }
            }
            case SLE -> {
                if (holds && number >= 0) {
                    narrow(expr, new Range(number, Long.MAX_VALUE));
                }
            }
            case ADD, SUB, MUL, UDIV, SDIV, UREM, SREM, BIT_AND, BIT_OR, BIT_XOR, SHL, LSHR, ASHR, NE, AND, OR -> {}
        }
    }

    static Optional<Boolean> decide(Expr condition, State state) {
        return of(state).truth(condition);
    }

    Range of(Expr expr) {
        Range known = given.get(expr);
        Range made = made(expr);
        if (known == null) {
            return made;
        }
        long low = Long.compareUnsigned(known.low(), made.low()) > 0 ? known.low() : made.low();
        long high = Long.compareUnsigned(known.high(), made.high()) < 0 ? known.high() : made.high();
        // What is known on a path that cannot be taken may leave nothing; either says enough then.
        return Long.compareUnsigned(low, high) > 0 ? known : new Range(low, high);
    }

    private Range made(Expr expr) {
        return switch (expr) {
            case Expr.Int(long value) -> Range.one(value);
            case Expr.Local(String name, var _) -> {
                Expr defined = definitions.get(name);
                yield defined == null ? Range.ALL : of(defined);
            }
            case Expr.Attribute(String name, var _) ->
                switch (name) {
                    case "pid", "tid", "cpu", "kstack", "ustack" -> new Range(0, Integer.MAX_VALUE);
                    case "len" -> new Range(0, 0xffff);
                    case "uid", "gid" -> new Range(0, 0xffffffffL);
                    default -> Range.ALL;
                };
            case Expr.Narrow(Expr inner, int bits, boolean signed) -> cut(of(inner), bits, signed);
            case Expr.Binary(var op, var left, var right) -> binary(op, of(left), of(right));
            case Expr.Choose(var condition, var yes, var no) -> {
                Optional<Boolean> truth = truth(condition);
                yield truth.isPresent() ? of(truth.get() ? yes : no) : hull(of(yes), of(no));
            }
            case Expr.Apply(String name, var arguments, var _)
            when name.equals(Scalars.BYTES) && arguments.get(2) instanceof Expr.Int(long bytes) && bytes < 8 ->
                new Range(0, (1L << 8 * bytes) - 1);
            case Expr _ -> Range.ALL;
        };
    }

    private static Range hull(Range a, Range b) {
        return new Range(
                Long.compareUnsigned(a.low(), b.low()) < 0 ? a.low() : b.low(),
                Long.compareUnsigned(a.high(), b.high()) > 0 ? a.high() : b.high());
    }

    private static Range cut(Range range, int bits, boolean signed) {
        if (range.below(1L << (signed ? bits - 1 : bits))) {
            return range;
        }
        return signed ? Range.ALL : new Range(0, (1L << bits) - 1);
    }

    private static Range binary(BinaryOp op, Range a, Range b) {
        if (a.isOne()
                && b.isOne()
                && Scalars.binary(op, Scalars.number(a.low()), Scalars.number(b.low()))
                        instanceof Expr.Int(long value)) {
            return Range.one(value);
        }
        return switch (op) {
            case ADD -> {
                long low = a.low() + b.low();
                long high = a.high() + b.high();
                // All sums go beyond 64 bits, or none does.
                boolean alike = Long.compareUnsigned(low, a.low()) < 0 == Long.compareUnsigned(high, a.high()) < 0;
                yield alike ? new Range(low, high) : Range.ALL;
            }
            case SUB -> {
                boolean alike =
                        Long.compareUnsigned(a.low(), b.high()) < 0 == Long.compareUnsigned(a.high(), b.low()) < 0;
                yield alike ? new Range(a.low() - b.high(), a.high() - b.low()) : Range.ALL;
            }
            case MUL -> {
                boolean fits = Math.unsignedMultiplyHigh(a.high(), b.high()) == 0;
                yield fits ? new Range(a.low() * b.low(), a.high() * b.high()) : Range.ALL;
            }
            case UDIV ->
                b.low() == 0
                        ? Range.ALL
                        : new Range(Long.divideUnsigned(a.low(), b.high()), Long.divideUnsigned(a.high(), b.low()));
            case UREM -> b.low() == 0 ? Range.ALL : new Range(0, b.high() - 1);
            case LSHR -> b.below(64) ? new Range(a.low() >>> b.high(), a.high() >>> b.low()) : Range.ALL;
            case SHL ->
                b.below(64) && Long.numberOfLeadingZeros(a.high()) >= b.high()
                        ? new Range(a.low() << b.low(), a.high() << b.high())
                        : Range.ALL;
            case ASHR -> b.below(64) && a.positive() ? new Range(a.low() >> b.high(), a.high() >> b.low()) : Range.ALL;
            case BIT_AND -> masked(a, b);
            case BIT_OR -> {
                long low = Long.compareUnsigned(a.low(), b.low()) > 0 ? a.low() : b.low();
                long bits = a.high() | b.high();
                int zeros = Long.numberOfLeadingZeros(bits);
                yield new Range(low, zeros == 64 ? 0 : -1L >>> zeros);
            }
            case SDIV, SREM, BIT_XOR, EQ, NE, ULT, ULE, SLT, SLE, AND, OR -> Range.ALL;
        };
    }

    private static Range masked(Range a, Range b) {
        // A mask that leaves out low bits only, as far as the number goes, keeps the order.
        boolean lowOnly = b.isOne() && b.low() != 0 && masksLowBits(a.high(), b.low());
        return lowOnly
                ? new Range(a.low() & b.low(), a.high() & b.low())
                : new Range(0, Long.compareUnsigned(a.high(), b.high()) < 0 ? a.high() : b.high());
    }

    private static boolean masksLowBits(long high, long mask) {
        long below = Long.lowestOneBit(mask) - 1;
        int zeros = Long.numberOfLeadingZeros(high);
        long all = zeros == 64 ? 0 : -1L >>> zeros;
        return (all & ~mask & ~below) == 0;
    }

    /// Empty where it depends.
    Optional<Boolean> truth(Expr condition) {
        return switch (condition) {
            case Expr.Bool(boolean value) -> Optional.of(value);
            case Expr.Unary(var op, var inner)
            when op == Expr.UnaryOp.NOT -> truth(inner).map(value -> !value);
            case Expr.Binary(var op, var left, var right) -> compared(op, left, right);
            case Expr _ -> OPEN;
        };
    }

    private Optional<Boolean> compared(BinaryOp op, Expr left, Expr right) {
        if (op == BinaryOp.AND || op == BinaryOp.OR) {
            List<Optional<Boolean>> sides = List.of(truth(left), truth(right));
            boolean decisive = op == BinaryOp.OR;
            if (sides.contains(Optional.of(decisive))) {
                return Optional.of(decisive);
            }
            return sides.contains(OPEN) ? OPEN : Optional.of(!decisive);
        }
        if (op == BinaryOp.EQ && (left instanceof Expr.Text || right instanceof Expr.Text)) {
            return OPEN;
        }
        Range a = of(left);
        Range b = of(right);
        boolean apart = Long.compareUnsigned(a.high(), b.low()) < 0 || Long.compareUnsigned(b.high(), a.low()) < 0;
        boolean same = a.isOne() && a.equals(b);
        return switch (op) {
            case EQ -> same ? Optional.of(true) : apart ? Optional.of(false) : OPEN;
            case NE -> same ? Optional.of(false) : apart ? Optional.of(true) : OPEN;
            case ULT -> less(a, b, false);
            case ULE -> less(a, b, true);
            case SLT -> signed(a, b, false);
            case SLE -> signed(a, b, true);
            case ADD, SUB, MUL, UDIV, SDIV, UREM, SREM, BIT_AND, BIT_OR, BIT_XOR, SHL, LSHR, ASHR, AND, OR -> OPEN;
        };
    }

    private static Optional<Boolean> less(Range a, Range b, boolean orEqual) {
        int all = Long.compareUnsigned(a.high(), b.low());
        int none = Long.compareUnsigned(a.low(), b.high());
        if (orEqual ? all <= 0 : all < 0) {
            return Optional.of(true);
        }
        return (orEqual ? none > 0 : none >= 0) ? Optional.of(false) : OPEN;
    }

    private static Optional<Boolean> signed(Range a, Range b, boolean orEqual) {
        boolean oneSided = a.positive() && b.positive() || a.low() < 0 && b.low() < 0;
        if (oneSided) {
            return less(a, b, orEqual);
        }
        if (a.positive() && b.low() < 0) {
            return Optional.of(false);
        }
        return a.low() < 0 && b.positive() ? Optional.of(true) : OPEN;
    }
}
