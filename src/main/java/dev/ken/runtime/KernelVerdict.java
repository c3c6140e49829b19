package dev.ken.runtime;

import java.util.Optional;

/// What the real kernel says about a program.
public sealed interface KernelVerdict {
    /// Every probe was loaded through the verifier and attached, then detached again.
    ///
    /// @param release       kernel that judged, as `uname -r`
    /// @param millis        from start to the last probe attached
    /// @param probes        how many probes it has
    /// @param verifierSteps instructions the verifier walked through, all probes together; empty where bpftrace
    ///     does not say
    record Accepted(String release, long millis, int probes, Optional<Long> verifierSteps) implements KernelVerdict {}

    /// bpftrace or the kernel refuses.
    ///
    /// @param message one sentence, as near to the cause as can be told
    /// @param line    one-based line of the script, where known
    /// @param log     the lines that say so, shortened
    record Rejected(Cause cause, String message, Optional<Integer> line, String log) implements KernelVerdict {}

    /// Nobody judged. `hint` says what to do about it.
    record Unavailable(String reason, String hint) implements KernelVerdict {}

    enum Cause {
        SYNTAX,
        TYPE,
        UNKNOWN_PROBE,
        UNKNOWN_FIELD,
        UNKNOWN_NAME,
        UNSAFE,
        /// The kernel's verifier.
        VERIFIER,
        /// Loaded, but the kernel would not attach it here.
        ATTACH,
        TOO_MANY_PROBES,
        TOO_SLOW,
        PRIVILEGES,
        OTHER
    }
}
