package dev.ken.bpftrace;

import java.util.Optional;

/// Whether an attach point has the parts that its type needs; that they exist is for the checker.
final class AttachPointForm {
    private static final String COUNT = "\\d[\\d_]*(?:e\\d+)?|\\$\\d+";

    private AttachPointForm() {}

    /// The form that it should have, where it has another.
    static Optional<String> wanted(String text) {
        String[] parts = text.split(":(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
        int n = parts.length - 1;
        String last = parts[n];
        return switch (parts[0]) {
            case "BEGIN", "END", "begin", "end" -> form(n == 0, parts[0]);
            case "tracepoint", "t" ->
                form(n == 2 && full(parts) || n == 1 && last.contains("*"), "tracepoint:category:name");
            case "kprobe", "k" -> form((n == 1 || n == 2) && full(parts), "kprobe:function");
            case "kretprobe", "kr" ->
                form((n == 1 || n == 2) && full(parts) && !last.contains("+"), "kretprobe:function");
            case "uprobe", "u" -> form((n == 2 || n == 3) && full(parts) && !spread(parts), "uprobe:path:function");
            case "uretprobe", "ur" ->
                form((n == 2 || n == 3) && full(parts) && !last.contains("+"), "uretprobe:path:function");
            case "profile", "p" -> form(timed(parts), "profile:hz:99");
            case "interval", "i" -> form(timed(parts), "interval:s:1");
            case "software", "s", "hardware", "h" ->
                form(n == 1 || n == 2 && (last.isEmpty() || last.matches(COUNT)), parts[0] + ":event:count");
            case "watchpoint", "w" ->
                form(
                        (n == 3 && parts[1].matches("0x[0-9a-fA-F]+|" + COUNT)
                                        || n == 3 && parts[1].matches("[\\w.]+\\+arg\\d+"))
                                && parts[2].matches(COUNT),
                        "watchpoint:address:length:mode");
            case "asyncwatchpoint", "aw" ->
                form(
                        n == 3
                                && parts[1].matches("0x[0-9a-fA-F]+|" + COUNT + "|[\\w.]+\\+arg\\d+")
                                && parts[2].matches(COUNT),
                        "asyncwatchpoint:address:length:mode");
            case "iter", "it" -> form((n == 1 || n == 2) && !parts[1].contains("*"), "iter:object");
            default -> Optional.empty();
        };
    }

    private static Optional<String> form(boolean right, String wanted) {
        return right ? Optional.empty() : Optional.of(wanted);
    }

    private static boolean full(String[] parts) {
        for (String part : parts) {
            if (part.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /// An address in more than one file.
    private static boolean spread(String[] parts) {
        return parts[1].contains("*") && parts[parts.length - 1].startsWith("0x");
    }

    private static boolean timed(String[] parts) {
        return parts.length == 3 && parts[2].matches(COUNT)
                || parts.length == 2 && parts[1].matches("\\d+(ns|us|ms|s|m|h|d)|" + COUNT);
    }
}
