package dev.ken.bpftrace;

import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.ProbeFacts.SiteField;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where an expression stands: a concrete probe, what is known of it, and the constants that the preamble defines.
///
/// @param facts empty where the kernel has no such probe, or KEN cannot look into it
record ProbeContext(String probe, Optional<ProbeFacts> facts, Map<String, Long> constants) {
    Optional<SiteField> field(String name) {
        return facts.flatMap(known -> known.field(name));
    }

    /// The kind of probe, by its long name.
    String provider() {
        return longName(probe.contains(":") ? probe.substring(0, probe.indexOf(':')) : probe);
    }

    static String longName(String provider) {
        return switch (provider) {
            case "t" -> "tracepoint";
            case "k" -> "kprobe";
            case "kr" -> "kretprobe";
            case "f", "kfunc" -> "fentry";
            case "fr", "kretfunc" -> "fexit";
            case "u" -> "uprobe";
            case "ur" -> "uretprobe";
            case "U" -> "usdt";
            case "s" -> "software";
            case "h" -> "hardware";
            case "p" -> "profile";
            case "i" -> "interval";
            case "rt" -> "rawtracepoint";
            case "it" -> "iter";
            case "w" -> "watchpoint";
            case "aw" -> "asyncwatchpoint";
            default -> provider;
        };
    }

    /// Whether reading a field of `args` can be checked here.
    boolean fieldsKnown() {
        return switch (provider()) {
            case "tracepoint" -> facts.isPresent();
            case "rawtracepoint", "fentry", "fexit" -> !fieldNames().isEmpty();
            default -> false;
        };
    }

    /// The names that fields of `args` have here; of functions none where the kernel does not tell their parameters.
    List<String> fieldNames() {
        boolean function = !provider().equals("tracepoint");
        return facts.map(known -> known.fields().keySet().stream()
                        .filter(name -> !function || !name.matches("arg\\d|retval|.*\\..*"))
                        .toList())
                .orElse(List.of());
    }

    /// The name of the function that a function probe is on.
    Optional<String> function() {
        return switch (provider()) {
            case "kprobe", "kretprobe", "fentry", "fexit", "uprobe", "uretprobe" ->
                Optional.of(probe.substring(probe.lastIndexOf(':') + 1));
            default -> Optional.empty();
        };
    }
}
