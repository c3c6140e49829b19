package dev.ken.kernel;

import dev.ken.kernel.ProbeFacts.SiteField;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
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
    private static final Map<String, Long> NANOS =
            Map.of("s", 1_000_000_000L, "ms", 1_000_000L, "us", 1_000L, "ns", 1L);
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
            Map.entry("rt", "rawtracepoint"));
    private static final Set<String> FACTS_OF_ALL = Set.of(
            "pid", "tid", "uid", "gid", "cpu", "comm", "time", "cgroup", "kstack", "ustack", "memory", "numaid",
            "retval");
    private static final Map<String, String> EVENTS =
            Map.of("faults", "page-faults", "cs", "context-switches", "cpu", "cpu-clock");

    private Probes() {}

    /// The facts of a probe without wildcards; empty where this kernel has no such probe or KEN does not know its type.
    public static Optional<ProbeFacts> resolve(String probe, KernelModel kernel) {
        String[] words = probe.strip().split(":", -1);
        String type = LONG_NAMES.getOrDefault(words[0], words[0]);
        int n = words.length;
        return switch (type) {
            case "BEGIN", "begin" -> plain(probe, new Site.Begin());
            case "END", "end" -> plain(probe, new Site.End());
            case "tracepoint" -> n == 3 ? tracepoint(probe, words[1], words[2], kernel) : Optional.empty();
            case "interval" -> n == 3 ? interval(probe, words[1], words[2]) : Optional.empty();
            case "profile" -> n == 3 ? profile(probe, words[1], words[2]) : Optional.empty();
            case "software", "hardware" -> n == 2 || n == 3 ? counter(probe, words) : Optional.empty();
            case "kprobe", "kretprobe" -> function(probe, words, type.equals("kprobe"));
            case "fentry", "fexit" ->
                function(probe, words, type.equals("fentry")).map(facts -> withParameters(facts, kernel));
            case "uprobe" -> n == 3 ? user(probe, new Site.UserEntry(words[1], words[2]), true) : Optional.empty();
            case "uretprobe" -> n == 3 ? user(probe, new Site.UserReturn(words[1], words[2]), false) : Optional.empty();
            case "usdt" -> n >= 3 ? user(probe, new Site.Usdt(words[1], words[n - 1]), true) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// The probes of this kernel that match a pattern with `*`; the pattern itself where it has none.
    public static List<String> expand(String pattern, KernelModel kernel) {
        if (!pattern.contains("*")) {
            return List.of(pattern);
        }
        String[] words = pattern.split(":", 2);
        if (words.length < 2 || !LONG_NAMES.getOrDefault(words[0], words[0]).equals("tracepoint")) {
            return List.of();
        }
        Pattern regex = Pattern.compile(("\\Q" + words[1] + "\\E").replace("*", "\\E.*\\Q"));
        return kernel.tracepoints().names().stream()
                .filter(name -> regex.matcher(name).matches())
                .map(name -> "tracepoint:" + name)
                .toList();
    }

    /// Existing probes whose spelling is closest to that of `probe`, the closest first: tracepoints, and functions
    /// where
    /// it is a probe on a function and the kernel tells its functions.
    public static List<String> nearest(String probe, KernelModel kernel, int limit) {
        int colon = probe.indexOf(':');
        String type = colon < 0 ? "" : probe.substring(0, colon);
        String wanted = probe.substring(colon + 1);
        return switch (LONG_NAMES.getOrDefault(type, type)) {
            case "kprobe", "kretprobe", "fentry", "fexit" ->
                kernel.functions().nearest(wanted.substring(wanted.lastIndexOf(':') + 1), limit).stream()
                        .map(function -> type + ":" + function)
                        .toList();
            default ->
                Spelling.nearest(wanted, kernel.tracepoints().names().stream(), limit).stream()
                        .map(name -> "tracepoint:" + name)
                        .toList();
        };
    }

    /// Fields of a probe whose spelling is closest to `field`, the closest first.
    public static List<String> nearestFields(ProbeFacts facts, String field, int limit) {
        return Spelling.nearest(field, facts.fields().keySet().stream(), limit);
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

    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,9}") && Long.parseLong(text) > 0
                ? Optional.of(Long.parseLong(text))
                : Optional.empty();
    }

    private static Optional<ProbeFacts> interval(String probe, String unit, String count) {
        if (unit.equals("hz")) {
            return number(count)
                    .filter(hz -> hz <= 1_000_000_000L)
                    .flatMap(hz -> plain(probe, new Site.Interval(1_000_000_000L / hz)));
        }
        return number(count)
                .filter(_ -> NANOS.containsKey(unit))
                .flatMap(n -> plain(probe, new Site.Interval(n * NANOS.getOrDefault(unit, 1L))));
    }

    private static Optional<ProbeFacts> profile(String probe, String unit, String count) {
        if (unit.equals("hz")) {
            return number(count).flatMap(hz -> plain(probe, new Site.Sample(hz, Site.Rate.HERTZ)));
        }
        return number(count)
                .filter(_ -> NANOS.containsKey(unit))
                .flatMap(n -> plain(probe, new Site.Sample(n * NANOS.getOrDefault(unit, 1L), Site.Rate.NANOSECONDS)));
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
        Optional<KernelFunction> function = kernel.functions().find(words[words.length - 1]);
        if (function.isEmpty()) {
            return facts;
        }
        Map<String, SiteField> fields = new LinkedHashMap<>(facts.fields());
        List<BtfType.Parameter> parameters = function.get().prototype().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            SiteField field = new SiteField(
                    "arg" + i, fieldType(function.get().btf(), parameters.get(i).type()));
            fields.putIfAbsent(parameters.get(i).name(), field);
        }
        return new ProbeFacts(facts.probe(), facts.site(), facts.syscalls(), fields);
    }

    private static FieldType fieldType(Btf btf, int type) {
        if (btf.isPointer(type)) {
            return new FieldType.Pointer();
        }
        int bytes = (int) btf.sizeBytes(type).orElse(Long.BYTES);
        return btf.isScalar(type)
                ? new FieldType.Integer(bytes, btf.isSigned(type))
                : new FieldType.Opaque(btf.cText(type));
    }

    private static Optional<ProbeFacts> user(String probe, Site site, boolean entry) {
        return Optional.of(new ProbeFacts(probe, site, List.of(), arguments(entry)));
    }

    private static Map<String, SiteField> arguments(boolean entry) {
        Map<String, SiteField> fields = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        if (entry) {
            for (int i = 0; i < 10; i++) {
                names.add("arg" + i);
            }
        } else {
            names.add("retval");
        }
        names.forEach(name -> fields.put(name, new SiteField(name, new FieldType.Integer(8, name.equals("retval")))));
        return fields;
    }
}
