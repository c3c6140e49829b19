package dev.ken.logic;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// Local simplification of bit-vector operators.
final class BitRules {
    private BitRules() {}

    static Term binary(Terms terms, Op op, Term a, Term b) {
        if (a instanceof Term.Literal x && b instanceof Term.Literal y) {
            BigInteger value = Bits.apply(op, x.value(), y.value(), a.width());
            return isComparison(op) ? terms.bool(value.signum() != 0) : terms.number(value, a.width());
        }
        return switch (op) {
            case ADD -> add(terms, a, b);
            case SUB -> subtract(terms, a, b);
            case MUL -> multiply(terms, a, b);
            case UDIV -> isNumber(b, 1) ? a : divided(terms, a, b);
            case SDIV -> isNumber(b, 1) ? a : plain(terms, op, a, b);
            case UREM, SREM -> isNumber(b, 1) ? terms.number(0, a.width()) : plain(terms, op, a, b);
            case BIT_AND -> a == b ? a : isNumber(a, 0) ? a : isNumber(b, 0) ? b : commutative(terms, op, a, b);
            case BIT_OR, BIT_XOR -> isNumber(a, 0) ? b : isNumber(b, 0) ? a : orXor(terms, op, a, b);
            case SHL, LSHR, ASHR -> isNumber(b, 0) ? a : plain(terms, op, a, b);
            case ULT -> a == b || isNumber(b, 0) ? terms.bool(false) : ordered(terms, op, a, b);
            case ULE -> a == b || isNumber(a, 0) ? terms.bool(true) : terms.not(binary(terms, Op.ULT, b, a));
            case SLT -> a == b ? terms.bool(false) : ordered(terms, op, a, b);
            case SLE -> a == b ? terms.bool(true) : terms.not(binary(terms, Op.SLT, b, a));
            case EQ -> terms.equal(a, b);
            case NOT, AND, OR, ITE, BIT_NOT, CONCAT, EXTRACT, ZERO_EXTEND, SIGN_EXTEND, FLOOR_LOG2, CALL ->
                throw new IllegalStateException("not a binary operator on bit-vectors: " + op);
        };
    }

    private static boolean isComparison(Op op) {
        return op == Op.ULT || op == Op.ULE || op == Op.SLT || op == Op.SLE || op == Op.EQ;
    }

    static boolean isNumber(Term term, long value) {
        return term instanceof Term.Literal literal && literal.value().equals(BigInteger.valueOf(value));
    }

    private static Term plain(Terms terms, Op op, Term a, Term b) {
        return terms.make(op, a.sort(), List.of(a, b));
    }

    /// A quotient; of a quotient by a number, the one by the product.
    private static Term divided(Terms terms, Term a, Term b) {
        if (b instanceof Term.Literal by
                && a instanceof Term.Apply inner
                && inner.op() == Op.UDIV
                && inner.argument(1) instanceof Term.Literal before
                && !by.isZero()
                && !before.isZero()) {
            BigInteger product = by.value().multiply(before.value());
            return product.bitLength() <= a.width()
                    ? plain(terms, Op.UDIV, inner.argument(0), terms.number(product, a.width()))
                    : terms.number(0, a.width());
        }
        return plain(terms, Op.UDIV, a, b);
    }

    private static Term commutative(Terms terms, Op op, Term a, Term b) {
        return a.id() <= b.id() ? plain(terms, op, a, b) : plain(terms, op, b, a);
    }

    private static Term orXor(Terms terms, Op op, Term a, Term b) {
        if (a == b) {
            return op == Op.BIT_OR ? a : terms.number(0, a.width());
        }
        return commutative(terms, op, a, b);
    }

    /// A comparison; of a choice between two numbers with a number, the choice of the comparisons.
    private static Term ordered(Terms terms, Op op, Term a, Term b) {
        Optional<Boolean> known = terms.knowledge().less(a, b);
        if (known.isPresent()) {
            return terms.bool(known.get());
        }
        if (op == Op.ULT && isNumber(a, 0)) {
            return terms.unequal(b, a);
        }
        if (op == Op.ULT && isNumber(b, 1)) {
            return terms.equal(a, terms.number(0, a.width()));
        }
        if (numeric(a) && b instanceof Term.Literal) {
            Term.Apply ite = (Term.Apply) a;
            return terms.choose(
                    ite.argument(0), terms.bits(op, ite.argument(1), b), terms.bits(op, ite.argument(2), b));
        }
        if (numeric(b) && a instanceof Term.Literal) {
            Term.Apply ite = (Term.Apply) b;
            return terms.choose(
                    ite.argument(0), terms.bits(op, a, ite.argument(1)), terms.bits(op, a, ite.argument(2)));
        }
        return terms.make(op, Sort.BOOL, List.of(a, b));
    }

    private static boolean numeric(Term term) {
        return term instanceof Term.Apply apply
                && apply.op() == Op.ITE
                && apply.argument(1) instanceof Term.Literal
                && apply.argument(2) instanceof Term.Literal;
    }

    /// Sums keep their constant in the second place, so that `(a + 1) + 1` and `a + 2` meet.
    private static Term add(Terms terms, Term a, Term b) {
        if (isNumber(a, 0)) {
            return b;
        }
        if (isNumber(b, 0)) {
            return a;
        }
        if (a instanceof Term.Literal) {
            return add(terms, b, a);
        }
        if (b instanceof Term.Literal
                && a instanceof Term.Apply sum
                && sum.op() == Op.ADD
                && sum.argument(1) instanceof Term.Literal) {
            return add(terms, sum.argument(0), binary(terms, Op.ADD, sum.argument(1), b));
        }
        return b instanceof Term.Literal ? plain(terms, Op.ADD, a, b) : commutative(terms, Op.ADD, a, b);
    }

    private static Term subtract(Terms terms, Term a, Term b) {
        if (a == b) {
            return terms.number(0, a.width());
        }
        if (b instanceof Term.Literal literal) {
            return add(terms, a, terms.number(literal.value().negate(), a.width()));
        }
        // (x - z) - (y - z)
        if (a instanceof Term.Apply x
                && b instanceof Term.Apply y
                && x.op() == Op.SUB
                && y.op() == Op.SUB
                && x.argument(1) == y.argument(1)) {
            return subtract(terms, x.argument(0), y.argument(0));
        }
        return plain(terms, Op.SUB, a, b);
    }

    private static Term multiply(Terms terms, Term a, Term b) {
        if (isNumber(a, 0) || isNumber(b, 1)) {
            return a;
        }
        if (isNumber(b, 0) || isNumber(a, 1)) {
            return b;
        }
        return a instanceof Term.Literal ? plain(terms, Op.MUL, b, a) : commutative(terms, Op.MUL, a, b);
    }

    static Term extract(Terms terms, Term a, int high, int low) {
        if (low == 0 && high == a.width() - 1) {
            return a;
        }
        if (a instanceof Term.Literal literal) {
            return terms.number(literal.value().shiftRight(low), high - low + 1);
        }
        if (a instanceof Term.Apply apply) {
            if (apply.op() == Op.EXTRACT) {
                return extract(terms, apply.argument(0), high + apply.low(), low + apply.low());
            }
            if (apply.op() == Op.CONCAT) {
                int split = apply.argument(1).width();
                if (low >= split) {
                    return extract(terms, apply.argument(0), high - split, low - split);
                }
                if (high < split) {
                    return extract(terms, apply.argument(1), high, low);
                }
                return concat(
                        terms,
                        extract(terms, apply.argument(0), high - split, 0),
                        extract(terms, apply.argument(1), split - 1, low));
            }
            if (apply.op() == Op.ITE) {
                return terms.choose(
                        apply.argument(0),
                        extract(terms, apply.argument(1), high, low),
                        extract(terms, apply.argument(2), high, low));
            }
            if ((apply.op() == Op.ZERO_EXTEND || apply.op() == Op.SIGN_EXTEND)
                    && high < apply.argument(0).width()) {
                return extract(terms, apply.argument(0), high, low);
            }
        }
        return terms.make(Op.EXTRACT, Sort.bits(high - low + 1), List.of(a), "", high, low);
    }

    static Term concat(Terms terms, Term a, Term b) {
        if (a instanceof Term.Literal x && b instanceof Term.Literal y) {
            return terms.number(x.value().shiftLeft(b.width()).or(y.value()), a.width() + b.width());
        }
        if (a instanceof Term.Apply x
                && b instanceof Term.Apply y
                && x.op() == Op.EXTRACT
                && y.op() == Op.EXTRACT
                && x.argument(0) == y.argument(0)
                && x.low() == y.high() + 1) {
            return extract(terms, x.argument(0), x.high(), y.low());
        }
        return terms.make(Op.CONCAT, Sort.bits(a.width() + b.width()), List.of(a, b));
    }

    static Term extend(Terms terms, Term a, int width, boolean signed) {
        if (width == a.width()) {
            return a;
        }
        if (a instanceof Term.Literal literal) {
            return terms.number(signed ? Bits.signed(literal.value(), a.width()) : literal.value(), width);
        }
        return terms.make(signed ? Op.SIGN_EXTEND : Op.ZERO_EXTEND, Sort.bits(width), List.of(a));
    }
}
