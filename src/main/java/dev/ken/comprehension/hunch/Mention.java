package dev.ken.comprehension.hunch;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A value that a request names.
///
/// @param sort   what it looks like
/// @param text   as it was said, without quotes
/// @param number the number said; of other sorts 0
/// @param unit   the unit said with it (`ms`, `kib`, `hz`), or empty
/// @param place  the index of its word in [Heard]
public record Mention(Sort sort, String text, double number, String unit, int place) {
    /// What a value looks like.
    public enum Sort {
        NUMBER,
        PATH,
        NAME,
        ADDRESS,
        SIGNAL,
        ERROR
    }

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final Map<String, Long> TIMES =
            new TreeMap<>(Map.of("ns", 1L, "us", 1_000L, "ms", MILLI, "s", SECOND, "min", MINUTE, "h", 60 * MINUTE));
    private static final Map<String, Long> SIZES =
            new TreeMap<>(Map.of("b", 1L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30));

    /// Whether it is a time.
    public boolean isTime() {
        return TIMES.containsKey(unit);
    }

    /// Whether it is a size in bytes.
    public boolean isSize() {
        return SIZES.containsKey(unit);
    }

    /// The time in nanoseconds.
    public Optional<Long> nanos() {
        return isTime() ? Optional.of(base()) : Optional.empty();
    }

    /// The number in the base unit of its family: nanoseconds, bytes, or as it is.
    public long base() {
        long factor = TIMES.getOrDefault(unit, SIZES.getOrDefault(unit, 1L));
        return Math.round(number * factor);
    }

    /// Whether the number in its base unit is from the one to the other.
    boolean isWithin(long least, long most) {
        return base() >= least && base() <= most;
    }

    /// What it may be as a number.
    Set<Long> numbers() {
        Set<Long> all = new TreeSet<>(Set.of(base()));
        if (number == Math.rint(number)) {
            all.add((long) number);
        }
        return all;
    }

    /// The family of its unit, or the unit.
    String family() {
        return isTime() ? "time" : isSize() ? "size" : unit;
    }
}
