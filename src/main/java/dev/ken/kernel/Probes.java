package dev.ken.kernel;

import dev.ken.kernel.ProbeFacts.SiteField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What probes see: from a probe in bpftrace's words to its site, its system calls and its fields.
public final class Probes {
    private static final String ENTER = "sys_enter_";
    private static final String EXIT = "sys_exit_";
    private static final Map<String, Long> NANOS = Map.of(
            "d", 86_400_000_000_000L,
            "h", 3_600_000_000_000L,
            "m", 60_000_000_000L,
            "s", 1_000_000_000L,
            "ms", 1_000_000L,
            "us", 1_000L,
            "ns", 1L);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final Map<String, String> LONG_NAMES = Map.ofEntries(
            Map.entry("t", "tracepoint"),
            Map.entry("k", "kprobe"),
            Map.entry("kr", "kretprobe"),
            Map.entry("f", "fentry"),
            Map.entry("fr", "fexit"),
            Map.entry("kfunc", "fentry"),
            Map.entry("kretfunc", "fexit"),
            Map.entry("u", "uprobe"),
            Map.entry("ur", "uretprobe"),
            Map.entry("U", "usdt"),
            Map.entry("s", "software"),
            Map.entry("h", "hardware"),
            Map.entry("p", "profile"),
            Map.entry("i", "interval"),
            Map.entry("rt", "rawtracepoint"),
            Map.entry("it", "iter"),
            Map.entry("w", "watchpoint"),
            Map.entry("aw", "asyncwatchpoint"));
    private static final Set<String> FACTS_OF_ALL = Set.of(
            "pid",
            "tid",
            "ppid",
            "uid",
            "gid",
            "cpu",
            "comm",
            "parent_comm",
            "exit_code",
            "curtask",
            "time",
            "cgroup",
            "kstack",
            "ustack",
            "memory",
            "numaid",
            "retval");
    private static final Map<String, String> EVENTS = Map.of(
            "faults", "page-faults",
            "cs", "context-switches",
            "cpu", "cpu-clock",
            "cycles", "cpu-cycles",
            "branches", "branch-instructions");
    private static final int MOST_DIGITS = 18;

    /// Arguments that probes on functions and in user space can read.
    static final int MOST_ARGUMENTS = 10;

    private Probes() {}

    /// The facts of a probe without wildcards; empty where this kernel has no such probe or KEN does not know its type.
    public static Optional<ProbeFacts> resolve(String probe, KernelModel kernel) {
        String[] words = words(probe.strip());
        String type = LONG_NAMES.getOrDefault(words[0], words[0]);
        int n = words.length;
        return switch (type) {
            case "BEGIN", "begin" -> plain(probe, new Site.Begin());
            case "END", "end" -> plain(probe, new Site.End());
            case "tracepoint" -> n == 3 ? tracepoint(probe, words[1], words[2], kernel) : Optional.empty();
            case "rawtracepoint" ->
                n == 2 || n == 3 ? TracedContexts.rawTracepoint(probe, words[n - 1], kernel) : Optional.empty();
            case "iter" -> n == 2 || n == 3 ? TracedContexts.iterator(probe, words[1], kernel) : Optional.empty();
            case "watchpoint", "asyncwatchpoint" -> n == 4 ? watchpoint(probe, words) : Optional.empty();
            case "packet" ->
                n == 2 && Set.of("in", "out").contains(words[1])
                        ? Optional.of(new ProbeFacts(probe, new Site.Packet(words[1]), List.of(), packet()))
                        : Optional.empty();
            case "self" ->
                n == 3 && words[1].equals("signal") ? plain(probe, new Site.Self(words[2])) : Optional.empty();
            case "interval" -> timer(words).flatMap(nanos -> plain(probe, new Site.Interval(nanos)));
            case "profile" -> profile(probe, words);
            case "software", "hardware" -> n == 2 || n == 3 ? counter(probe, words) : Optional.empty();
            case "kprobe", "kretprobe" -> function(probe, words, type.equals("kprobe"));
            case "fentry", "fexit" ->
                function(probe, words, type.equals("fentry")).map(facts -> withParameters(facts, kernel));
            case "uprobe" ->
                n == 3 || n == 4 ? user(probe, new Site.UserEntry(words[1], words[n - 1]), true) : Optional.empty();
            case "uretprobe" ->
                n == 3 || n == 4 ? user(probe, new Site.UserReturn(words[1], words[n - 1]), false) : Optional.empty();
            case "usdt" -> n >= 3 ? user(probe, new Site.Usdt(words[1], words[n - 1]), true) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// The parts between colons, quotes left out; a colon in quotes parts nothing.
    private static String[] words(String probe) {
        if (probe.indexOf('"') < 0) {
            return probe.split(":", -1);
        }
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (char c : probe.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ':' && !quoted) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return words.toArray(new String[0]);
    }

    /// The probes of this kernel that match a pattern with `*`, sorted; the pattern itself where it has none.
    /// Nothing for patterns over programs and libraries, of which a kernel does not know.
    public static List<String> expand(String pattern, KernelModel kernel) {
        if (!pattern.contains("*")) {
            return List.of(pattern);
        }
        String[] words = pattern.split(":", 2);
        if (words.length < 2) {
            return List.of();
        }
        String last = words[1].substring(words[1].lastIndexOf(':') + 1);
        return switch (LONG_NAMES.getOrDefault(words[0], words[0])) {
            case "tracepoint" -> matching(words[1], kernel.tracepoints().names(), "tracepoint:");
            case "rawtracepoint" -> matching(last, TracedContexts.rawTracepoints(kernel), "rawtracepoint:");
            case "kprobe", "kretprobe", "fentry", "fexit" ->
                matching(last, kernel.functions().names(), words[0] + ":").stream()
                        .filter(name ->
                                kernel.functions().traceable(name.substring(words[0].length() + 1)) != Traceable.NO)
                        .toList();
            default -> List.of();
        };
    }

    private static List<String> matching(String pattern, List<String> names, String prefix) {
        // Most names fail at once at what stands before the first star.
        String beginning = pattern.substring(0, Math.max(0, pattern.indexOf('*')));
        Pattern regex = Pattern.compile(("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q"));
        return names.stream()
                .filter(name ->
                        name.startsWith(beginning) && regex.matcher(name).matches())
                .map(name -> prefix + name)
                .toList();
    }

    /// Existing probes whose spelling is closest to that of `probe`, the closest first: tracepoints, and
    /// functions where it is a probe on a function and the kernel tells its functions.
    public static List<String> nearest(String probe, KernelModel kernel, int limit) {
        int colon = probe.indexOf(':');
        String type = colon < 0 ? "" : probe.substring(0, colon);
        String wanted = probe.substring(colon + 1);
        return switch (LONG_NAMES.getOrDefault(type, type)) {
            case "kprobe", "kretprobe", "fentry", "fexit" ->
                kernel.functions().nearest(last(wanted), limit).stream()
                        .map(function -> type + ":" + function)
                        .toList();
            case "rawtracepoint" -> near(type, last(wanted), TracedContexts.rawTracepoints(kernel), limit);
            case "iter" -> near(type, wanted, TracedContexts.iterators(kernel), limit);
            default ->
                Spelling.nearest(wanted, kernel.tracepoints().names().stream(), limit).stream()
                        .map(name -> "tracepoint:" + name)
                        .toList();
        };
    }

    private static String last(String parts) {
        return parts.substring(parts.lastIndexOf(':') + 1);
    }

    private static List<String> near(String type, String wanted, List<String> names, int limit) {
        return Spelling.nearest(wanted, names.stream(), limit).stream()
                .map(name -> type + ":" + name)
                .toList();
    }

    /// Fields of a probe whose spelling is closest to `field`, the closest first.
    public static List<String> nearestFields(ProbeFacts facts, String field, int limit) {
        return Spelling.nearest(field, facts.fields().keySet().stream(), limit);
    }

    /// Facts that are read off a packet's bytes; the judge knows how.
    private static Map<String, SiteField> packet() {
        Map<String, SiteField> fields = new LinkedHashMap<>();
        for (String name : List.of(
                "size",
                "ethertype",
                "family",
                "protocol",
                "source",
                "destination",
                "source_port",
                "destination_port",
                "tcp_flags",
                "icmp_type",
                "vlan",
                "ttl",
                "dscp",
                "fragment",
                "header_bytes",
                "source_mac",
                "destination_mac",
                "source6_high",
                "source6_low",
                "destination6_high",
                "destination6_low",
                "interface")) {
            fields.put(name, new SiteField("packet." + name, new FieldType.Integer(8, false)));
        }
        return fields;
    }

    private static Optional<ProbeFacts> plain(String probe, Site site) {
        return Optional.of(new ProbeFacts(probe, site, List.of(), Map.of()));
    }

    private static Optional<ProbeFacts> tracepoint(String probe, String category, String name, KernelModel kernel) {
        Optional<TracepointFormat> format = kernel.tracepoints().find(category, name);
        if (format.isEmpty()) {
            return Optional.empty();
        }
        boolean raw = category.equals("raw_syscalls");
        if (raw && (name.equals("sys_enter") || name.equals("sys_exit"))) {
            return Optional.of(rawSyscall(probe, name.equals("sys_enter"), format.get()));
        }
        boolean enter = name.startsWith(ENTER);
        if (category.equals("syscalls") && (enter || name.startsWith(EXIT))) {
            Optional<Integer> number = kernel.syscalls()
                    .number(SyscallTable.ofTracepoint(name.substring(enter ? ENTER.length() : EXIT.length())));
            return number.map(nr -> syscall(probe, enter, nr, format.get()));
        }
        Map<String, SiteField> fields = new LinkedHashMap<>();
        format.get()
                .fields()
                .forEach(field -> fields.put(field.name(), new SiteField(symbol(field.name()), field.type())));
        return Optional.of(new ProbeFacts(probe, new Site.Tracepoint(category, name), List.of(), fields));
    }

    /// A field that is called as a fact of every occurrence is another fact: `args.pid` of a wakeup is the woken
    /// thread.
    private static String symbol(String field) {
        return FACTS_OF_ALL.contains(field) ? "args." + field : field;
    }

    private static ProbeFacts rawSyscall(String probe, boolean enter, TracepointFormat format) {
        Map<String, SiteField> fields = new LinkedHashMap<>();
        for (TracepointFormat.Field field : format.fields()) {
            String symbol = switch (field.name()) {
                case "id" -> "nr";
                case "args" -> "arg";
                default -> field.name();
            };
            fields.put(field.name(), new SiteField(symbol, field.type()));
        }
        return new ProbeFacts(probe, enter ? new Site.SyscallEnter() : new Site.SyscallExit(), List.of(), fields);
    }

    private static ProbeFacts syscall(String probe, boolean enter, int number, TracepointFormat format) {
        Map<String, SiteField> fields = new LinkedHashMap<>();
        int argument = 0;
        for (TracepointFormat.Field field : format.fields()) {
            String symbol = field.name().equals("__syscall_nr") ? "nr" : enter ? "arg" + argument++ : field.name();
            fields.put(field.name(), new SiteField(symbol, field.type()));
        }
        return new ProbeFacts(probe, enter ? new Site.SyscallEnter() : new Site.SyscallExit(), List.of(number), fields);
    }

    /// Decimal with `_` and `e`, or hexadecimal; at least 1.
    private static Optional<Long> number(String text) {
        String digits = text.replace("_", "");
        if (digits.matches("0[xX][0-9a-fA-F]{1,15}")) {
            return Optional.of(Long.parseLong(digits.substring(2), 16)).filter(n -> n > 0);
        }
        if (!digits.matches("\\d{1,18}([eE]\\d{1,2})?") || text.startsWith("_")) {
            return Optional.empty();
        }
        String[] halves = digits.split("[eE]");
        String whole = halves[0] + (halves.length > 1 ? "0".repeat(Integer.parseInt(halves[1])) : "");
        return whole.length() > MOST_DIGITS
                ? Optional.empty()
                : Optional.of(Long.parseLong(whole)).filter(n -> n > 0);
    }

    /// The period of a timer in nanoseconds: `unit:count`, `hz:rate`, and `count` with or without a unit behind it.
    private static Optional<Long> timer(String[] words) {
        if (words.length == 3 && words[1].equals("hz")) {
            return number(words[2]).filter(hz -> hz <= NANOS_PER_SECOND).map(hz -> NANOS_PER_SECOND / hz);
        }
        String count = words.length == 2 ? words[1].replaceFirst("[a-z]*$", "") : words.length == 3 ? words[2] : "";
        String unit = words.length == 2 ? words[1].substring(count.length()) : words.length == 3 ? words[1] : "";
        Optional<Long> nanos = Optional.ofNullable(NANOS.get(unit.isEmpty() ? "ns" : unit));
        return nanos.flatMap(
                scale -> number(count).filter(n -> n <= Long.MAX_VALUE / scale).map(n -> n * scale));
    }

    private static Optional<ProbeFacts> profile(String probe, String[] words) {
        return words.length == 3 && words[1].equals("hz")
                ? number(words[2]).flatMap(hz -> plain(probe, new Site.Sample(hz, Site.Rate.HERTZ)))
                : timer(words).flatMap(nanos -> plain(probe, new Site.Sample(nanos, Site.Rate.NANOSECONDS)));
    }

    /// `watchpoint:address:length:mode` and `watchpoint:function+argN:length:mode`.
    private static Optional<ProbeFacts> watchpoint(String probe, String[] words) {
        boolean known = words[2].matches("[1248]") && words[3].matches("[rwx]{1,3}") && !words[1].contains("$");
        return known
                ? plain(probe, new Site.Watchpoint(address(words[1]), Integer.parseInt(words[2]), words[3]))
                : Optional.empty();
    }

    /// Addresses in one spelling.
    private static String address(String target) {
        return number(target).map(n -> "0x" + Long.toHexString(n)).orElse(target);
    }

    private static Optional<ProbeFacts> counter(String probe, String[] words) {
        String event = EVENTS.getOrDefault(words[1], words[1]);
        Optional<Long> period =
                words.length == 3 && !words[2].isEmpty() ? number(words[2]) : Optional.of(defaultPeriod(event));
        return period.flatMap(n -> plain(probe, new Site.Counter(event, n)));
    }

    /// bpftrace's defaults (docs/reference_guide.md, software and hardware probes).
    private static long defaultPeriod(String event) {
        return switch (event) {
            case "cpu-clock", "task-clock", "cpu-cycles", "instructions", "cache-references", "cache-misses" ->
                1_000_000L;
            case "page-faults", "minor-faults", "bpf-output", "dummy" ->
                event.equals("page-faults") || event.equals("minor-faults") ? 100 : 1;
            case "context-switches" -> 1_000;
            case "branch-misses", "branch-instructions", "bus-cycles" -> 100_000;
            default -> 1;
        };
    }

    private static Optional<ProbeFacts> function(String probe, String[] words, boolean entry) {
        if (words.length != 2 && words.length != 3) {
            return Optional.empty();
        }
        String name = words[words.length - 1];
        Site site = entry ? new Site.FunctionEntry(name) : new Site.FunctionReturn(name);
        return Optional.of(new ProbeFacts(probe, site, List.of(), arguments(entry)));
    }

    /// Named arguments are those of the function's prototype, where the kernel tells it.
    private static ProbeFacts withParameters(ProbeFacts facts, KernelModel kernel) {
        String[] words = facts.probe().split(":");
        return kernel.functions()
                .find(words[words.length - 1])
                .map(function -> TracedContexts.withParameters(facts, function))
                .orElse(facts);
    }

    private static Optional<ProbeFacts> user(String probe, Site site, boolean entry) {
        return Optional.of(new ProbeFacts(probe, site, List.of(), arguments(entry)));
    }

    private static Map<String, SiteField> arguments(boolean entry) {
        Map<String, SiteField> fields = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        if (entry) {
            for (int i = 0; i < MOST_ARGUMENTS; i++) {
                names.add("arg" + i);
            }
        } else {
            names.add("retval");
        }
        // As bpftrace has it, a register has no sign: `retval < 0` never holds (seen with 0.17).
        names.forEach(name -> fields.put(name, new SiteField(name, new FieldType.Integer(8, false))));
        return fields;
    }
}
