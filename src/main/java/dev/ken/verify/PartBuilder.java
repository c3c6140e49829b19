package dev.ken.verify;

import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Builds the reference observer of one part. Where only facts known at the start are asked for, it watches starts;
/// where
/// only facts known at the end are, ends; where both are (latency is), it pairs each end with the last start of the
/// same
/// thing, and ends whose start was not seen are not observed.
final class PartBuilder {
    static final String LATENCY = "latency";

    private final String id;
    private final Part part;
    private final Variation variation;
    private final Catalog catalog;
    private final KernelModel kernel;
    private final EventKind kind;
    private final Set<String> used = new LinkedHashSet<>();
    private final List<MapDecl> maps = new ArrayList<>();
    private final List<Procedure> procedures = new ArrayList<>();

    PartBuilder(String id, Part part, Variation variation, Catalog catalog, KernelModel kernel) {
        this.id = id;
        this.part = part;
        this.variation = variation;
        this.catalog = catalog;
        this.kernel = kernel;
        this.kind = catalog.find(part.event())
                .orElseThrow(() -> new IllegalStateException("no event kind " + part.event()));
        Conditions.attributes(part.where(), used);
        used.addAll(part.keys());
        switch (part.what()) {
            case What.Report(var columns) -> columns.forEach(column -> used.add(column.attribute()));
            case What.Aggregate(var _, var attribute, var _) -> attribute.ifPresent(used::add);
        }
    }

    ReferencePart build(List<MapDecl> allMaps, List<Procedure> allProcedures) {
        boolean ends = used.stream().anyMatch(this::knownAtEnd);
        boolean pairs = used.contains(LATENCY) || ends && used.stream().anyMatch(this::knownAtStart);
        Phase observing = ends ? Phase.END : Phase.START;
        if (pairs) {
            declareSaved();
            kind.points(Phase.START).forEach(this::saveAt);
        }
        Optional<MapDecl> table = table(observing);
        for (ProbePoint point : kind.points(observing)) {
            observeAt(point, pairs);
        }
        table.ifPresent(maps::add);
        if (table.isPresent() && part.periodNanos().isPresent()) {
            procedures.add(showing(table.get(), part.periodNanos().get()));
        }
        allMaps.addAll(maps);
        allProcedures.addAll(procedures);
        return new ReferencePart(id, part, kind, table, resultDivisor(), columns());
    }

    private Optional<Attribute> own(String name) {
        return kind.attribute(name);
    }

    private boolean knownAtEnd(String name) {
        return name.equals(LATENCY)
                || own(name).map(a -> a.phase() == Phase.END).orElse(false);
    }

    private boolean knownAtStart(String name) {
        return own(name).map(a -> a.phase() == Phase.START).orElse(false);
    }

    private ProbeFacts facts(ProbePoint point) {
        String probe = part.rateHertz()
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

    private Expr pairKey(ProbePoint point, ProbeFacts facts) {
        return point.pairedBy()
                .map(reading -> Readings.lower(reading, facts).expr())
                .orElseGet(() -> new Expr.Attribute("tid", new Type.Int()));
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

    private void declareSaved() {
        maps.add(new MapDecl(saved("time"), List.of(new Type.Int()), new Type.Int(), MapDecl.Kind.SCALAR));
        for (String name : savedAttributes()) {
            maps.add(new MapDecl(saved(name), List.of(new Type.Int()), typeAtStart(name), MapDecl.Kind.SCALAR));
        }
    }

    private Type typeAtStart(String name) {
        return kind.points(Phase.START).stream()
                .filter(point -> point.readings().containsKey(name))
                .map(point -> widest(read(name, point, facts(point)).type()))
                .findFirst()
                .orElse(new Type.Int());
    }

    private static Type widest(Type type) {
        return type instanceof Type.Text ? new Type.Text(Readings.TEXT_BYTES) : type;
    }

    private static Expr widened(Readings.Value value) {
        return value.type() instanceof Type.Text(int bytes) && bytes != Readings.TEXT_BYTES
                ? new Expr.Resize(value.expr(), Readings.TEXT_BYTES)
                : value.expr();
    }

    private void saveAt(ProbePoint point) {
        if (!readsAll(point, Phase.START)) {
            return;
        }
        ProbeFacts facts = facts(point);
        List<Expr> key = List.of(pairKey(point, facts));
        List<Stmt> statements = new ArrayList<>();
        Expr now = new Expr.Attribute("time", new Type.Int());
        statements.add(new Stmt.MapUpdate(saved("time"), key, new Stmt.Update.Set(now), Span.NONE));
        for (String name : savedAttributes()) {
            Expr value = widened(read(name, point, facts));
            statements.add(new Stmt.MapUpdate(saved(name), key, new Stmt.Update.Set(value), Span.NONE));
        }
        procedures.add(
                Fragments.straight(id + ".start " + point.probe(), facts.site(), when(point, facts), statements));
    }

    // ---- observation ----

    private void observeAt(ProbePoint point, boolean pairs) {
        if (!readsAll(point, point.phase())) {
            return;
        }
        ProbeFacts facts = facts(point);
        List<Stmt> before = new ArrayList<>();
        List<Stmt> then = new ArrayList<>();
        Map<String, Readings.Value> values = new LinkedHashMap<>();
        Expr condition = new Expr.Bool(true);
        if (pairs) {
            List<Expr> key = List.of(pairKey(point, facts));
            condition = restore(key, before, then, values);
        }
        for (String name : used) {
            if (!values.containsKey(name)) {
                values.put(name, read(name, point, facts));
            }
        }
        condition = Fragments.and(condition, transfers(values));
        condition = Fragments.and(condition, Conditions.lower(part.where(), values));
        then.add(0, action(values));
        if (pairs) {
            // The start is used up whether or not the occurrence is one that was asked for.
            List<Stmt> deletions = then.subList(1, then.size());
            procedures.add(Fragments.conditional(
                    id + ".end " + point.probe(),
                    facts.site(),
                    when(point, facts),
                    before,
                    condition,
                    then.subList(0, 1)));
            procedures.add(
                    Fragments.straight(id + ".done " + point.probe(), facts.site(), when(point, facts), deletions));
        } else {
            procedures.add(Fragments.conditional(
                    id + " " + point.probe(), facts.site(), when(point, facts), before, condition, then));
        }
    }

    private Expr restore(List<Expr> key, List<Stmt> before, List<Stmt> then, Map<String, Readings.Value> values) {
        Type integer = new Type.Int();
        before.add(new Stmt.MapGet(saved("time"), key, "started", "known", Span.NONE));
        then.add(new Stmt.MapDelete(saved("time"), key, Span.NONE));
        Expr passed = new Expr.Binary(
                Expr.BinaryOp.SUB, new Expr.Attribute("time", integer), new Expr.Local("started", integer));
        if (used.contains(LATENCY)) {
            values.put(LATENCY, new Readings.Value(passed, false, integer));
        }
        for (String name : savedAttributes()) {
            Type type = typeAtStart(name);
            before.add(new Stmt.MapGet(saved(name), key, "saved." + name, "known." + name, Span.NONE));
            then.add(new Stmt.MapDelete(saved(name), key, Span.NONE));
            values.put(name, new Readings.Value(new Expr.Local("saved." + name, type), signed(name), type));
        }
        return new Expr.Local("known", new Type.Bool());
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
                        Expr.BinaryOp.SLE, Fragments.number(0), entry.getValue().expr());
                all = Fragments.and(all, moved);
            }
        }
        return all;
    }

    private boolean isTransfer(String name) {
        return own(name)
                .map(a -> a.phase() == Phase.END
                        && a.unit().family() == Unit.Family.SIZE
                        && a.type() == Attribute.Type.INTEGER
                        && kind.points(Phase.END).stream()
                                .anyMatch(point -> new Reading.Arg("ret")
                                        .equals(point.readings().get(name))))
                .orElse(false);
    }

    private Stmt action(Map<String, Readings.Value> values) {
        return switch (part.what()) {
            case What.Report(var columns) ->
                new Stmt.Emit(
                        id,
                        columns.stream()
                                .map(column ->
                                        valueOf(column.attribute(), values).expr())
                                .toList(),
                        Span.NONE);
            case What.Aggregate(var measure, var attribute, var _) ->
                new Stmt.MapUpdate(
                        id,
                        part.keys().stream()
                                .map(key -> widened(valueOf(key, values)))
                                .toList(),
                        update(
                                measure,
                                attribute.map(name ->
                                        scaled(name, valueOf(name, values).expr()))),
                        Span.NONE);
        };
    }

    private static Readings.Value valueOf(String name, Map<String, Readings.Value> values) {
        Readings.Value value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("attribute " + name + " was not read");
        }
        return value;
    }

    private Unit ownUnit(String name) {
        return name.equals(LATENCY)
                ? Unit.NANOSECONDS
                : own(name).map(Attribute::unit).orElse(Unit.NONE);
    }

    private Expr scaled(String name, Expr value) {
        long divisor = variation.rounding() == Variation.Rounding.EACH ? variation.divisor(ownUnit(name)) : 1;
        return divisor == 1 ? value : new Expr.Binary(Expr.BinaryOp.UDIV, value, Fragments.number(divisor));
    }

    private long resultDivisor() {
        return variation.rounding() == Variation.Rounding.RESULT
                        && part.what() instanceof What.Aggregate(var _, var attribute, var _)
                ? attribute.map(name -> variation.divisor(ownUnit(name))).orElse(1L)
                : 1;
    }

    private static Stmt.Update update(What.Measure measure, Optional<Expr> value) {
        Expr operand = value.orElse(Fragments.number(1));
        return switch (measure) {
            case What.Measure.Count() -> new Stmt.Update.Count();
            case What.Measure.Sum() -> new Stmt.Update.Sum(operand);
            case What.Measure.Average() -> new Stmt.Update.Average(operand);
            case What.Measure.Minimum() -> new Stmt.Update.Minimum(operand);
            case What.Measure.Maximum() -> new Stmt.Update.Maximum(operand);
            case What.Measure.Statistics() -> new Stmt.Update.Statistics(operand);
            case What.Measure.Log2Histogram() -> new Stmt.Update.Log2(operand);
            case What.Measure.LinearHistogram(long minimum, long maximum, long step) ->
                new Stmt.Update.Linear(operand, minimum, maximum, step);
        };
    }

    private static MapDecl.Kind kindOf(What.Measure measure) {
        return switch (measure) {
            case What.Measure.Count() -> MapDecl.Kind.COUNT;
            case What.Measure.Sum() -> MapDecl.Kind.SUM;
            case What.Measure.Average() -> MapDecl.Kind.AVERAGE;
            case What.Measure.Minimum() -> MapDecl.Kind.MINIMUM;
            case What.Measure.Maximum() -> MapDecl.Kind.MAXIMUM;
            case What.Measure.Statistics() -> MapDecl.Kind.STATISTICS;
            case What.Measure.Log2Histogram() -> MapDecl.Kind.LOG2;
            case What.Measure.LinearHistogram _ -> MapDecl.Kind.LINEAR;
        };
    }

    private Optional<MapDecl> table(Phase observing) {
        if (!(part.what() instanceof What.Aggregate(var measure, var _, var _))) {
            return Optional.empty();
        }
        List<Type> keys = new ArrayList<>();
        for (String key : part.keys()) {
            keys.add(kind.points(observing).stream()
                    .filter(point -> readsAll(point, observing))
                    .filter(point -> !knownAtStart(key) || observing == Phase.START)
                    .map(point -> widest(read(key, point, facts(point)).type()))
                    .findFirst()
                    .orElseGet(() -> typeAtStart(key)));
        }
        return Optional.of(new MapDecl(id, keys, new Type.Int(), kindOf(measure)));
    }

    private Procedure showing(MapDecl table, long periodNanos) {
        return Fragments.straight(
                id + ".show",
                new Site.Interval(periodNanos),
                new Expr.Bool(true),
                List.of(
                        new Stmt.PrintMap(table.name(), part.top(), 1, Span.NONE),
                        new Stmt.MapClear(table.name(), Span.NONE)));
    }

    private List<ReferencePart.Column> columns() {
        return switch (part.what()) {
            case What.Report(var columns) ->
                columns.stream()
                        .map(column -> new ReferencePart.Column(column.attribute(), divisors(column)))
                        .toList();
            case What.Aggregate _ -> List.of();
        };
    }

    private List<Long> divisors(What.Column column) {
        Unit own = ownUnit(column.attribute());
        return column.unit().map(List::of).orElseGet(() -> Variation.unitsOf(own)).stream()
                .map(unit -> Math.max(1, unit.factor() / own.factor()))
                .distinct()
                .toList();
    }
}
