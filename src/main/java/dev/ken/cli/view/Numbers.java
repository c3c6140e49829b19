package dev.ken.cli.view;

import dev.ken.kernel.catalog.Unit;
import java.math.BigDecimal;
import java.math.BigInteger;

/// Numbers as people read them.
final class Numbers {
    private static final BigInteger KILO = BigInteger.valueOf(1024);
    private static final String PREFIXES = "KMGTPE";

    private Numbers() {}

    /// `1234567` as `1,234,567`, with the unit where there is one.
    static String value(BigDecimal value, Unit unit) {
        return grouped(value) + (unit.symbol().isEmpty() ? "" : " " + unit.symbol());
    }

    static String grouped(BigDecimal value) {
        String text = value.toPlainString();
        int point = text.indexOf('.');
        int end = point < 0 ? text.length() : point;
        int start = text.startsWith("-") ? 1 : 0;
        StringBuilder out = new StringBuilder(text);
        for (int at = end - 3; at > start; at -= 3) {
            out.insert(at, ',');
        }
        return out.toString();
    }

    /// A bound of a range: whole multiples of 1024 of plain numbers and bytes get K, M, G; times keep their digits.
    static String bound(BigInteger value, Unit unit) {
        if (unit.family() == Unit.Family.TIME || value.signum() == 0) {
            return grouped(new BigDecimal(value));
        }
        BigInteger rest = value;
        int prefix = -1;
        while (prefix + 1 < PREFIXES.length() && rest.mod(KILO).signum() == 0) {
            rest = rest.divide(KILO);
            prefix++;
        }
        return prefix < 0 ? grouped(new BigDecimal(value)) : rest.toString() + PREFIXES.charAt(prefix);
    }

    /// `65000` milliseconds as `65.0 s`.
    static String seconds(long millis) {
        long tenths = millis / 100;
        return tenths / 10 + "." + tenths % 10 + " s";
    }
}
