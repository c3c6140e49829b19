package dev.ken.runtime;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bpftrace release and what KEN must know of its dialect. Seen by running 0.17.0, 0.23.2 and 0.27.1; what lies
/// between is from the first release that was seen to behave so, unless said otherwise.
public record BpftraceVersion(int major, int minor, int patch) implements Comparable<BpftraceVersion> {
    private static final Pattern TEXT = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?");

    /// The oldest release that KEN was tried with.
    public static final BpftraceVersion OLDEST = new BpftraceVersion(0, 17, 0);

    /// Reads `bpftrace v0.17.0`, as `bpftrace --version` prints it, with or without suffix.
    public static Optional<BpftraceVersion> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String patch = matcher.group(3);
        return Optional.of(new BpftraceVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                patch == null ? 0 : Integer.parseInt(patch)));
    }

    public boolean atLeast(int otherMajor, int otherMinor) {
        return compareTo(new BpftraceVersion(otherMajor, otherMinor, 0)) >= 0;
    }

    /// Fields of tracepoint arguments are written `args.x`; before, `args->x` only. The first release is 0.19 by
    /// its changelog, not tried; `args->x` works everywhere.
    public boolean argsWithDot() {
        return atLeast(0, 19);
    }

    /// Whether `rawtracepoint:` is a probe type; 0.17 aborts on it.
    public boolean rawTracepoints() {
        return atLeast(0, 23);
    }

    /// Whether `--dry-run` attaches and exits. KEN does not need it: see [KernelCheck].
    public boolean dryRun() {
        return atLeast(0, 23);
    }

    /// Whether SIGUSR1 makes it print its maps. It does in 0.17; 0.23 and 0.27 take the signal and print nothing.
    boolean printsOnSignal() {
        return !atLeast(0, 18);
    }

    /// Whether map keys are escaped twice in JSON. They are in 0.23, not in 0.17 and 0.27.
    boolean escapesKeysTwice() {
        return atLeast(0, 18) && !atLeast(0, 27);
    }

    /// Whether, once a text with a control or non-ASCII byte was printed, it writes every later number in
    /// hexadecimal, which then reads as another number. Seen in 0.27.1, not in 0.23.2 and 0.17.0.
    boolean printsHexadecimalAfterEscapes() {
        return atLeast(0, 24);
    }

    /// The variable that sets how many keys a map holds.
    String mapKeysVariable() {
        return atLeast(0, 19) ? "BPFTRACE_MAX_MAP_KEYS" : "BPFTRACE_MAP_KEYS_MAX";
    }

    @Override
    public int compareTo(BpftraceVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = Integer.compare(minor, other.minor);
        return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
