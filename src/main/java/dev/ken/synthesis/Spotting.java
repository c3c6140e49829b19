package dev.ken.synthesis;

import dev.ken.contract.Condition;
import dev.ken.contract.PartNames;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import dev.ken.kernel.catalog.Reading;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Where occurrences of one kind are seen, with some attributes. Facts known at the start are watched at
/// starts, facts known at the end at ends; where both are asked for, the start is kept by what pairs them and
/// used up at the end.
final class Spotting {
    private static final Pattern FUNCTION = Pattern.compile("fentry:|kprobe:|uprobe:");
    private static final String LATENCY = PartNames.LATENCY;
    private static final int NO_PART = -1;
    private static final Set<String> OF_THREAD = Set.of("pid", "tid");

    private final EventKind kind;
    private final Catalog catalog;
    private final Words words;
    private final Set<String> used;
    private final Set<String> told;
    private final Condition where;
    private final String prefix;
    private final Optional<Integer> rateHertz;
    private final Function<Condition.Descends, String> kin;
    private final boolean ends;
    private final boolean pairs;

    /// @param used   attributes that are needed
    /// @param told   those of them that are needed otherwise than for `where`
    /// @param atEnd  it is the ends that are occurrences, whatever is asked of them
    /// @param prefix begins the names of its maps, `@` included
    Spotting(
            EventKind kind,
            Catalog catalog,
            Words words,
            Set<String> used,
            Set<String> told,
            Condition where,
            boolean atEnd,
            String prefix,
            Optional<Integer> rateHertz,
            Function<Condition.Descends, String> kin) {
        this.kind = kind;
        this.catalog = catalog;
        this.words = words;
        this.used = new LinkedHashSet<>(used);
        this.told = told;
        this.where = where;
        this.prefix = prefix;
        this.rateHertz = rateHertz;
        this.kin = kin;
        this.ends = atEnd && kind.isSpan() || used.stream().anyMatch(name -> isLatency(name) || phase(name, Phase.END));
        this.pairs = used.stream().anyMatch(this::isLatency)
                || ends && (kind.isToldByStart() || used.stream().anyMatch(n -> phase(n, Phase.START)));
    }

    private boolean isLatency(String name) {
        return name.equals(LATENCY) && kind.attribute(LATENCY).isEmpty();
    }

    private boolean phase(String name, Phase phase) {
        return kind.attribute(name).map(a -> a.phase() == phase).orElse(false);
    }

    EventKind kind() {
        return kind;
    }

    boolean observesEnds() {
        return ends;
    }

    Unit unit(String name) {
        return PartNames.attribute(name, kind, catalog).map(Attribute::unit).orElse(Unit.NONE);
    }

    private boolean readsAll(ProbePoint point, Phase phase) {
        return used.stream()
                .filter(name -> phase(name, phase))
                .allMatch(name -> point.readings().containsKey(name));
    }

    private String probe(ProbePoint point) {
        return rateHertz
                .filter(_ -> point.probe().startsWith("profile:hz:"))
                .map(rate -> "profile:hz:" + rate)
                .orElseGet(() -> words.probe(point.probe()));
    }

    // ---- readings ----

    private Reading reading(String name, ProbePoint point) {
        Reading own = point.readings().get(name);
        if (own != null) {
            return own;
        }
        Catalog.AmbientAttribute ambient = catalog.ambient().get(name);
        if (ambient == null) {
            throw new IllegalStateException("no attribute " + name + " of " + kind.name() + " at " + point.probe());
        }
        return ambient.reading();
    }

    private static boolean reads(String name, ProbePoint point) {
        return point.readings().containsKey(name);
    }

    private String read(String name, ProbePoint point) {
        String value = words.of(reading(name, point));
        boolean errno =
                kind.attribute(name).map(a -> a.type() == Attribute.Type.ERRNO).orElse(false);
        return !errno ? value : fails(name) ? "-" + value : "(" + value + " < 0 ? -" + value + " : 0)";
    }

    /// Whether the condition holds of failures alone, so that the error is minus the result.
    private boolean fails(String name) {
        return conjuncts().stream().anyMatch(condition -> switch (condition) {
            case Condition.NumberTest(String attribute, var comparison, long number)
            when attribute.equals(name) ->
                switch (comparison) {
                    case UNEQUAL -> number == 0;
                    case EQUAL, AT_LEAST -> number > 0;
                    case GREATER -> number >= 0;
                    case LESS, AT_MOST -> false;
                };
            case Condition _ -> false;
        });
    }

    private List<Condition> conjuncts() {
        return where instanceof Condition.And(var conditions) ? conditions : List.of(where);
    }

    private Names names(Function<String, String> attribute, Optional<ProbePoint> end) {
        return new Names() {
            @Override
            public Optional<String> result(String name) {
                return end.filter(_ -> kind.attribute(name)
                                .map(a -> a.type() == Attribute.Type.ERRNO)
                                .orElse(false))
                        .map(point -> words.of(reading(name, point)));
            }

            @Override
            public Optional<String> joined(String name) {
                return end.filter(point -> reads(name, point))
                        .map(point -> reading(name, point))
                        .filter(Reading.Joined.class::isInstance)
                        .map(reading -> words.of(((Reading.Joined) reading).of()));
            }

            @Override
            public Optional<Reading> address(String name) {
                return end.filter(point -> reads(name, point))
                        .map(point -> reading(name, point))
                        .filter(Reading.AddressText.class::isInstance)
                        .map(reading -> ((Reading.AddressText) reading).of());
            }

            @Override
            public String attribute(String name) {
                return attribute.apply(name);
            }

            @Override
            public String descends(Condition.Descends descends) {
                return kin.apply(descends);
            }
        };
    }

    private List<String> when(ProbePoint point) {
        return point.when().map(this::tests).orElse(List.of());
    }

    private List<String> tests(Reading reading) {
        if (reading instanceof Reading.Binary(String operator, Reading left, Reading right) && operator.equals("&&")) {
            List<String> both = new ArrayList<>(tests(left));
            both.addAll(tests(right));
            return both;
        }
        return List.of(words.of(reading));
    }

    // ---- starts ----

    String slot(String name) {
        return prefix + (name.equals("start") ? "start" : "saved_" + name);
    }

    String key(ProbePoint point) {
        List<String> parts = point.pairParts().stream().map(words::of).toList();
        return "[" + (parts.isEmpty() ? "tid" : String.join(", ", parts)) + "]";
    }

    /// Maps that hold what is known of starts.
    List<String> kept() {
        if (!pairs) {
            return List.of();
        }
        List<String> names = new ArrayList<>(List.of(slot("start")));
        used.stream()
                .filter(name -> phase(name, Phase.START))
                .filter(this::keptAtEnd)
                .forEach(name -> names.add(slot(name)));
        return names;
    }

    /// Facts of the start that are only tested are tested there, and those that pair it with the end are read there
    /// again; the others have to be kept.
    private boolean keptAtEnd(String name) {
        return (told.contains(name) || PartNames.in(conditionsAt(Phase.END)).contains(name))
                && pairPart(name) == NO_PART;
    }

    /// Which part of what pairs starts and ends the attribute is, at every start.
    private int pairPart(String name) {
        List<ProbePoint> starts = kind.points(Phase.START);
        List<Reading> parts = starts.getFirst().pairParts();
        for (int i = 0; i < parts.size(); i++) {
            int part = i;
            if (starts.stream()
                    .allMatch(start -> start.pairParts().size() > part
                            && start.pairParts()
                                    .get(part)
                                    .equals(start.readings().get(name)))) {
                return part;
            }
        }
        return NO_PART;
    }

    /// The conjuncts of the condition that are tested at the phase: those over facts of the start or of the thread
    /// alone are tested there where starts are kept, everything else where it is observed.
    private Condition conditionsAt(Phase phase) {
        List<Condition> here = new ArrayList<>();
        for (Condition condition : conjuncts()) {
            Set<String> names = PartNames.in(condition);
            boolean early = pairs
                    && !kind.nests()
                    && !names.isEmpty()
                    && names.stream().allMatch(name -> phase(name, Phase.START) || staysSame(name));
            if (early == (phase == Phase.START)) {
                here.add(condition);
            }
        }
        return here.isEmpty() ? new Condition.Always() : here.size() == 1 ? here.get(0) : new Condition.And(here);
    }

    /// Which thread it is in does not change while it lasts where it ends in the thread that started it.
    private boolean staysSame(String name) {
        return OF_THREAD.contains(name) && kind.attribute(name).isEmpty() && isOfThread();
    }

    /// What is still to be tested where occurrences are observed.
    Condition open() {
        return pairs ? conditionsAt(Phase.END) : where;
    }

    /// Blocks that keep starts, by what they do.
    Map<String, List<String>> starts() {
        Map<String, List<String>> bodies = new LinkedHashMap<>();
        if (!pairs) {
            return bodies;
        }
        for (ProbePoint point : kind.points(Phase.START)) {
            if (readsAll(point, Phase.START)) {
                bodies.computeIfAbsent(start(point), _ -> new ArrayList<>()).add(probe(point));
            }
        }
        return bodies;
    }

    private String start(ProbePoint point) {
        Names names = names(name -> read(name, point), Optional.empty());
        List<String> lines = new ArrayList<>(List.of(slot("start") + key(point) + " = nsecs"));
        used.stream()
                .filter(name -> phase(name, Phase.START))
                .filter(this::keptAtEnd)
                .forEach(name -> lines.add(slot(name) + key(point) + " = " + keepable(name, point)));
        List<String> tests = words.tests(conditionsAt(Phase.START), names);
        List<Body> body = new ArrayList<>();
        if (!tests.isEmpty() && mayBegin(point)) {
            body.add(new Body.Line("delete(" + slot("start") + key(point) + ")"));
        }
        body.add(new Body.If(tests, Body.lines(lines)));
        return Body.block(when(point), body);
    }

    /// Whether a thread may begin one within another, as functions may be called: that of which nothing is wanted is
    /// not to end as the one around it.
    private static boolean mayBegin(ProbePoint point) {
        return point.pairedBy().isEmpty() && FUNCTION.matcher(point.probe()).lookingAt();
    }

    /// Text behind a pointer is kept as the pointer and read at the end, when it is surely there.
    private String keepable(String name, ProbePoint point) {
        return reading(name, point) instanceof Reading.Text(Reading of) && isPointer(of, point)
                ? words.of(of)
                : read(name, point);
    }

    private boolean isPointer(Reading of, ProbePoint point) {
        return of instanceof Reading.Arg && point.probe().startsWith("tracepoint:syscalls:");
    }

    // ---- observation ----

    List<Spot> spots() {
        Phase observing = ends ? Phase.END : Phase.START;
        List<String> watched = kind.points(Phase.START).stream()
                .filter(point -> readsAll(point, Phase.START))
                .map(point -> point.probe().replace("sys_enter_", "sys_exit_"))
                .toList();
        return kind.points(observing).stream()
                .filter(point -> readsAll(point, observing))
                .filter(point -> !pairs || !point.probe().contains(":sys_exit_") || watched.contains(point.probe()))
                .map(this::spot)
                .toList();
    }

    private Spot spot(ProbePoint point) {
        List<String> moved = used.stream()
                .filter(name -> isTransfer(name, point))
                .findFirst()
                .map(name -> List.of(words.of(reading(name, point)) + " >= 0"))
                .orElse(List.of());
        return new Spot(
                probe(point),
                pairs ? List.of(slot("start") + key(point)) : List.of(),
                when(point),
                moved,
                names(name -> value(name, point), Optional.of(point)),
                kept().stream().map(map -> "delete(" + map + key(point) + ")").toList());
    }

    private boolean isTransfer(String name, ProbePoint point) {
        return kind.attribute(name)
                        .map(a -> a.phase() == Phase.END
                                && a.unit().family() == Unit.Family.SIZE
                                && a.type() == Attribute.Type.INTEGER)
                        .orElse(false)
                && Optional.ofNullable(point.readings().get(name))
                        .filter(Reading::isResult)
                        .isPresent();
    }

    private String value(String name, ProbePoint point) {
        if (isLatency(name)) {
            return "(nsecs - " + slot("start") + key(point) + ")";
        }
        if (!pairs || !phase(name, Phase.START)) {
            return read(name, point);
        }
        int part = pairPart(name);
        if (part != NO_PART) {
            return words.of(point.pairParts().get(part));
        }
        String slot = slot(name) + key(point);
        boolean pointer = kind.points(Phase.START).stream()
                .filter(start -> readsAll(start, Phase.START))
                .anyMatch(start -> reading(name, start) instanceof Reading.Text(Reading of) && isPointer(of, start));
        return pointer ? "str(" + slot + ")" : slot;
    }

    // ---- spans under way ----

    /// A start or end as such, and what pairs it.
    record Edge(Spot spot, String key) {}

    List<Edge> edges(Phase phase) {
        return kind.points(phase).stream()
                .filter(point -> phase == Phase.END || readsAll(point, Phase.START))
                .map(point -> new Edge(
                        new Spot(
                                probe(point),
                                List.of(),
                                when(point),
                                List.of(),
                                names(name -> read(name, point), Optional.empty()),
                                List.of()),
                        key(point)))
                .toList();
    }

    /// Whether ends happen in the thread that started, so that facts of it are the same at both.
    boolean isOfThread() {
        return kind.points().stream().allMatch(point -> point.pairedBy().isEmpty());
    }
}
