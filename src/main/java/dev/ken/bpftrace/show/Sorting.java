package dev.ken.bpftrace.show;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Shape;
import dev.ken.ir.run.Entry;
import dev.ken.ir.run.Output;
import dev.ken.ir.run.Value;
import java.util.Comparator;
import java.util.List;

/// The order in which bpftrace shows entries: numbers, averages and histograms (by how much is in them) by value,
/// others by key. Where values are equal, bpftrace's order is that of the kernel's hash table; here it is by key.
public final class Sorting {
    private Sorting() {}

    public static List<Output.Row> sorted(MapDecl map, List<Output.Row> rows) {
        boolean unsigned = map.shown().value() instanceof Shape.Unsigned;
        Comparator<Output.Row> byValue = (a, b) -> {
            long left = weight(a.entry());
            long right = weight(b.entry());
            return unsigned ? Long.compareUnsigned(left, right) : Long.compare(left, right);
        };
        return rows.stream().sorted(byValue.thenComparing(Sorting::byKey)).toList();
    }

    private static long weight(Entry entry) {
        return switch (entry) {
            case Entry.Plain(Value.Int(long number)) -> number;
            case Entry.Plain _ -> 0;
            case Entry.Tally(long count, long sum) -> count == 0 ? 0 : sum / count;
            case Entry.Buckets(var counts) ->
                counts.values().stream().mapToLong(Long::longValue).sum();
        };
    }

    private static int byKey(Output.Row a, Output.Row b) {
        for (int i = 0; i < a.keys().size() && i < b.keys().size(); i++) {
            int order = a.keys().get(i) instanceof Value.Int(long left)
                            && b.keys().get(i) instanceof Value.Int(long right)
                    ? Long.compare(left, right)
                    : Shown.text(a.keys().get(i)).compareTo(Shown.text(b.keys().get(i)));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
