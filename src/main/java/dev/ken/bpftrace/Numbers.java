package dev.ken.bpftrace;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/// The value of an integer literal.
final class Numbers {
    private static final int MOST_EXPONENT = 16;
    private static final int MOST_COEFFICIENT = 9;
    private static final int MOST_COEFFICIENT_BITS = 8;
    private static final int MOST_DIGITS = 64;

    private Numbers() {}

    static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /// Decimal (`1_000`), hexadecimal, octal, with an exponent (`1e6`), or a duration in nanoseconds (`5s`).
    /// Values up to 2⁶⁴ - 1 are kept in 64 bits.
    static Optional<Long> value(String literal) {
        if (literal.endsWith("_")) {
            return Optional.empty();
        }
        String text = literal.replace("_", "").toLowerCase(Locale.ROOT);
        if (text.length() > MOST_DIGITS) {
            return Optional.empty();
        }
        try {
            if (text.startsWith("0x")) {
                return fit(new BigInteger(text.substring(2), 16));
            }
            String plain = unsuffixed(text);
            if (plain.length() > 1 && plain.startsWith("0") && plain.chars().allMatch(c -> digit((char) c))) {
                return fit(new BigInteger(plain, 8));
            }
            int digits = 0;
            while (digits < plain.length() && digit(plain.charAt(digits))) {
                digits++;
            }
            BigInteger whole = new BigInteger(plain.substring(0, digits));
            String rest = plain.substring(digits);
            if (rest.startsWith("e") && whole.bitLength() > MOST_COEFFICIENT_BITS
                    || rest.startsWith("e") && whole.intValue() > MOST_COEFFICIENT) {
                return Optional.empty();
            }
            return factor(rest).flatMap(factor -> fit(whole.multiply(factor)));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /// A number that may be negative.
    static Optional<Long> signed(String text) {
        return text.startsWith("-") ? value(text.substring(1)).map(n -> -n) : value(text);
    }

    /// Whether a literal ends in a unit of time.
    static boolean duration(String literal) {
        int end = literal.length();
        while (end > 0 && literal.charAt(end - 1) >= 'a' && literal.charAt(end - 1) <= 'z') {
            end--;
        }
        boolean number = end > 0 && !literal.startsWith("0x") && !literal.startsWith("0X");
        return number
                && switch (literal.substring(end)) {
                    case "ns", "us", "ms", "s", "m", "h", "d" -> true;
                    default -> false;
                };
    }

    private static String unsuffixed(String text) {
        return text.replaceFirst("(?<=\\d)(u|u?ll?)$", "");
    }

    private static Optional<BigInteger> factor(String suffix) {
        if (suffix.startsWith("e")) {
            int exponent = Integer.parseInt(suffix.substring(1));
            return exponent > MOST_EXPONENT ? Optional.empty() : Optional.of(BigInteger.TEN.pow(exponent));
        }
        return switch (suffix) {
            case "", "ns" -> Optional.of(BigInteger.ONE);
            case "us" -> Optional.of(BigInteger.valueOf(1_000));
            case "ms" -> Optional.of(BigInteger.valueOf(1_000_000));
            case "s" -> Optional.of(BigInteger.valueOf(1_000_000_000));
            case "m" -> Optional.of(BigInteger.valueOf(60_000_000_000L));
            case "h" -> Optional.of(BigInteger.valueOf(3_600_000_000_000L));
            case "d" -> Optional.of(BigInteger.valueOf(86_400_000_000_000L));
            default -> Optional.empty();
        };
    }

    private static Optional<Long> fit(BigInteger value) {
        return value.signum() < 0 || value.bitLength() > 64 ? Optional.empty() : Optional.of(value.longValue());
    }
}
