package dev.ken.ir.run;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt.Update;
import dev.ken.ir.Type;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a map holds for one key.
public sealed interface Entry {
    /// What was set, or the sum, minimum, maximum or count.
    record Plain(Value value) implements Entry {}

    /// Of an average or statistics: how many values, and their sum.
    record Tally(long count, long sum) implements Entry {}

    /// How often each bucket of a histogram was hit; buckets without a hit are left out.
    record Buckets(SortedMap<Integer, Long> counts) implements Entry {
        public Buckets {
            counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        }
    }

    /// The entry of a map of this kind that counts as nothing.
    static Entry zero(MapDecl map) {
        return switch (map.kind()) {
            case SCALAR -> new Plain(Value.zero(map.value()));
            case COUNT, SUM, MINIMUM, MAXIMUM -> new Plain(new Value.Int(0));
            case AVERAGE, STATISTICS -> new Tally(0, 0);
            case LOG2, LINEAR -> new Buckets(new TreeMap<>());
        };
    }

    /// A number as every map that is read as a number gives it: of an average its sum (what the executor reads, too).
    default Value read(Type type) {
        return switch (this) {
            case Plain(var value) -> value;
            case Tally(_, long sum) -> new Value.Int(sum);
            case Buckets _ -> Value.zero(type);
        };
    }

    /// The power-of-2 bucket: 0 for negative numbers, 1 for 0, and k + 2 for 2^k .. 2^(k+1) - 1.
    static int log2(long value) {
        return value < 0 ? 0 : value == 0 ? 1 : 65 - Long.numberOfLeadingZeros(value);
    }

    /// The linear bucket: 0 below the minimum, then steps of `step`, the last one at and above the maximum.
    static int linear(long value, Update.Linear linear) {
        if (value < linear.minimum()) {
            return 0;
        }
        long last = (linear.maximum() - linear.minimum()) / linear.step() + 1;
        return (int) (value >= linear.maximum() ? last : (value - linear.minimum()) / linear.step() + 1);
    }
}
