package dev.ken.synthesis;

/// Which bpftrace a program is written for. `dots`: fields of a context are `args.x`; before 0.19 they are `args->x`.
public record Dialect(boolean dots, boolean containsFunction) {
    /// bpftrace 0.17, what Debian 12 has.
    public static final Dialect OLDEST = new Dialect(false, false);

    /// The dialect of a release `0.minor`.
    public static Dialect of(int minor) {
        return new Dialect(minor >= 19, minor >= 21);
    }
}
