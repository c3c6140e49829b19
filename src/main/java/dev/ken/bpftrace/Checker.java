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

/// Says what is wrong with a script on one kernel, and what its maps hold.
public final class Checker {
    /// Probes of one wildcard whose fields are looked at one by one.
    private static final int MOST_OF_A_WILDCARD = 512;

    /// Rounds until the types of maps that are made of each other are known.
    private static final int ROUNDS = 4;

    private static final Set<String> WARNINGS = Set.of("unsafe-function", "unknown-constant");

    private final BpftraceScript script;
    private final KernelModel kernel;
    private final CheckSettings settings;
    private final CTypes types;
    private final MapTypes maps = new MapTypes();
    private final Map<String, Long> constants;
    private final Set<String> macros = new LinkedHashSet<>();
    private final Set<Diagnostic> diagnostics = new LinkedHashSet<>();

    private Checker(BpftraceScript script, KernelModel kernel, CheckSettings settings) {
        this.kernel = kernel;
        this.settings = settings;
        this.script = Expansion.of(script, settings.dialect(), this::add);
        this.types = new CTypes(BtfTypes.of(kernel), Preambles.includes(script));
        script.items().forEach(item -> {
            switch (item) {
                case Item.Macro macro -> macros.add(macro.name());
                case Item.Function function -> macros.add(function.name());
                case Item.Preamble _, Item.Config _, Item.MapDefinition _, Item.Probe _ -> {}
            }
        });
        this.constants = Preambles.read(script, types, this::add);
    }

    /// Whether any version of bpftrace takes it.
    public static Checked check(BpftraceScript script, KernelModel kernel) {
        return check(script, kernel, CheckSettings.LENIENT);
    }

    public static Checked check(BpftraceScript script, KernelModel kernel, CheckSettings settings) {
        Checker checker = new Checker(script, kernel, settings);
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, MapShape> before = new LinkedHashMap<>(checker.maps.shapes());
            checker.round(_ -> {});
            if (before.equals(checker.maps.shapes())) {
                break;
            }
        }
        Settings.check(checker.script, settings.dialect(), checker::add);
        new ProbeChecker(kernel, settings, checker::add).check(script);
        checker.round(checker::add);
        checker.unset();
        List<Diagnostic> all = new ArrayList<>(checker.diagnostics);
        all.sort(java.util.Comparator.comparingInt(
                diagnostic -> diagnostic.span().start()));
        return new Checked(checker.script, checker.maps.shapes(), checker.constants, checker.types, all);
    }

    private void add(Diagnostic diagnostic) {
        if (diagnostics.size() < BpftraceParser.MOST_DIAGNOSTICS) {
            diagnostics.add(
                    WARNINGS.contains(diagnostic.code()) ? diagnostic.as(Diagnostic.Severity.WARNING) : diagnostic);
        }
    }

    private void round(Sink sink) {
        for (Item.Probe probe : script.probes()) {
            Set<String> providers = new LinkedHashSet<>();
            probe.attachPoints().forEach(point -> providers.add(ProbeContext.longName(point.provider())));
            for (ProbeContext context : contexts(probe)) {
                Typing typing = new Typing(context, maps::shape, types, settings.dialect());
                new BodyChecker(new Place(context, typing, maps, types, settings, new Trail(sink), macros, providers))
                        .check(probe);
            }
        }
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

    /// Maps that are used but never given anything.
    private void unset() {
        Set<String> given = new LinkedHashSet<>();
        script.probes().forEach(probe -> {
            Walk.probe(probe, expression -> {
                if (expression instanceof Expression.Call call && macros.contains(call.function())) {
                    call.arguments().stream()
                            .filter(Expression.MapAccess.class::isInstance)
                            .forEach(map -> given.add(((Expression.MapAccess) map).name()));
                }
            });
            Assignments.in(probe.body(), given::add);
            probe.predicate().ifPresent(predicate -> Assignments.steps(predicate, given::add));
        });
        script.items().forEach(item -> {
            if (item instanceof Item.MapDefinition definition) {
                given.add(definition.name());
            }
        });
        for (Item.Probe probe : script.probes()) {
            Walk.probe(probe, expression -> {
                if (expression instanceof Expression.MapAccess map && !given.contains(map.name())) {
                    int start = map.at().start();
                    add(Names.error(
                            "undefined-map",
                            map.name() + " is never given a value",
                            map.at(),
                            new Span(start, start + map.name().length()),
                            map.name(),
                            given));
                }
            });
        }
    }
}
