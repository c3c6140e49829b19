package dev.ken.bpftrace;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether an attach point has the parts that its type needs, as bpftrace's own reader of attach points sees it
/// (`attachpoint_parser.cpp` of 0.17); that the parts make sense and exist is for the checker.
final class AttachPointForm {
    private static final String NUMBER = "0[xX][0-9a-fA-F]+|\\d[\\d_]*([eE]\\d+)?([uU]|[uU]?[lL]{1,2})?|\\$\\d+";
    private static final Set<String> UNITS = Set.of("ns", "us", "ms", "s", "m", "h", "d");

    private AttachPointForm() {}

    /// The parts between colons, quotes left out; a colon in quotes parts nothing.
    static List<String> parts(String text) {
        List<String> parts = new java.util.ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ':' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    /// The form that it should have, where it has another.
    static Optional<String> wanted(String text) {
        List<String> parts = parts(text);
        int n = parts.size() - 1;
        String last = parts.getLast();
        String provider = parts.getFirst();
        return switch (ProbeContext.longName(provider)) {
            case "BEGIN", "END", "begin", "end" -> form(n == 0 || n == 1 && last.equals("*"), provider);
            case "tracepoint" -> form(n == 2 || n == 1 && last.contains("*"), "tracepoint:category:name");
            case "kprobe" ->
                form((n == 1 || n == 2) && offset(last) && !last.matches("\\$[^\\d].*"), "kprobe:function");
            case "kretprobe" -> form((n == 1 || n == 2) && !last.contains("+"), "kretprobe:function");
            case "fentry", "fexit" -> form(n >= 1 && n <= 3, provider + ":function");
            case "uprobe" -> form((n == 2 || n == 3) && offset(last) && !spread(parts), "uprobe:path:function");
            case "uretprobe" -> form((n == 2 || n == 3) && !last.contains("+"), "uretprobe:path:function");
            case "usdt" -> form(n == 2 || n == 3, "usdt:path:probe");
            case "profile" -> form(timed(parts), "profile:hz:99");
            case "interval" -> form(timed(parts), "interval:s:1");
            case "software", "hardware" ->
                form(n == 1 || n == 2 && (last.equals("*") || number(last)), provider + ":event:count");
            case "watchpoint", "asyncwatchpoint" -> form(watched(parts), provider + ":address:length:mode");
            case "rawtracepoint" -> form(n == 1 || n == 2, "rawtracepoint:name");
            case "self" -> form(n == 2, "self:signal:SIGUSR1");
            case "iter" -> form((n == 1 || n == 2) && !parts.get(1).contains("*"), "iter:object");
            default -> Optional.empty();
        };
    }

    private static Optional<String> form(boolean right, String wanted) {
        return right ? Optional.empty() : Optional.of(wanted);
    }

    private static boolean number(String text) {
        return text.matches(NUMBER)
                && (text.startsWith("$") || Numbers.value(text).isPresent());
    }

    /// At most one offset, and that a number.
    private static boolean offset(String function) {
        int plus = function.indexOf('+');
        return plus < 0 || plus > 0 && number(function.substring(plus + 1));
    }

    /// An address in more than one file.
    private static boolean spread(List<String> parts) {
        return parts.get(1).contains("*") && number(parts.getLast());
    }

    private static boolean watched(List<String> parts) {
        if (parts.size() != 4) {
            return false;
        }
        String[] target = parts.get(1).split("\\+", -1);
        boolean address = target.length == 1 && number(target[0]);
        boolean argument = target.length == 2
                && !target[0].isEmpty()
                && target[1].startsWith("arg")
                && number(target[1].substring(3));
        return (address || argument) && number(parts.get(2));
    }

    private static boolean timed(List<String> parts) {
        if (parts.size() == 2) {
            String end = parts.get(1).replaceFirst("^\\d+", "");
            return !end.equals(parts.get(1)) && (end.isEmpty() || UNITS.contains(end)) || number(parts.get(1));
        }
        String count = parts.getLast();
        return parts.size() == 3 && number(count.startsWith("-") ? count.substring(1) : count);
    }
}
