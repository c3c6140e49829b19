package dev.ken.verify;

/// What the numbers of [dev.ken.ir.Stmt.Decide] mean, in words.
public final class PacketVerdict {
    /// What the ids of clauses about verdicts begin with.
    static final String CLAUSE = "verdict.";
    static final String DROPS = "verdict.drop";
    static final String PASSES = "verdict.pass";

    static final long DROP = 1;
    static final long PASS = 2;
    private static final long OUTSIDE = 16;

    private PacketVerdict() {}

    /// A clause without a subject: what the program does.
    public static String does(long verdict) {
        if (verdict == DROP) {
            return "drops it";
        }
        if (verdict == PASS) {
            return "lets it pass";
        }
        if (verdict == 0) {
            return "drops it as an error (XDP_ABORTED)";
        }
        if (verdict == 3) {
            return "sends it back (XDP_TX)";
        }
        if (verdict == 4) {
            return "sends it elsewhere (XDP_REDIRECT)";
        }
        if (verdict == OUTSIDE) {
            return "reads behind its end (the kernel's verifier refuses that)";
        }
        return verdict >= 256
                ? "gives tc the verdict " + (verdict - 256)
                : "gives the verdict " + verdict + ", which is none (the packet is dropped as an error)";
    }
}
