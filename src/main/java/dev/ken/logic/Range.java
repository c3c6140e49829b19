package dev.ken.logic;

import java.math.BigInteger;

/// Where the values of a bit-vector lie: between two unsigned numbers, and between two signed ones. Both hold.
/// Nothing lies in a range whose lower end is above its upper one.
record Range(int width, BigInteger low, BigInteger high, BigInteger signedLow, BigInteger signedHigh) {
    static Range all(int width) {
        BigInteger half = BigInteger.ONE.shiftLeft(width - 1);
        return new Range(width, BigInteger.ZERO, Bits.mask(width), half.negate(), half.subtract(BigInteger.ONE));
    }

    static Range of(int width, BigInteger low, BigInteger high) {
        Range all = all(width);
        return new Range(width, low, high, all.signedLow, all.signedHigh).agreed();
    }

    boolean isEmpty() {
        return low.compareTo(high) > 0 || signedLow.compareTo(signedHigh) > 0;
    }

    /// What lies in both.
    Range and(Range other) {
        return new Range(
                        width,
                        low.max(other.low),
                        high.min(other.high),
                        signedLow.max(other.signedLow),
                        signedHigh.min(other.signedHigh))
                .agreed();
    }

    /// What lies in either.
    Range or(Range other) {
        return new Range(
                width,
                low.min(other.low),
                high.max(other.high),
                signedLow.min(other.signedLow),
                signedHigh.max(other.signedHigh));
    }

    Range atMost(BigInteger limit) {
        return new Range(width, low, high.min(limit), signedLow, signedHigh).agreed();
    }

    Range atLeast(BigInteger limit) {
        return new Range(width, low.max(limit), high, signedLow, signedHigh).agreed();
    }

    Range atMostSigned(BigInteger limit) {
        return new Range(width, low, high, signedLow, signedHigh.min(limit)).agreed();
    }

    Range atLeastSigned(BigInteger limit) {
        return new Range(width, low, high, signedLow.max(limit), signedHigh).agreed();
    }

    Range without(BigInteger value) {
        Range left = value.equals(low) ? atLeast(low.add(BigInteger.ONE)) : this;
        return value.equals(left.high) ? left.atMost(left.high.subtract(BigInteger.ONE)) : left;
    }

    /// Each view tightened by the other, where all values have one sign.
    private Range agreed() {
        if (isEmpty()) {
            return this;
        }
        BigInteger size = BigInteger.ONE.shiftLeft(width);
        BigInteger half = BigInteger.ONE.shiftLeft(width - 1);
        if (signedLow.signum() >= 0 || high.compareTo(half) < 0) {
            BigInteger from = low.max(signedLow.max(BigInteger.ZERO));
            BigInteger to = high.min(signedHigh);
            return new Range(width, from, to, from, to);
        }
        if (signedHigh.signum() < 0 || low.compareTo(half) >= 0) {
            BigInteger from = low.max(signedLow.add(size));
            BigInteger to = high.min(signedHigh.min(BigInteger.ONE.negate()).add(size));
            return new Range(width, from, to, from.subtract(size), to.subtract(size));
        }
        return this;
    }
}
