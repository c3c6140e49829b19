package dev.ken.verify;

import dev.ken.contract.PartNames;
import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Site;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import dev.ken.kernel.catalog.Reading;
import dev.ken.kernel.catalog.Unit;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// How occurrences of one event kind are seen with some of its attributes. Where only facts known at the start
/// are asked for, it watches starts; where only facts known at the end are, ends; where both are (latency is),
/// or where only the start tells that it is one of the kind, it pairs each end with the last start of the same
/// thing, and ends whose start was not seen are not observed.
final class Watching {
    static final String LATENCY = PartNames.LATENCY;

    /// What is told where it is assumed.
    static final String ASSUMED = "what begins again before it ended, with other facts than before";

    /// The same where it is counted what is under way.
    static final String ASSUMED_ONCE = "what begins again before it ended";

    private final String id;
    private final EventKind kind;
    private final Set<String> used;
    private final Optional<Integer> rateHertz;
    private final Catalog catalog;
    private final KernelModel kernel;
    private final Set<String> tested;
    private final boolean ends;
    private final boolean pairs;
    private final boolean late;
    private final boolean moving;

    /// `id` begins the names of its maps; `tested`: those of `used` that a condition looks at; `atEnd`: it is the ends
    /// that are occurrences, whatever is asked of them; `moving`: transfers of no bytes are none.
    Watching(
            String id,
            String event,
            Set<String> used,
            Set<String> tested,
            boolean atEnd,
            boolean late,
            boolean moving,
            Optional<Integer> rateHertz,
            Catalog catalog,
            KernelModel kernel) {
        this.id = id;
        this.kind = catalog.find(event).orElseThrow(() -> new IllegalStateException("no event kind " + event));
        this.used = new LinkedHashSet<>(used);
        this.tested = new LinkedHashSet<>(tested);
        this.rateHertz = rateHertz;
        this.moving = moving;
        this.catalog = catalog;
        this.kernel = kernel;
        this.ends = atEnd && kind.isSpan() || used.stream().anyMatch(this::knownAtEnd);
        this.late = late && ends && !used.contains(LATENCY) && Calls.areCalls(kind);
        this.pairs = used.contains(LATENCY)
                || !this.late && ends && (kind.isToldByStart() || used.stream().anyMatch(this::knownAtStart));
    }

    boolean observesEnds() {
        return ends;
    }

    EventKind kind() {
        return kind;
    }

    private Optional<Attribute> own(String name) {
        return kind.attribute(name);
    }

    private boolean knownAtEnd(String name) {
        return name.equals(LATENCY) && own(name).isEmpty()
                || own(name).map(a -> a.phase() == Phase.END).orElse(false);
    }

    private boolean knownAtStart(String name) {
        return own(name).map(a -> a.phase() == Phase.START).orElse(false);
    }

    Unit unit(String name) {
        return PartNames.attribute(name, kind, catalog).map(Attribute::unit).orElse(Unit.NONE);
    }

    // ---- readings ----

    private ProbeFacts facts(ProbePoint point) {
        String probe = rateHertz
                .filter(_ -> point.probe().startsWith("profile:hz:"))
                .map(rate -> "profile:hz:" + rate)
                .orElse(point.probe());
        return Probes.resolve(probe, kernel)
                .orElseThrow(() -> new IllegalStateException("catalog names an unknown probe: " + probe));
    }

    private boolean readsAll(ProbePoint point, Phase phase) {
        return used.stream()
                .filter(name -> own(name).map(a -> a.phase() == phase).orElse(false))
                .allMatch(name -> point.readings().containsKey(name));
    }

    private Readings.Value read(String name, ProbePoint point, ProbeFacts facts) {
        Reading reading = point.readings().get(name);
        if (reading == null) {
            Catalog.AmbientAttribute ambient = catalog.ambient().get(name);
            if (ambient == null) {
                throw new IllegalStateException("no attribute " + name + " of " + kind.name() + " at " + point.probe());
            }
            reading = ambient.reading();
        }
        Readings.Value value = Readings.lower(reading, facts);
        return own(name).map(a -> a.type() == Attribute.Type.ERRNO).orElse(false)
                ? new Readings.Value(errno(value.expr()), true, value.type())
                : value;
    }

    /// The error number of a return value; 0 for success.
    private static Expr errno(Expr result) {
        return new Expr.Choose(
                Fragments.negative(result), new Expr.Unary(Expr.UnaryOp.NEGATE, result), Fragments.number(0));
    }

    private List<Expr> pairKey(ProbePoint point, ProbeFacts facts) {
        return point.pairedBy().isEmpty()
                ? List.of(new Expr.Attribute("tid", new Type.Int()))
                : point.pairParts().stream()
                        .map(reading -> Readings.lower(reading, facts).expr())
                        .toList();
    }

    /// Types of what pairs starts and ends.
    List<Type> pairTypes() {
        int parts = kind.points().stream()
                .mapToInt(point -> point.pairParts().size())
                .max()
                .orElse(1);
        return Collections.nCopies(Math.max(1, parts), new Type.Int());
    }

    private Expr when(ProbePoint point, ProbeFacts facts) {
        Expr guard = Readings.guard(facts);
        return point.when()
                .map(reading -> Fragments.and(guard, Readings.truth(Readings.lower(reading, facts))))
                .orElse(guard);
    }

    // ---- starts ----

    private String saved(String attribute) {
        return id + ".start." + attribute;
    }

    private List<String> savedAttributes() {
        return used.stream().filter(this::knownAtStart).toList();
    }

    private Type typeAtStart(String name) {
        return kind.points(Phase.START).stream()
                .filter(point -> point.readings().containsKey(name))
                .map(point -> widest(read(name, point, facts(point)).type()))
                .findFirst()
                .orElse(new Type.Int());
    }

    static Type widest(Type type) {
        return type instanceof Type.Text ? new Type.Text(Readings.TEXT_BYTES) : type;
    }

    static Expr widened(Readings.Value value) {
        return value.type() instanceof Type.Text(int bytes) && bytes != Readings.TEXT_BYTES
                ? new Expr.Resize(value.expr(), Readings.TEXT_BYTES)
                : value.expr();
    }

    /// What has to be remembered of starts.
    List<MapDecl> maps() {
        if (!pairs) {
            return List.of();
        }
        List<MapDecl> maps = new ArrayList<>();
        maps.add(new MapDecl(saved("time"), pairTypes(), new Type.Int(), MapDecl.Kind.SCALAR));
        for (String name : savedAttributes()) {
            maps.add(new MapDecl(saved(name), pairTypes(), typeAtStart(name), MapDecl.Kind.SCALAR));
        }
        return maps;
    }

    /// What remembers it.
    List<Procedure> starts() {
        return pairs
                ? kind.points(Phase.START).stream()
                        .filter(point -> readsAll(point, Phase.START))
                        .map(this::start)
                        .toList()
                : List.of();
    }

    private Procedure start(ProbePoint point) {
        ProbeFacts facts = facts(point);
        List<Expr> key = pairKey(point, facts);
        List<Stmt> statements = new ArrayList<>();
        statements.addAll(sameAgain(point, facts, key));
        statements.addAll(notWithin(saved("time"), key, facts.site()));
        Expr now = new Expr.Attribute("time", new Type.Int());
        statements.add(new Stmt.MapUpdate(saved("time"), key, new Stmt.Update.Set(now), Span.NONE));
        for (String name : savedAttributes()) {
            Expr value = widened(read(name, point, facts));
            statements.add(new Stmt.MapUpdate(saved(name), key, new Stmt.Update.Set(value), Span.NONE));
        }
        return Fragments.straight(id + ".start " + point.probe(), facts.site(), when(point, facts), statements);
    }

    private static final Site SWITCH = new Site.Tracepoint("sched", "sched_switch");
    private static final String BEFORE = ".before.";
    private static final String AGAIN = ".again";

    /// What is assumed of what begins again.
    static Set<String> assumed(Module module) {
        Set<String> all = new TreeSet<>();
        module.procedures().stream()
                .flatMap(procedure -> procedure.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .forEach(statement -> {
                    if (statement instanceof Stmt.MapGet get && get.value().contains(BEFORE)) {
                        all.add(ASSUMED);
                    } else if (statement instanceof Stmt.MapGet get
                            && get.value().endsWith(AGAIN)) {
                        all.add(ASSUMED_ONCE);
                    } else if (statement instanceof Stmt.MapGet get && Kin.follows(get.map())) {
                        all.add(Kin.ASSUMED);
                    }
                });
        return all;
    }

    /// A request that is given to the device again before it was served is the same request: what is tested of it
    /// has not changed. So a program may test at the start and keep only what it looks for, as is usual.
    private List<Stmt> sameAgain(ProbePoint point, ProbeFacts facts, List<Expr> key) {
        List<Stmt> statements = new ArrayList<>();
        for (String name : point.pairedBy().isEmpty() ? List.<String>of() : savedAttributes()) {
            if (tested.contains(name)) {
                String local = id + BEFORE + name;
                statements.add(new Stmt.MapGet(saved(name), key, local, local + ".known", Span.NONE));
                Expr same = new Expr.Binary(
                        Expr.BinaryOp.EQ, new Expr.Local(local, typeAtStart(name)), widened(read(name, point, facts)));
                Expr first = new Expr.Unary(Expr.UnaryOp.NOT, new Expr.Local(local + ".known", new Type.Bool()));
                statements.add(new Stmt.Assume(new Expr.Binary(Expr.BinaryOp.OR, first, same), Span.NONE));
            }
        }
        return statements;
    }

    /// What a CPU does under its own number it does one after the other, and a thread that has left its CPU does not
    /// leave it again before it came back: what is begun is not in one already.
    static List<Stmt> notWithin(String map, List<Expr> key, Site site) {
        boolean ofCpu = key.equals(List.of(new Expr.Attribute("cpu", new Type.Int())));
        if (!ofCpu && !site.equals(SWITCH)) {
            return List.of();
        }
        return unless(map, key, ".within.value");
    }

    /// What is under way is not begun again, which would count it twice and end it once.
    List<Stmt> once(String map, List<Expr> key, Site site) {
        List<Stmt> known = notWithin(map, key, site);
        boolean paired =
                kind.points().stream().anyMatch(point -> !point.pairedBy().isEmpty());
        return known.isEmpty() && paired ? unless(map, key, AGAIN) : known;
    }

    /// Assumes that nothing is in the map under the key.
    private static List<Stmt> unless(String map, List<Expr> key, String value) {
        Expr within = new Expr.Local(map + ".within", new Type.Bool());
        return List.of(
                new Stmt.MapGet(map, key, map + value, map + ".within", Span.NONE),
                new Stmt.Assume(new Expr.Unary(Expr.UnaryOp.NOT, within), Span.NONE));
    }

    // ---- observation ----

    List<Sighting> sightings() {
        Phase observing = ends ? Phase.END : Phase.START;
        return kind.points(observing).stream()
                .filter(point -> readsAll(point, observing))
                .map(this::sighting)
                .toList();
    }

    private Sighting sighting(ProbePoint point) {
        ProbeFacts facts = facts(point);
        List<Stmt> before = new ArrayList<>();
        List<Stmt> afterwards = new ArrayList<>();
        Map<String, Readings.Value> values = new LinkedHashMap<>();
        Expr condition = new Expr.Bool(true);
        if (pairs) {
            condition = restore(pairKey(point, facts), before, afterwards, values);
        }
        for (String name : used) {
            if (!values.containsKey(name)) {
                ProbePoint from = late && knownAtStart(name) ? Calls.entry(kind, point) : point;
                values.put(name, read(name, from, from == point ? facts : facts(from)));
            }
        }
        return new Sighting(
                point.probe(),
                facts.site(),
                when(point, facts),
                before,
                Fragments.and(condition, transfers(values)),
                values,
                afterwards);
    }

    private Expr restore(List<Expr> key, List<Stmt> before, List<Stmt> afterwards, Map<String, Readings.Value> values) {
        Type integer = new Type.Int();
        String started = id + ".started";
        String known = id + ".known";
        before.add(new Stmt.MapGet(saved("time"), key, started, known, Span.NONE));
        afterwards.add(new Stmt.MapDelete(saved("time"), key, Span.NONE));
        Expr passed = new Expr.Binary(
                Expr.BinaryOp.SUB, new Expr.Attribute("time", integer), new Expr.Local(started, integer));
        if (used.contains(LATENCY)) {
            values.put(LATENCY, new Readings.Value(passed, false, integer));
        }
        for (String name : savedAttributes()) {
            Type type = typeAtStart(name);
            String local = id + ".saved." + name;
            before.add(new Stmt.MapGet(saved(name), key, local, id + ".known." + name, Span.NONE));
            afterwards.add(new Stmt.MapDelete(saved(name), key, Span.NONE));
            values.put(name, new Readings.Value(new Expr.Local(local, type), signed(name), type));
        }
        return new Expr.Local(known, new Type.Bool());
    }

    private boolean signed(String name) {
        return kind.points(Phase.START).stream()
                .filter(point -> point.readings().containsKey(name))
                .anyMatch(point -> read(name, point, facts(point)).signed());
    }

    /// Bytes that a call transferred exist only where it did not fail.
    private Expr transfers(Map<String, Readings.Value> values) {
        Expr all = new Expr.Bool(true);
        for (Map.Entry<String, Readings.Value> entry : values.entrySet()) {
            if (isTransfer(entry.getKey())) {
                Expr moved = new Expr.Binary(
                        moving ? Expr.BinaryOp.SLT : Expr.BinaryOp.SLE,
                        Fragments.number(0),
                        entry.getValue().expr());
                all = Fragments.and(all, moved);
            }
        }
        return all;
    }

    private boolean isTransfer(String name) {
        return own(name).filter(attribute -> isTransfer(kind, attribute)).isPresent();
    }

    /// Whether it is how many bytes a call moved, by what it gives back.
    static boolean isTransfer(EventKind kind, Attribute attribute) {
        return attribute.phase() == Phase.END
                && attribute.unit().family() == Unit.Family.SIZE
                && attribute.type() == Attribute.Type.INTEGER
                && kind.points(Phase.END).stream()
                        .map(point -> Optional.ofNullable(point.readings().get(attribute.name())))
                        .flatMap(Optional::stream)
                        .anyMatch(Reading::isResult);
    }

    // ---- spans that are under way ----

    /// A start or an end as such, with the facts that are known there and what pairs them.
    record Edge(Sighting sighting, List<Expr> pair) {}

    List<Edge> edges(Phase phase) {
        return kind.points(phase).stream()
                .filter(point -> phase == Phase.END || readsAll(point, Phase.START))
                .map(point -> {
                    ProbeFacts facts = facts(point);
                    Map<String, Readings.Value> values = new LinkedHashMap<>();
                    if (phase == Phase.START) {
                        used.forEach(name -> values.put(name, read(name, point, facts)));
                    }
                    return new Edge(
                            new Sighting(
                                    point.probe(),
                                    facts.site(),
                                    when(point, facts),
                                    List.of(),
                                    new Expr.Bool(true),
                                    values,
                                    List.of()),
                            pairKey(point, facts));
                })
                .toList();
    }
}
