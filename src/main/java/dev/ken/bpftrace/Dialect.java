package dev.ken.bpftrace;

import java.util.Optional;

/// The version of the language that a program is written for. Later ones come later.
public enum Dialect {
    /// Debian 12's: `args->x`, `kfunc`, no booleans, no `let`, no `for`.
    V0_17(17),
    V0_18(18),
    /// `args.x`
    V0_19(19),
    /// `config`, `fentry`
    V0_20(20),
    /// `for` over maps
    V0_21(21),
    /// `let`
    V0_22(22),
    /// Debian 13's.
    V0_23(23),
    /// Booleans, ranges, macros, `begin` and `end`
    V0_24(24),
    V0_25(25),
    V0_26(26),
    V0_27(27),
    /// Whatever any version takes.
    ANY(Integer.MAX_VALUE);

    private final int minor;

    Dialect(int minor) {
        this.minor = minor;
    }

    /// The dialect of version 0.`minor`: of the nearest one that KEN knows.
    public static Dialect of(int minor) {
        Dialect best = V0_17;
        for (Dialect dialect : values()) {
            if (dialect != ANY && dialect.minor <= minor) {
                best = dialect;
            }
        }
        return best;
    }

    /// Reads `0.17`, `0.23.2` or `any`.
    public static Optional<Dialect> named(String text) {
        if (text.equals("any")) {
            return Optional.of(ANY);
        }
        return text.matches("v?0\\.\\d{1,3}(\\.\\d{1,4})?")
                ? Optional.of(of(
                                Integer.parseInt(text.replaceFirst("v?0\\.", "").replaceFirst("\\..*", ""))))
                        .filter(dialect -> !text.matches("v?0\\.(\\d|1[0-6])(\\..*)?"))
                : Optional.empty();
    }

    /// `0.17`
    public String shown() {
        return this == ANY ? "any version" : "0." + minor;
    }

    /// Whether what came with `other` is there.
    boolean since(Dialect other) {
        return compareTo(other) >= 0;
    }

    /// Whether what went with `other` is still there.
    boolean until(Dialect other) {
        return this == ANY || compareTo(other) < 0;
    }

    /// `args.x` rather than `args->x`.
    boolean dottedArgs() {
        return since(V0_19);
    }

    /// `fentry` rather than `kfunc`.
    boolean fentry() {
        return since(V0_20);
    }
}
