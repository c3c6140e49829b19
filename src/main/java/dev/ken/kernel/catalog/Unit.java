package dev.ken.kernel.catalog;

import java.util.Arrays;
import java.util.Optional;

/// Units of attributes and measures. `factor` is how many of the family's base unit (ns, B, pages, events) one of it
/// is.
public enum Unit {
    NANOSECONDS("ns", Family.TIME, 1),
    MICROSECONDS("us", Family.TIME, 1_000),
    MILLISECONDS("ms", Family.TIME, 1_000_000),
    SECONDS("s", Family.TIME, 1_000_000_000),
    BYTES("B", Family.SIZE, 1),
    KIBIBYTES("KiB", Family.SIZE, 1 << 10),
    MEBIBYTES("MiB", Family.SIZE, 1 << 20),
    GIBIBYTES("GiB", Family.SIZE, 1 << 30),
    NONE("", Family.PLAIN, 1);

    /// Units of one family convert into each other.
    public enum Family {
        TIME,
        SIZE,
        PLAIN
    }

    private final String symbol;
    private final Family family;
    private final long factor;

    Unit(String symbol, Family family, long factor) {
        this.symbol = symbol;
        this.family = family;
        this.factor = factor;
    }

    public String symbol() {
        return symbol;
    }

    public Family family() {
        return family;
    }

    public long factor() {
        return factor;
    }

    /// Whether what is added up is often less than one of it, so that each value by itself would be cut to nothing.
    /// Sizes are below most units of theirs, times below a second.
    public boolean isCoarse() {
        return family == Family.SIZE && factor > 1 || family == Family.TIME && factor >= SECONDS.factor;
    }

    /// The unit written `symbol`, exactly.
    public static Optional<Unit> of(String symbol) {
        return Arrays.stream(values())
                .filter(unit -> unit.symbol.equals(symbol))
                .findFirst();
    }
}
