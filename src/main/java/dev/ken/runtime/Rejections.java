package dev.ken.runtime;

import dev.ken.runtime.KernelVerdict.Cause;
import dev.ken.runtime.KernelVerdict.Rejected;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads why bpftrace refused from what it wrote to standard error. The shapes were seen on 0.17.0, 0.23.2 and
/// 0.27.1.
final class Rejections {
    private static final int LOG_LIMIT_LINES = 16;
    private static final int LOG_LINE_LIMIT = 300;
    private static final Pattern PLACED =
            Pattern.compile("stdin:(\\d{1,9})(?::\\d{1,9})?(?:-\\d{1,9})?: (ERROR|WARNING): (.*)");
    private static final Pattern LOADING = Pattern.compile("ERROR: Error loading (?:BPF )?program(?: for|:) (\\S+).*");
    private static final Pattern ATTACHING =
            Pattern.compile("ERROR: (?:Error attaching probe:|Unable to attach probe:) '?([^']*)'?.*");
    private static final Pattern NOT_THERE =
            Pattern.compile("open\\((\\S*/events/(\\S+)/(\\S+)/id)\\): No such file.*");

    /// Of a probe type that this bpftrace does not know or this kernel does not have, in the words of 0.17.
    private static final List<String> NO_FUNCTIONS =
            List.of("kfunc/kretfunc not available", "fentry/fexit not available", "Invalid probe type made it");
    private static final List<String> FUNCTION_PROBES = List.of("kfunc:", "kretfunc:", "fentry:", "fexit:");

    private Rejections() {}

    /// Noise that says nothing about the program.
    static boolean isNoise(String line) {
        return line.isBlank()
                || line.contains("couldn't set RLIMIT_MEMLOCK")
                || line.contains("available_filter_functions")
                || line.contains("Addrspace mismatch")
                || line.startsWith("INFO: node count");
    }

    /// A probe of the program that was left out although bpftrace went on.
    static Optional<Rejected> leftOut(List<String> errors) {
        for (String line : errors) {
            Matcher matcher = NOT_THERE.matcher(line);
            if (matcher.matches()) {
                String name = "tracepoint:" + matcher.group(2) + ":" + matcher.group(3);
                return Optional.of(new Rejected(
                        Cause.UNKNOWN_PROBE, "This kernel has no " + name + ".", Optional.empty(), log(errors)));
            }
        }
        return Optional.empty();
    }

    /// @param exitCode how it ended: 1 before loading, 255 from loading on, 134 (SIGABRT) on a probe type it does
    ///     not know
    static Rejected read(List<String> output, List<String> errors, int exitCode, String script) {
        Optional<Rejected> verifier = verifier(errors, script);
        if (verifier.isPresent()) {
            return verifier.get();
        }
        for (String line : errors) {
            Matcher placed = PLACED.matcher(line);
            if (placed.matches() && placed.group(2).equals("ERROR")) {
                String message = placed.group(3);
                Cause cause = causeOf(message);
                int told = Math.min(Integer.parseInt(placed.group(1)), lines(script));
                // 0.17 gives the first line of the script for every probe that it does not find.
                Optional<Integer> found = cause == Cause.UNKNOWN_PROBE
                        ? lineOf(message.substring(message.lastIndexOf(' ') + 1), script)
                        : Optional.empty();
                return new Rejected(cause, plain(message, script), Optional.of(found.orElse(told)), log(errors));
            }
        }
        for (String line : errors) {
            Matcher attaching = ATTACHING.matcher(line);
            if (attaching.matches()) {
                String probe = attaching.group(1);
                String message = "The kernel does not attach " + probe + ": " + before(errors, line);
                return new Rejected(Cause.ATTACH, message, lineOf(probe, script), log(errors));
            }
        }
        for (String line : errors) {
            if (!isNoise(line) && (line.startsWith("ERROR: ") || line.startsWith("FATAL: "))) {
                String message = line.substring("ERROR: ".length());
                return new Rejected(causeOf(message), plain(message, script), Optional.empty(), log(errors));
            }
        }
        if (output.stream().anyMatch(line -> line.startsWith("No probes to attach"))) {
            return new Rejected(
                    Cause.UNKNOWN_PROBE, "No probe of the program exists here.", Optional.empty(), log(errors));
        }
        return new Rejected(Cause.OTHER, "bpftrace ended with code " + exitCode + ".", Optional.empty(), log(errors));
    }

    /// What bpftrace says of functions that it cannot watch, for those who do not know its insides.
    private static String plain(String message, String script) {
        boolean functions = NO_FUNCTIONS.stream().anyMatch(message::contains)
                && FUNCTION_PROBES.stream().anyMatch(script::contains);
        return functions
                ? "This kernel, or this bpftrace, cannot watch kernel functions ("
                        + message.strip().replaceFirst("\\.$", "") + ")"
                : message;
    }

    private static Optional<Rejected> verifier(List<String> errors, String script) {
        int begin = indexOf(errors, "Error log:");
        int processed = -1;
        for (int i = 0; i < errors.size(); i++) {
            if (errors.get(i).startsWith("processed ") && errors.get(i).contains(" insns")) {
                processed = i;
            }
        }
        Optional<String> probe = errors.stream()
                .map(LOADING::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst();
        boolean failed = probe.isPresent() || errors.stream().anyMatch(line -> line.contains("Failed to load program"));
        if (!failed || (begin < 0 && processed < 0 && probe.isEmpty())) {
            return Optional.empty();
        }
        String last = "the program was refused";
        for (int i = processed - 1; i > Math.max(begin, -1); i--) {
            if (!isNoise(errors.get(i))) {
                last = errors.get(i).strip();
                break;
            }
        }
        int from = Math.max(0, (processed < 0 ? errors.size() : processed + 1) - LOG_LIMIT_LINES);
        List<String> shown = errors.subList(from, processed < 0 ? errors.size() : processed + 1);
        return Optional.of(new Rejected(
                Cause.VERIFIER,
                "The kernel's verifier refuses the program: " + last,
                probe.flatMap(name -> lineOf(name, script)),
                log(shown)));
    }

    private static Cause causeOf(String message) {
        if (containsAny(message, "syntax error", "syntax: ")) {
            return Cause.SYNTAX;
        }
        if (message.contains("does not contain a field")) {
            return Cause.UNKNOWN_FIELD;
        }
        if (containsAny(message, "Unknown function", "Unknown identifier", "Undefined", "Unknown struct")) {
            return Cause.UNKNOWN_NAME;
        }
        if (message.contains("unsafe function")) {
            return Cause.UNSAFE;
        }
        if (containsAny(message, "running as the root user", "Operation not permitted", "Permission denied")) {
            return Cause.PRIVILEGES;
        }
        if (containsAny(
                message,
                "tracepoint not found",
                "No matches for",
                "nvalid probe type",
                "No probes to attach",
                "no valid attach points",
                "not available for your kernel",
                "does not exist or is not executable",
                "Could not resolve symbol")) {
            return Cause.UNKNOWN_PROBE;
        }
        if (containsAny(message, "Can only have", "trying to attach to more probes", "Too many")) {
            return Cause.TOO_MANY_PROBES;
        }
        if (containsAny(
                message, "ype mismatch", "expects", "cannot", "Can't", "Cannot", "only supports", "should be")) {
            return Cause.TYPE;
        }
        return Cause.OTHER;
    }

    private static boolean containsAny(String message, String... parts) {
        for (String part : parts) {
            if (message.contains(part)) {
                return true;
            }
        }
        return false;
    }

    private static String before(List<String> errors, String line) {
        int at = errors.indexOf(line);
        for (int i = at - 1; i >= 0; i--) {
            String candidate = errors.get(i).strip();
            if (!isNoise(candidate) && !candidate.startsWith("Attaching")) {
                return candidate;
            }
        }
        return "no reason given";
    }

    private static Optional<Integer> lineOf(String probe, String script) {
        int at = script.indexOf(probe);
        return at < 0
                ? Optional.empty()
                : Optional.of(1
                        + (int) script.substring(0, at)
                                .chars()
                                .filter(c -> c == '\n')
                                .count());
    }

    private static int lines(String script) {
        return (int) Math.max(1, script.lines().count());
    }

    private static int indexOf(List<String> lines, String part) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i)
                    .regionMatches(
                            true, Math.max(0, lines.get(i).strip().length() - part.length()), part, 0, part.length())) {
                return i;
            }
        }
        return -1;
    }

    private static String log(List<String> errors) {
        StringBuilder out = new StringBuilder();
        errors.stream()
                .filter(line -> !isNoise(line) && !line.startsWith("Attaching") && !line.startsWith("Trying to attach"))
                .limit(LOG_LIMIT_LINES)
                .forEach(line -> out.append(line, 0, Math.min(line.length(), LOG_LINE_LIMIT))
                        .append('\n'));
        return out.toString();
    }
}
