package dev.ken.cli.view;

import dev.ken.kernel.catalog.Unit;
import dev.ken.runtime.ProgramEvent.Bucket;
import dev.ken.runtime.ProgramEvent.Histogram;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A histogram as ranges, counts and bars.
final class Bars {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
    private static final int NARROWEST_BAR = 8;

    private Bars() {}

    static long total(Histogram histogram) {
        return histogram.buckets().stream().mapToLong(Bucket::count).sum();
    }

    static List<String> lines(Histogram histogram, Unit unit, int columns, int barColumns) {
        long most = histogram.buckets().stream().mapToLong(Bucket::count).max().orElse(0);
        List<String> ranges =
                histogram.buckets().stream().map(bucket -> range(bucket, unit)).toList();
        List<String> counts = histogram.buckets().stream()
                .map(bucket -> Numbers.grouped(BigDecimal.valueOf(bucket.count())))
                .toList();
        int rangeWidth = ranges.stream().mapToInt(Cells::width).max().orElse(0);
        int countWidth = counts.stream().mapToInt(Cells::width).max().orElse(0);
        int width = Math.min(barColumns, Math.max(NARROWEST_BAR, columns - rangeWidth - countWidth - 6));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            String bar = bar(histogram.buckets().get(i).count(), most, width);
            String line = "  " + Cells.left(ranges.get(i), rangeWidth) + "  " + Cells.right(counts.get(i), countWidth)
                    + "  " + bar;
            lines.add(Cells.fit(line.stripTrailing(), columns));
        }
        return lines;
    }

    /// `[4K, 8K) B`; one whole number as itself.
    private static String range(Bucket bucket, Unit unit) {
        String symbol = unit.symbol().isEmpty() ? "" : " " + unit.symbol();
        Optional<BigInteger> from = bucket.from().map(BigDecimal::toBigInteger);
        Optional<BigInteger> above = bucket.to().map(to -> to.toBigInteger().add(BigInteger.ONE));
        if (from.isEmpty()) {
            return "below " + above.map(bound -> Numbers.bound(bound, unit)).orElse("all") + symbol;
        }
        String lower = Numbers.bound(from.get(), unit);
        if (above.isEmpty()) {
            return lower + " and more" + symbol;
        }
        if (above.get().equals(from.get().add(BigInteger.ONE))) {
            return lower + symbol;
        }
        return "[" + lower + ", " + Numbers.bound(above.get(), unit) + ")" + symbol;
    }

    private static String bar(long count, long most, int width) {
        if (count <= 0 || most <= 0) {
            return "";
        }
        long eighths = Math.max(1, Math.round(8.0 * width * count / most));
        int rest = (int) (eighths % 8);
        return "█".repeat((int) (eighths / 8)) + (rest == 0 ? "" : EIGHTHS.substring(rest, rest + 1));
    }
}
