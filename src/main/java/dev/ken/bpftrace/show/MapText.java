package dev.ken.bpftrace.show;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt.Update;
import dev.ken.ir.run.Entry;
import dev.ken.ir.run.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A map as bpftrace 0.17 prints it: entries by value, the smallest first.
final class MapText {
    private static final int BAR = 52;

    private final MapDecl map;
    private final Update.Linear range;
    private final long divisor;

    MapText(MapDecl map, Update.Linear range, long divisor) {
        this.map = map;
        this.range = range;
        this.divisor = divisor;
    }

    /// Each line ended. After averages and statistics, and after each histogram, stands an empty line; an empty map is
    /// an empty line, but for a count without keys, which is 0.
    String text(List<Output.Row> sorted) {
        StringBuilder out = new StringBuilder();
        List<Output.Row> rows = new ArrayList<>(sorted);
        if (rows.isEmpty() && map.kind() == MapDecl.Kind.COUNT && map.keys().isEmpty()) {
            rows.add(new Output.Row(List.of(), Entry.zero(map)));
        }
        rows.forEach(row -> out.append(map.name())
                .append(key(row))
                .append(": ")
                .append(entry(row.entry()))
                .append('\n'));
        if (rows.isEmpty()) {
            out.append('\n');
        }
        boolean averages = map.kind() == MapDecl.Kind.AVERAGE || map.kind() == MapDecl.Kind.STATISTICS;
        return averages ? out.append('\n').toString() : out.toString();
    }

    private String key(Output.Row row) {
        return row.keys().isEmpty() ? "" : keys(map, row).stream().collect(Collectors.joining(", ", "[", "]"));
    }

    static List<String> keys(MapDecl map, Output.Row row) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < row.keys().size(); i++) {
            parts.add(Shown.key(row.keys().get(i), map.shown().keys().get(i)));
        }
        return parts;
    }

    private String entry(Entry entry) {
        return switch (entry) {
            case Entry.Plain plain -> plain(plain);
            case Entry.Tally(long count, long sum) -> {
                long average = count == 0 ? 0 : sum / count;
                yield map.kind() == MapDecl.Kind.AVERAGE
                        ? Long.toString(average / divisor)
                        : "count " + count + ", average " + average / divisor + ", total " + sum / divisor;
            }
            case Entry.Buckets buckets -> histogram(buckets);
        };
    }

    private String plain(Entry.Plain plain) {
        if (divisor == 1 || !(plain.value() instanceof dev.ken.ir.run.Value.Int(long number))) {
            return Shown.value(plain.value(), map.shown().value());
        }
        boolean unsigned = map.shown().value() instanceof dev.ken.ir.Shape.Unsigned;
        return unsigned ? Long.toUnsignedString(Long.divideUnsigned(number, divisor)) : Long.toString(number / divisor);
    }

    private String histogram(Entry.Buckets entry) {
        List<Buckets.Bucket> buckets = Buckets.of(entry, map, range);
        long most = buckets.stream().mapToLong(Buckets.Bucket::count).max().orElse(1);
        StringBuilder out = new StringBuilder("\n");
        for (Buckets.Bucket bucket : buckets) {
            String head = head(bucket);
            String count = Long.toString(bucket.count() / divisor);
            int bar = (int) ((float) bucket.count() / most * BAR);
            out.append(head).append(" ".repeat(Math.max(0, 16 - head.length())));
            out.append(" ".repeat(Math.max(0, 8 - count.length()))).append(count);
            out.append(" |")
                    .append("@".repeat(bar))
                    .append(" ".repeat(BAR - bar))
                    .append("|\n");
        }
        return out.toString();
    }

    private String head(Buckets.Bucket bucket) {
        if (bucket.minimum().isEmpty()) {
            return "(..., " + label(bucket.end().orElse(0)) + ")";
        }
        long minimum = bucket.minimum().getAsLong();
        if (bucket.end().isEmpty()) {
            return "[" + label(minimum) + ", ...)";
        }
        long end = bucket.end().getAsLong();
        boolean one = map.kind() == MapDecl.Kind.LOG2 && end == minimum + 1;
        return one ? "[" + minimum + "]" : "[" + label(minimum) + ", " + label(end) + ")";
    }

    /// In 1024s where that is exact.
    private String label(long number) {
        String[] suffixes =
                map.kind() == MapDecl.Kind.LOG2 ? new String[] {"", "K", "M", "G"} : new String[] {"", "K", "M"};
        int at = 0;
        long left = number;
        while (left != 0 && left % 1024 == 0 && at + 1 < suffixes.length) {
            left /= 1024;
            at++;
        }
        return left + suffixes[at];
    }
}
