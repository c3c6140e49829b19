package dev.ken.bpftrace;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Probes;
import dev.ken.source.Diagnostic;
import dev.ken.source.Edit;
import dev.ken.source.Span;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks attach points: that the type of probe exists in the version that is meant, and the probe on the kernel.
final class ProbeChecker {
    private static final Map<String, Dialect> PROVIDERS = providers();
    private static final Set<String> SOFTWARE = new LinkedHashSet<>(List.of(
            "alignment-faults",
            "bpf-output",
            "context-switches",
            "cs",
            "cpu-clock",
            "cpu",
            "cpu-migrations",
            "dummy",
            "emulation-faults",
            "major-faults",
            "minor-faults",
            "page-faults",
            "faults",
            "task-clock"));
    private static final Set<String> HARDWARE = new LinkedHashSet<>(List.of(
            "backend-stalls",
            "branch-instructions",
            "branches",
            "branch-misses",
            "bus-cycles",
            "cache-misses",
            "cache-references",
            "cpu-cycles",
            "cycles",
            "frontend-stalls",
            "instructions",
            "ref-cycles"));
    private static final Set<String> INTERVALS = new LinkedHashSet<>(List.of("s", "ms", "us", "hz"));
    private static final String SELF_SIGNAL = "SIGUSR1";
    private static final Set<String> SIZES = Set.of("1", "2", "4", "8");

    private static final java.util.regex.Pattern PARAMETER = java.util.regex.Pattern.compile("\\$(\\d{1,9})");

    /// Integer arguments that x86-64 passes in registers.
    private static final int MOST_ARGUMENT = 5;

    private final KernelModel kernel;
    private final CheckSettings settings;
    private final Sink sink;

    ProbeChecker(KernelModel kernel, CheckSettings settings, Sink sink) {
        this.kernel = kernel;
        this.settings = settings;
        this.sink = sink;
    }

    private static Map<String, Dialect> providers() {
        Map<String, Dialect> all = new LinkedHashMap<>();
        for (String old : List.of(
                "BEGIN",
                "END",
                "tracepoint",
                "kprobe",
                "kretprobe",
                "kfunc",
                "kretfunc",
                "uprobe",
                "uretprobe",
                "usdt",
                "software",
                "hardware",
                "profile",
                "interval",
                "iter",
                "watchpoint",
                "asyncwatchpoint")) {
            all.put(old, Dialect.V0_17);
        }
        all.put("rawtracepoint", Dialect.V0_18);
        all.put("fentry", Dialect.V0_20);
        all.put("fexit", Dialect.V0_20);
        all.put("self", Dialect.V0_22);
        all.put("begin", Dialect.V0_24);
        all.put("end", Dialect.V0_24);
        all.put("bench", Dialect.V0_24);
        all.put("test", Dialect.V0_24);
        return all;
    }

    void check(BpftraceScript script) {
        Set<String> seen = new LinkedHashSet<>();
        for (Item.Probe probe : script.probes()) {
            for (Item.AttachPoint point : probe.attachPoints()) {
                String text = point.text();
                boolean single = text.equalsIgnoreCase("BEGIN") || text.equalsIgnoreCase("END");
                if (single && !settings.dialect().since(Dialect.V0_24) && !seen.add(text)) {
                    sink.error("twice", "a program has only one " + text + " probe", point.at());
                }
                if (point.provider().matches("iter|it") && probe.attachPoints().size() > 1) {
                    sink.error("iter", "an iter probe stands alone", point.at());
                }
                check(point);
            }
        }
    }

    private void check(Item.AttachPoint point) {
        String provider = spelled(point.provider());
        String full = ProbeContext.longName(provider);
        boolean kernels = provider.equals("f") || provider.equals("fr");
        Dialect since = PROVIDERS.get(kernels ? "kfunc" : PROVIDERS.containsKey(provider) ? provider : full);
        if (since == null) {
            sink.add(Names.error(
                    "unknown-probe-type",
                    "`" + provider + "` is no type of probe",
                    point.at(),
                    provider(point),
                    provider,
                    PROVIDERS.keySet()));
            return;
        }
        if (!settings.dialect().since(since)) {
            Optional<String> old = switch (provider) {
                case "fentry" -> Optional.of("kfunc");
                case "fexit" -> Optional.of("kretfunc");
                case "begin" -> Optional.of("BEGIN");
                case "end" -> Optional.of("END");
                default -> Optional.empty();
            };
            sink.add(Diagnostic.error(
                            "probe-type",
                            "`" + provider + "` probes came with bpftrace " + since.shown() + ", this is "
                                    + settings.dialect().shown(),
                            point.at(),
                            old.map(name -> new String[] {"write `" + name + "`"})
                                    .orElse(new String[0]))
                    .mendedBy(old.map(name -> new Edit(provider(point), name)).stream()
                            .toList()));
        }
        if (AttachPointForm.wanted(point.text()).isPresent()) {
            // The reader said so.
            return;
        }
        List<String> parts =
                AttachPointForm.parts(point.text()).stream().map(this::given).toList();
        named(full, parts, point);
        if (numbers(full, parts).stream().anyMatch(String::isEmpty)) {
            sink.error("probe-parameter", "this probe needs a number, and the parameter is not given", point.at());
            return;
        }
        if (full.equals("uprobe") && zero(parts.getLast())) {
            sink.error("bad-probe", "a uprobe is on a function or on an address that is not 0", point.at());
        }
        switch (full) {
            case "tracepoint" -> tracepoint(point);
            case "rawtracepoint" -> tracepoint(point);
            case "iter" -> iterator(point);
            case "self" -> self(parts, point);
            case "interval", "profile" -> timed(full, point);
            case "software" -> counter(point, "software", SOFTWARE);
            case "hardware" -> counter(point, "hardware", HARDWARE);
            case "watchpoint", "asyncwatchpoint" -> watchpoint(full, point);
            case "uprobe", "uretprobe", "usdt" -> file(full, point);
            default -> {}
        }
    }

    /// The parts that hold numbers.
    private static List<String> numbers(String full, List<String> parts) {
        return switch (full) {
            case "interval", "profile", "software", "hardware" ->
                parts.size() == 3 && !parts.get(1).isEmpty() ? List.of(parts.get(2)) : List.of();
            case "watchpoint", "asyncwatchpoint" -> parts.size() == 4 ? parts.subList(1, 3) : List.of();
            default -> List.of();
        };
    }

    /// A part with the parameters in it; as it stands where they are not known yet.
    private String given(String part) {
        return settings.parameters()
                .map(all -> PARAMETER.matcher(part).replaceAll(found -> {
                    int index = Integer.parseInt(found.group(1));
                    return java.util.regex.Matcher.quoteReplacement(
                            index > 0 && index <= all.size() ? all.get(index - 1) : "");
                }))
                .orElse(part);
    }

    private static boolean zero(String address) {
        return address.matches("0[xX]?\\d*")
                && Numbers.value(address).filter(value -> value == 0).isPresent();
    }

    /// Case makes no difference from 0.24 on.
    private String spelled(String provider) {
        String lower = provider.toLowerCase(java.util.Locale.ROOT);
        boolean other = settings.dialect().since(Dialect.V0_24)
                && !PROVIDERS.containsKey(provider)
                && PROVIDERS.containsKey(lower);
        return other ? lower : provider;
    }

    /// That the parts which name something are not empty, and that the version has as many.
    private void named(String full, List<String> parts, Item.AttachPoint point) {
        boolean old = !settings.dialect().since(Dialect.V0_20);
        boolean module = parts.size() == 3 && (full.equals("kprobe") || full.equals("kretprobe"));
        boolean language = parts.size() == 4 && (full.equals("uprobe") || full.equals("uretprobe"));
        boolean program = parts.size() == 4
                && full.startsWith("fe")
                && !settings.dialect().since(Dialect.V0_24);
        boolean raw = parts.size() == 3
                && full.equals("rawtracepoint")
                && !settings.dialect().since(Dialect.V0_24);
        if (old && (module || language) || program || raw) {
            sink.error(
                    "probe-type",
                    "bpftrace " + settings.dialect().shown() + " knows no probe of this form",
                    point.at());
            return;
        }
        boolean empty = switch (full) {
            case "kprobe", "kretprobe", "fentry", "fexit", "iter", "rawtracepoint" ->
                parts.getLast().isEmpty();
            case "tracepoint" -> parts.stream().anyMatch(String::isEmpty);
            case "uprobe", "uretprobe" ->
                parts.get(1).isEmpty() || parts.getLast().isEmpty();
            case "usdt" -> parts.get(1).isEmpty() || parts.getLast().isEmpty();
            case "profile", "interval", "software", "hardware" -> parts.get(1).isEmpty();
            default -> false;
        };
        if (empty) {
            sink.error("bad-probe", "a part of this probe is empty", point.at());
        }
    }

    private static Span provider(Item.AttachPoint point) {
        int start = point.at().start();
        return new Span(start, start + point.provider().length());
    }

    private void tracepoint(Item.AttachPoint point) {
        if (point.wild()) {
            if (Probes.expand(point.text(), kernel).isEmpty()) {
                sink.error("unknown-probe", "no tracepoint of this kernel matches `" + point.text() + "`", point.at());
            }
        } else if (!point.text().contains("$")) {
            there(point);
        }
    }

    /// Iterators are known by the types of the kernel alone.
    private void iterator(Item.AttachPoint point) {
        if (kernel.btf().isPresent() && !point.text().contains("$")) {
            there(point);
        }
    }

    private void there(Item.AttachPoint point) {
        if (Probes.resolve(point.text(), kernel).isPresent()) {
            return;
        }
        List<String> nearest = Probes.nearest(point.text(), kernel, 2);
        // Compared, and mended, behind the type of probe, which may be written short.
        String named = behind(point.text());
        int from = point.at().end() - named.length();
        sink.add(Diagnostic.error(
                        "unknown-probe",
                        "this kernel has no probe `" + point.text() + "`",
                        point.at(),
                        Names.hint(nearest.stream().findFirst()))
                .mendedBy(Names.only(
                                named,
                                nearest.stream().map(ProbeChecker::behind).toList())
                        .stream()
                        .filter(_ -> point.text().length()
                                == point.at().end() - point.at().start())
                        .map(name -> new Edit(new Span(from, point.at().end()), name))
                        .toList()));
    }

    private static String behind(String probe) {
        return probe.substring(probe.indexOf(':') + 1);
    }

    private void self(List<String> parts, Item.AttachPoint point) {
        if (!parts.get(1).equals("signal")) {
            sink.error("bad-probe", "bpftrace listens to signals alone", point.at(), "write `self:signal:SIGUSR1`");
        } else if (!parts.getLast().equals(SELF_SIGNAL)) {
            sink.error(
                    "bad-probe",
                    "bpftrace listens to " + SELF_SIGNAL + " alone",
                    point.at(),
                    "write `self:signal:" + SELF_SIGNAL + "`");
        }
    }

    private void timed(String provider, Item.AttachPoint point) {
        String[] parts = point.text().split(":", -1);
        boolean literal = parts.length == 2;
        if (literal && settings.dialect().since(Dialect.V0_24)) {
            return;
        }
        String unit = parts.length > 1 ? parts[1] : "";
        String count = parts.length > 2 ? parts[2] : "";
        if (literal) {
            sink.error("probe-type", "a probe of this type has the form `" + example(provider) + "`", point.at());
        } else if (!INTERVALS.contains(unit)) {
            sink.error(
                    "bad-probe",
                    "`" + unit + "` is no unit of " + provider + " probes",
                    point.at(),
                    "it is one of " + String.join(", ", INTERVALS),
                    "for example `" + example(provider) + "`");
        } else if (provider.equals("profile")
                && (count.startsWith("-")
                        || Numbers.value(count).filter(n -> n == 0).isPresent())) {
            sink.error("bad-probe", "the rate of a profile probe is at least 1", point.at());
        }
    }

    private static String example(String provider) {
        return provider + (provider.equals("profile") ? ":hz:99" : ":s:1");
    }

    private void counter(Item.AttachPoint point, String provider, Set<String> events) {
        String event = AttachPointForm.parts(point.text()).get(1);
        if (event.isEmpty()) {
            return;
        }
        if (!events.contains(event)) {
            sink.error(
                    "unknown-event",
                    "there is no " + provider + " event `" + event + "`",
                    point.at(),
                    Names.hint(Names.nearest(event, events)));
        }
    }

    private void watchpoint(String provider, Item.AttachPoint point) {
        String[] parts = point.text().split(":", -1);
        if (parts.length != 4) {
            return;
        }
        boolean function = parts[1].contains("+arg");
        if (function && settings.parameters().isPresent()) {
            sink.error("bad-probe", "a watchpoint on an argument needs a program that is run (-p or -c)", point.at());
            return;
        }
        if (!SIZES.contains(parts[2])) {
            sink.error("bad-probe", "a watchpoint watches 1, 2, 4 or 8 bytes, not " + parts[2], point.at());
        } else if (!parts[3].matches("[rwx]{1,3}")
                || parts[3].chars().distinct().count() != parts[3].length()) {
            sink.error("bad-probe", "the mode of a watchpoint is made of r, w and x, each once", point.at());
        } else if (parts[3].equals("r") || parts[3].contains("x") && parts[3].length() > 1) {
            sink.error("bad-probe", "x86-64 has no watchpoint of mode " + parts[3], point.at(), "it has w, rw and x");
        } else if (!function
                && Numbers.value(parts[1]).filter(address -> address == 0).isPresent()) {
            sink.error("bad-probe", "a watchpoint needs an address that is not 0", point.at());
        } else if (!function && provider.equals("asyncwatchpoint")) {
            sink.error("bad-probe", "an asyncwatchpoint is on an argument: `function+arg0`", point.at());
        } else if (function && !parts[1].matches(".*\\+arg[0-" + MOST_ARGUMENT + "]")) {
            sink.error("bad-probe", "arguments are arg0 to arg" + MOST_ARGUMENT, point.at());
        }
    }

    private void file(String provider, Item.AttachPoint point) {
        String[] parts = point.text().split(":(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
        String path = parts.length > 1 ? parts[1].replace("\"", "") : "";
        path = given(path);
        boolean open = path.isEmpty() || path.contains("$");
        if (!open && !settings.files().there(path)) {
            sink.error(
                    "unknown-file", "there is no program or library `" + path + "` for this " + provider, point.at());
        }
    }
}
