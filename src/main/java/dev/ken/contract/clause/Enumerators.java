package dev.ken.contract.clause;

import dev.ken.contract.clause.Signature.Range;
import dev.ken.kernel.btf.BtfType;
import dev.ken.kernel.btf.BtfType.Enumerator;
import java.util.List;
import java.util.Optional;

/// What values an enumeration names. C lets a variable of an enumeration hold any number, so this is a convention.
final class Enumerators {
    private static final int FEWEST_FLAGS = 2;

    private Enumerators() {}

    /// The least and the largest; where they are flags to be joined, all that can be made of them. Empty where all
    /// values of 64 bits would be in it.
    static Optional<Range> range(BtfType.Enum choice) {
        List<Long> values =
                choice.enumerators().stream().map(Enumerator::value).sorted().toList();
        if (values.isEmpty() || values.getFirst() < 0 && !choice.signed()) {
            return Optional.empty();
        }
        long least = values.getFirst();
        long most = values.getLast();
        return Optional.of(flags(values) ? new Range(0, Long.highestOneBit(most) * 2 - 1) : new Range(least, most))
                .filter(range -> range.most() >= range.least());
    }

    /// Whether they are bits, and more of them than a plain count from 0 would have by accident.
    private static boolean flags(List<Long> values) {
        long all = values.stream().filter(value -> Long.bitCount(value) == 1).reduce(0L, (a, b) -> a | b);
        boolean dense = values.stream().distinct().count() == values.getLast() - values.getFirst() + 1;
        boolean joined = values.stream().allMatch(value -> value >= 0 && (value & ~all) == 0);
        long large = values.stream()
                .filter(value -> value > 2 && Long.bitCount(value) == 1)
                .count();
        return joined && !dense && (large >= FEWEST_FLAGS || large == 1 && !values.contains(3L));
    }
}
