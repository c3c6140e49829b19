package dev.ken.synthesis;

/// Which bpftrace a program is written for.
///
/// @param dots   fields of a context are `args.x`; before 0.19 they are `args->x`
/// @param fentry kernel functions are watched at `fentry:` and `fexit:`; before 0.20 these are `kfunc:` and
///     `kretfunc:`
public record Dialect(boolean dots, boolean fentry, boolean containsFunction) {
    /// bpftrace 0.17, what Debian 12 has.
    public static final Dialect OLDEST = new Dialect(false, false, false);

    /// The dialect of a release `0.minor`.
    public static Dialect of(int minor) {
        return new Dialect(minor >= 19, minor >= 20, minor >= 21);
    }

    /// A probe of the catalog as this bpftrace names it.
    String probe(String probe) {
        return fentry
                ? probe
                : probe.startsWith("fentry:")
                        ? "kfunc:" + probe.substring("fentry:".length())
                        : probe.startsWith("fexit:") ? "kretfunc:" + probe.substring("fexit:".length()) : probe;
    }
}
