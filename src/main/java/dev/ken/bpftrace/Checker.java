package dev.ken.bpftrace;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.source.Diagnostic;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says what is wrong with a script on one kernel, and what its maps hold.
public final class Checker {
    /// Probes of one wildcard whose fields are looked at one by one.
    private static final int MOST_OF_A_WILDCARD = 512;

    /// Rounds until the types of maps that are made of each other are known.
    private static final int ROUNDS = 4;

    private static final Pattern DEFINE = Pattern.compile("#\\s*define\\s+(\\w+)\\s+\\(?(-?)(\\w+)\\)?\\s*(?://.*|/\\*.*)?");
    private static final Set<String> PROVIDERS = new LinkedHashSet<>(List.of(
            "BEGIN", "END", "begin", "end", "self", "tracepoint", "rawtracepoint", "kprobe", "kretprobe", "fentry", "fexit",
            "uprobe", "uretprobe", "usdt", "software", "hardware", "profile", "interval", "iter", "watchpoint",
            "asyncwatchpoint", "bench", "test"));

    private final BpftraceScript script;
    private final KernelModel kernel;
    private final MapTypes maps = new MapTypes();
    private final Map<String, Long> constants;
    private final Set<Diagnostic> diagnostics = new LinkedHashSet<>();

    private Checker(BpftraceScript script, KernelModel kernel) {
        this.script = script;
        this.kernel = kernel;
        this.constants = constants(script);
    }

    public static Checked check(BpftraceScript script, KernelModel kernel) {
        Checker checker = new Checker(script, kernel);
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, MapShape> before = new LinkedHashMap<>(checker.maps.shapes());
            checker.round((_, _, _, _) -> {});
            if (before.equals(checker.maps.shapes())) {
                break;
            }
        }
        script.probes().forEach(checker::attachPoints);
        checker.round(checker::error);
        checker.unset();
        checker.once();
        List<Diagnostic> all = new ArrayList<>(checker.diagnostics);
        all.sort(java.util.Comparator.comparingInt(diagnostic -> diagnostic.span().start()));
        return new Checked(script, checker.maps.shapes(), checker.constants, all);
    }

    private void error(String code, String message, Span at, String... hints) {
        if (diagnostics.size() < BpftraceParser.MOST_DIAGNOSTICS) {
            boolean warning = code.equals("unsafe-function") || code.equals("unknown-constant");
            diagnostics.add(
                    warning ? Diagnostic.warning(code, message, at, hints) : Diagnostic.error(code, message, at, hints));
        }
    }

    private static Map<String, Long> constants(BpftraceScript script) {
        Map<String, Long> constants = new LinkedHashMap<>();
        for (Item item : script.items()) {
            if (item instanceof Item.Preamble(String text, _)) {
                Matcher define = DEFINE.matcher(text);
                if (define.matches()) {
                    Optional<Long> value = define.group(3).matches("\\d\\w*")
                            ? Numbers.value(define.group(3))
                            : Optional.ofNullable(constants.get(define.group(3)));
                    value.ifPresent(v -> constants.put(define.group(1), define.group(2).isEmpty() ? v : -v));
                }
            }
        }
        return constants;
    }

    private void round(MapTypes.Sink sink) {
        for (Item.Probe probe : script.probes()) {
            for (ProbeContext context : contexts(probe)) {
                Typing typing = new Typing(context, maps::shape);
                new BodyChecker(context, typing, maps, sink, declaresTypes()).check(probe);
            }
        }
    }

    /// Names in capitals may come from headers that KEN does not read.
    private boolean declaresTypes() {
        return script.items().stream().anyMatch(Item.Preamble.class::isInstance);
    }

    private List<ProbeContext> contexts(Item.Probe probe) {
        boolean reads = ReadsContext.in(probe);
        List<ProbeContext> contexts = new ArrayList<>();
        for (Item.AttachPoint point : probe.attachPoints()) {
            List<String> names = point.wild() ? Probes.expand(point.text(), kernel) : List.of(point.text());
            if (names.isEmpty()) {
                contexts.add(new ProbeContext(point.text(), Optional.empty(), constants));
            }
            names.stream().limit(reads ? MOST_OF_A_WILDCARD : 1).forEach(name -> {
                Optional<ProbeFacts> facts = Probes.resolve(name, kernel);
                contexts.add(new ProbeContext(name, facts, constants));
            });
            if (!reads) {
                break;
            }
        }
        return contexts;
    }

    private void once() {
        java.util.Set<String> seen = new LinkedHashSet<>();
        for (Item.Probe probe : script.probes()) {
            for (Item.AttachPoint point : probe.attachPoints()) {
                boolean single = point.text().equals("BEGIN") || point.text().equals("END");
                if (single && !seen.add(point.text())) {
                    error("twice", "a program has only one " + point.text() + " probe", point.at());
                }
                if (point.provider().equals("iter") && probe.attachPoints().size() > 1) {
                    error("iter", "an iter probe stands alone", point.at());
                }
            }
        }
    }

    private void attachPoints(Item.Probe probe) {
        for (Item.AttachPoint point : probe.attachPoints()) {
            String provider = new ProbeContext(point.text(), Optional.empty(), constants).provider();
            if (!PROVIDERS.contains(provider)) {
                error(
                        "unknown-probe-type",
                        "`" + point.provider() + "` is no type of probe",
                        point.at(),
                        Names.hint(Names.nearest(point.provider(), PROVIDERS)));
            } else if (provider.equals("tracepoint") && point.wild()) {
                if (Probes.expand(point.text(), kernel).isEmpty()) {
                    error("unknown-probe", "no tracepoint of this kernel matches `" + point.text() + "`", point.at());
                }
            } else if (provider.equals("tracepoint") && Probes.resolve(point.text(), kernel).isEmpty()) {
                error(
                        "unknown-probe",
                        "this kernel has no probe `" + point.text() + "`",
                        point.at(),
                        Names.hint(Probes.nearest(point.text(), kernel, 1).stream().findFirst()));
            } else if (timed(provider) && !point.text().contains("$") && Probes.resolve(point.text(), kernel).isEmpty()) {
                error(
                        "bad-probe",
                        "`" + point.text() + "` is not of the form `" + provider + ":unit:count`",
                        point.at(),
                        "for example `" + provider + (provider.equals("profile") ? ":hz:99`" : ":s:1`"));
            }
        }
    }

    private static boolean timed(String provider) {
        return provider.equals("interval") || provider.equals("profile");
    }

    /// Maps that are read but never given anything.
    private void unset() {
        for (Item.Probe probe : script.probes()) {
            Walk.probe(probe, expression -> {
                if (expression instanceof Expression.MapAccess map
                        && maps.shape(map.name())
                                .filter(shape -> shape.value() instanceof ValueType.Unknown)
                                .isPresent()
                        && !given(map.name())) {
                    error("undefined-map", map.name() + " is never given a value", map.at());
                }
            });
        }
    }

    private boolean given(String name) {
        boolean[] found = {false};
        for (Item.Probe probe : script.probes()) {
            Assignments.in(probe.body(), target -> found[0] |= target.equals(name));
        }
        return found[0];
    }
}
