package dev.ken.bpftrace.show;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt.Update;
import dev.ken.ir.run.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// The buckets of a histogram from the first that was hit to the last, as bpftrace 0.17 tells them.
public final class Buckets {
    /// Bpftrace 0.17 counts everything from 2^31 on into one bucket.
    private static final int LAST_LOG2 = 33;

    /// One bucket.
    ///
    /// @param minimum the least value in it; empty where there is none
    /// @param end     the least value above it; empty where there is none
    public record Bucket(OptionalLong minimum, OptionalLong end, long count) {}

    private Buckets() {}

    /// @param range the range of a linear histogram
    public static List<Bucket> of(Entry.Buckets entry, MapDecl map, Update.Linear range) {
        boolean log2 = map.kind() == MapDecl.Kind.LOG2;
        SortedMap<Integer, Long> counts = new TreeMap<>();
        entry.counts()
                .forEach(
                        (bucket, count) -> counts.merge(log2 ? Math.min(bucket, LAST_LOG2) : bucket, count, Long::sum));
        List<Bucket> all = new ArrayList<>();
        if (counts.isEmpty()) {
            return all;
        }
        for (int i = counts.firstKey(); i <= counts.lastKey(); i++) {
            long count = counts.getOrDefault(i, 0L);
            all.add(log2 ? log2(i, count) : linear(i, count, range));
        }
        return all;
    }

    private static Bucket log2(int index, long count) {
        return switch (index) {
            case 0 -> new Bucket(OptionalLong.empty(), OptionalLong.of(0), count);
            case 1 -> new Bucket(OptionalLong.of(0), OptionalLong.of(1), count);
            default -> new Bucket(OptionalLong.of(1L << (index - 2)), OptionalLong.of(1L << (index - 1)), count);
        };
    }

    private static Bucket linear(int index, long count, Update.Linear range) {
        long last = (range.maximum() - range.minimum()) / range.step() + 1;
        if (index == 0) {
            return new Bucket(OptionalLong.empty(), OptionalLong.of(range.minimum()), count);
        }
        if (index >= last) {
            return new Bucket(OptionalLong.of(range.maximum()), OptionalLong.empty(), count);
        }
        long minimum = range.minimum() + (index - 1) * range.step();
        return new Bucket(OptionalLong.of(minimum), OptionalLong.of(minimum + range.step()), count);
    }
}
