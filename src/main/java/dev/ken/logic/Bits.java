package dev.ken.logic;

import java.math.BigInteger;

/// Arithmetic of fixed-width bit-vectors on numbers, as SMT-LIB defines it. Values are unsigned.
final class Bits {
    private static final int NUMBER_BITS = 64;
    private static final BigInteger WIDEST_NUMBER =
            BigInteger.ONE.shiftLeft(NUMBER_BITS).subtract(BigInteger.ONE);

    private Bits() {}

    static BigInteger mask(int width) {
        return width == NUMBER_BITS
                ? WIDEST_NUMBER
                : BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
    }

    static BigInteger wrap(BigInteger value, int width) {
        return value.signum() >= 0 && value.bitLength() <= width ? value : value.and(mask(width));
    }

    static BigInteger signed(BigInteger value, int width) {
        return value.testBit(width - 1) ? value.subtract(BigInteger.ONE.shiftLeft(width)) : value;
    }

    /// The value of a binary operator on two values of one width; comparisons give 0 or 1.
    static BigInteger apply(Op op, BigInteger a, BigInteger b, int width) {
        return switch (op) {
            case ADD -> wrap(a.add(b), width);
            case SUB -> wrap(a.subtract(b), width);
            case MUL -> wrap(a.multiply(b), width);
            case UDIV -> b.signum() == 0 ? mask(width) : a.divide(b);
            case UREM -> b.signum() == 0 ? a : a.mod(b);
            case SDIV -> divideSigned(a, b, width);
            case SREM -> b.signum() == 0 ? a : wrap(signed(a, width).remainder(signed(b, width)), width);
            case BIT_AND -> a.and(b);
            case BIT_OR -> a.or(b);
            case BIT_XOR -> a.xor(b);
            case SHL -> tooFar(b, width) ? BigInteger.ZERO : wrap(a.shiftLeft(b.intValue()), width);
            case LSHR -> tooFar(b, width) ? BigInteger.ZERO : a.shiftRight(b.intValue());
            case ASHR -> wrap(signed(a, width).shiftRight(tooFar(b, width) ? width : b.intValue()), width);
            case ULT -> truth(a.compareTo(b) < 0);
            case ULE -> truth(a.compareTo(b) <= 0);
            case SLT -> truth(signed(a, width).compareTo(signed(b, width)) < 0);
            case SLE -> truth(signed(a, width).compareTo(signed(b, width)) <= 0);
            case EQ -> truth(a.equals(b));
            case NOT, AND, OR, ITE, BIT_NOT, CONCAT, EXTRACT, ZERO_EXTEND, SIGN_EXTEND, FLOOR_LOG2, CALL ->
                throw new IllegalStateException("not a binary operator on numbers: " + op);
        };
    }

    private static BigInteger divideSigned(BigInteger a, BigInteger b, int width) {
        BigInteger x = signed(a, width);
        if (b.signum() == 0) {
            return x.signum() < 0 ? BigInteger.ONE : mask(width);
        }
        return wrap(x.divide(signed(b, width)), width);
    }

    private static boolean tooFar(BigInteger shift, int width) {
        return shift.compareTo(BigInteger.valueOf(width)) >= 0;
    }

    static BigInteger truth(boolean value) {
        return value ? BigInteger.ONE : BigInteger.ZERO;
    }
}
