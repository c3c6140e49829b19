package dev.ken.bpftrace;

/// The version of the language that a program is written for.
public enum Dialect {
    /// Debian 12's: `args->x`, `kfunc`, no booleans, no `let`, no `for`.
    V0_17,
    /// Debian 13's: `args.x`, `fentry`.
    V0_23;

    /// `args.x` rather than `args->x`.
    boolean dottedArgs() {
        return this == V0_23;
    }
}
