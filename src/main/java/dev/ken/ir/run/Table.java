package dev.ken.ir.run;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt.Update;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A map while a module runs. Mutable, seen only by [Machine].
final class Table {
    private final MapDecl map;
    private final Extremes extremes;
    private final Map<List<Value>, Entry> entries = new LinkedHashMap<>();

    Table(MapDecl map, Extremes extremes) {
        this.map = map;
        this.extremes = extremes;
    }

    MapDecl map() {
        return map;
    }

    Optional<Entry> entry(List<Value> keys) {
        return Optional.ofNullable(entries.get(keys));
    }

    void delete(List<Value> keys) {
        entries.remove(keys);
    }

    void clear() {
        entries.clear();
    }

    void zero() {
        entries.replaceAll((_, _) -> Entry.zero(map));
    }

    /// The keys in the order in which they came.
    List<List<Value>> keys() {
        return List.copyOf(entries.keySet());
    }

    /// The entries in the order in which their keys came.
    List<Output.Row> rows() {
        List<Output.Row> rows = new ArrayList<>();
        entries.forEach((keys, entry) -> rows.add(new Output.Row(keys, entry)));
        return rows;
    }

    /// `operand` is what the update is given; 0 for a count.
    void update(List<Value> keys, Update update, Value operand) {
        Optional<Entry> old = entry(keys);
        Entry before = old.orElseGet(() -> Entry.zero(map));
        long given = operand instanceof Value.Int(long number) ? number : 0;
        boolean counts = switch (update) {
            case Update.Minimum _ -> old.isPresent() || given <= extremes.greatestMinimum();
            case Update.Maximum _ -> old.isPresent() || given >= extremes.leastMaximum();
            case Update _ -> true;
        };
        if (!counts) {
            return;
        }
        Entry changed = switch (update) {
            case Update.Set _ -> new Entry.Plain(operand);
            case Update.Count _ -> plain(number(before) + 1);
            case Update.Sum _ -> plain(number(before) + given);
            case Update.Minimum _ -> plain(old.isPresent() ? Math.min(number(before), given) : given);
            case Update.Maximum _ -> plain(old.isPresent() ? Math.max(number(before), given) : given);
            case Update.Average _, Update.Statistics _ -> tally(before, given);
            case Update.Log2 _ -> counted(before, Entry.log2(given));
            case Update.Linear linear -> counted(before, Entry.linear(given, linear));
        };
        entries.put(keys, changed);
    }

    private static Entry plain(long number) {
        return new Entry.Plain(new Value.Int(number));
    }

    private static long number(Entry entry) {
        return entry instanceof Entry.Plain(Value.Int(long value)) ? value : 0;
    }

    private static Entry tally(Entry before, long given) {
        return before instanceof Entry.Tally(long count, long sum)
                ? new Entry.Tally(count + 1, sum + given)
                : new Entry.Tally(1, given);
    }

    private static Entry counted(Entry before, int bucket) {
        SortedMap<Integer, Long> counts =
                before instanceof Entry.Buckets(var known) ? new TreeMap<>(known) : new TreeMap<>();
        counts.merge(bucket, 1L, Long::sum);
        return new Entry.Buckets(counts);
    }
}
