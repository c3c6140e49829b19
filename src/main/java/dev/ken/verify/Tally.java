package dev.ken.verify;

import dev.ken.contract.Occasion;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.kernel.Site;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What the reference observer of a part does about an occurrence, what it keeps for that, and what it shows when.
final class Tally {
    private static final long SECOND = 1_000_000_000L;
    private static final Expr TRUE = new Expr.Bool(true);

    private final String id;
    private final Part part;
    private final Variation variation;
    private final Optional<Long> durationNanos;
    private final Function<String, Unit> units;
    private final EventKind kind;
    private final ToldUnits told;
    private final List<MapDecl> tables = new ArrayList<>();
    private final List<MapDecl> others = new ArrayList<>();

    Tally(
            String id,
            Part part,
            Variation variation,
            Optional<Long> durationNanos,
            Function<String, Unit> units,
            EventKind kind) {
        this.id = id;
        this.part = part;
        this.variation = variation;
        this.durationNanos = durationNanos;
        this.units = units;
        this.kind = kind;
        this.told = new ToldUnits(part, variation, attribute(), units);
    }

    // ---- maps ----

    /// Tables that are shown come first; `type` tells an attribute's.
    List<MapDecl> maps(Function<String, Type> type) {
        List<Type> keys = part.keys().stream().map(type).toList();
        switch (part.what()) {
            case What.Report _ ->
                part.occasion()
                        .ifPresent(occasion -> others.add(new MapDecl(
                                id + ".total",
                                occasion.keys().stream().map(type).toList(),
                                new Type.Int(),
                                MapDecl.Kind.SCALAR)));
            case What.Aggregate(var measure, var attribute, var _) -> aggregated(measure, attribute, keys, type);
            case What.Extreme(boolean _, String attribute, var _, var context) -> {
                tables.add(new MapDecl(id, keys, type.apply(attribute), MapDecl.Kind.SCALAR));
                context.forEach(column -> tables.add(
                        new MapDecl(context(column), keys, type.apply(column.attribute()), MapDecl.Kind.SCALAR)));
            }
            case What.Net net -> level(net.highest(), keys);
            case What.InFlight(boolean highest) -> level(highest, keys);
            case What.Ratio _ -> {
                tables.add(new MapDecl(id, keys, new Type.Int(), MapDecl.Kind.COUNT));
                tables.add(new MapDecl(id + ".to", keys, new Type.Int(), MapDecl.Kind.COUNT));
            }
            case What.Rule _ -> {}
        }
        List<MapDecl> all = new ArrayList<>(tables);
        all.addAll(others);
        return all;
    }

    private void aggregated(Measure measure, Optional<String> attribute, List<Type> keys, Function<String, Type> type) {
        Type value = TableKinds.isKept(measure) ? attribute.map(type).orElse(new Type.Int()) : new Type.Int();
        if (isMean(measure)) {
            tables.add(new MapDecl(id, keys, value, MapDecl.Kind.SUM));
            tables.add(new MapDecl(id + ".to", keys, new Type.Int(), MapDecl.Kind.COUNT));
        } else {
            tables.add(new MapDecl(id, keys, value, TableKinds.of(measure, attribute)));
        }
        if (measure instanceof Measure.Distinct) {
            List<Type> longer = new ArrayList<>(keys);
            attribute.ifPresent(name -> longer.add(type.apply(name)));
            others.add(new MapDecl(id + ".seen", longer, new Type.Int(), MapDecl.Kind.SCALAR));
        }
    }

    /// Whether it is told in a row as a sum divided by a number.
    private boolean isMean(Measure measure) {
        return measure instanceof Measure.Average && variation.shape().isRow();
    }

    private void level(boolean highest, List<Type> keys) {
        MapDecl now = new MapDecl(highest ? id + ".now" : id, keys, new Type.Int(), MapDecl.Kind.SUM);
        if (highest) {
            tables.add(new MapDecl(id, keys, new Type.Int(), MapDecl.Kind.MAXIMUM));
            others.add(now);
        } else {
            tables.add(now);
        }
    }

    private String context(What.Column column) {
        return id + "." + column.attribute();
    }

    // ---- actions ----

    Action action(Sighting sighting) {
        return switch (part.what()) {
            case What.Report(var columns) -> report(columns, sighting);
            case What.Aggregate(var measure, var attribute, var _) -> aggregate(measure, attribute, sighting);
            case What.Extreme extreme -> extreme(extreme, sighting);
            case What.Net net -> rise(net.highest(), net.attribute(), sighting);
            case What.InFlight(boolean highest) -> rise(highest, Optional.empty(), sighting);
            case What.Ratio _ -> Action.always(update(id, keys(sighting), new Stmt.Update.Count()));
            case What.Rule _ when PacketWatching.decides(part) -> new Action(List.of(), TRUE, List.of());
            case What.Rule(var decision) -> Action.always(new Stmt.Emit(id, List.of(decided(decision)), Span.NONE));
        };
    }

    /// What is done about an occurrence of the other kind, of a net or a ratio.
    Action otherAction(Sighting sighting) {
        return switch (part.what()) {
            case What.Net net -> {
                Expr value = net.attribute()
                        .map(name -> scaled(name, sighting.expr(name)))
                        .orElse(Fragments.number(1));
                Stmt.Update less = new Stmt.Update.Sum(new Expr.Unary(Expr.UnaryOp.NEGATE, value));
                yield Action.always(update(net.highest() ? id + ".now" : id, keys(sighting), less));
            }
            case What.Ratio _ -> Action.always(update(id + ".to", keys(sighting), new Stmt.Update.Count()));
            case What.Report _, What.Aggregate _, What.Extreme _, What.InFlight _, What.Rule _ ->
                throw new IllegalStateException("no other kind");
        };
    }

    /// One less is under way in the group.
    Stmt fall(List<Expr> keys) {
        boolean highest = part.what() instanceof What.InFlight(boolean most) && most;
        return update(highest ? id + ".now" : id, keys, new Stmt.Update.Sum(Fragments.number(-1)));
    }

    private static Stmt update(String map, List<Expr> keys, Stmt.Update update) {
        return new Stmt.MapUpdate(map, keys, update, Span.NONE);
    }

    private List<Expr> keys(Sighting sighting) {
        return part.keys().stream()
                .map(key -> {
                    Expr value = Watching.widened(sighting.value(key));
                    if (variation.negative() && PacketWatching.isPacket(part) && isAddress(key)) {
                        return new Expr.Apply("bswap32", List.of(value), new Type.Int());
                    }
                    return signed(key, value);
                })
                .toList();
    }

    /// An error number as the negative result that it is made of, where it is told so.
    private Expr signed(String name, Expr value) {
        boolean error = kind.attribute(name)
                .filter(one -> one.type() == Attribute.Type.ERRNO)
                .isPresent();
        return variation.negative() && error ? new Expr.Unary(Expr.UnaryOp.NEGATE, value) : value;
    }

    /// An address of IPv4 may be told in either order of its bytes, as people write the one and packets have the other.
    private boolean isAddress(String key) {
        return kind.attribute(key)
                .filter(one -> one.type() == Attribute.Type.ADDRESS)
                .isPresent();
    }

    private Action report(List<What.Column> columns, Sighting sighting) {
        Stmt emit = new Stmt.Emit(
                id,
                columns.stream()
                        .map(column -> sighting.expr(column.attribute()))
                        .toList(),
                Span.NONE);
        return part.occasion().map(occasion -> told(occasion, sighting, emit)).orElseGet(() -> Action.always(emit));
    }

    private Action told(Occasion occasion, Sighting sighting, Stmt emit) {
        List<Expr> keys = new ArrayList<>();
        occasion.keys().forEach(key -> keys.add(Watching.widened(sighting.value(key))));
        Expr old = new Expr.Local("total", new Type.Int());
        Expr more = occasion.summed().map(sighting::expr).orElse(Fragments.number(1));
        Expr next = new Expr.Binary(Expr.BinaryOp.ADD, old, more);
        Expr limit = Fragments.number(occasion.number());
        boolean signed = occasion.summed().map(sighting::value).stream().allMatch(Readings.Value::signed);
        Expr now = Conditions.compare(next, occasion.comparison(), limit, signed);
        Expr before = Conditions.compare(old, occasion.comparison(), limit, signed);
        return new Action(
                List.of(
                        new Stmt.MapGet(id + ".total", keys, "total", "total.known", Span.NONE),
                        update(id + ".total", keys, new Stmt.Update.Set(next))),
                occasion.once() ? Fragments.and(now, new Expr.Unary(Expr.UnaryOp.NOT, before)) : now,
                List.of(emit));
    }

    private Action aggregate(Measure measure, Optional<String> attribute, Sighting sighting) {
        List<Expr> keys = keys(sighting);
        Expr value = attribute.map(name -> scaled(name, sighting.expr(name))).orElse(Fragments.number(1));
        return switch (measure) {
            case Measure.First() ->
                new Action(
                        List.of(new Stmt.MapGet(id, keys, "first", "first.known", Span.NONE)),
                        new Expr.Unary(Expr.UnaryOp.NOT, new Expr.Local("first.known", new Type.Bool())),
                        List.of(update(id, keys, new Stmt.Update.Set(kept(attribute, sighting)))));
            case Measure.Last() -> Action.always(update(id, keys, new Stmt.Update.Set(kept(attribute, sighting))));
            case Measure.Distinct() -> distinct(keys, attribute, sighting);
            case Measure.Rate() ->
                Action.always(
                        update(id, keys, attribute.isPresent() ? new Stmt.Update.Sum(value) : new Stmt.Update.Count()));
            case Measure.Count() -> Action.always(update(id, keys, new Stmt.Update.Count()));
            case Measure.Sum() -> Action.always(update(id, keys, new Stmt.Update.Sum(value)));
            case Measure.Average()
            when isMean(measure) ->
                new Action(
                        List.of(),
                        TRUE,
                        List.of(
                                update(id, keys, new Stmt.Update.Sum(value)),
                                update(id + ".to", keys, new Stmt.Update.Count())));
            case Measure.Average() -> Action.always(update(id, keys, new Stmt.Update.Average(value)));
            case Measure.Minimum() -> Action.always(update(id, keys, new Stmt.Update.Minimum(value)));
            case Measure.Maximum() -> Action.always(update(id, keys, new Stmt.Update.Maximum(value)));
            case Measure.Statistics() -> Action.always(update(id, keys, new Stmt.Update.Statistics(value)));
            case Measure.Log2Histogram() -> Action.always(update(id, keys, new Stmt.Update.Log2(value)));
            case Measure.LinearHistogram(long minimum, long maximum, long step) ->
                Action.always(update(id, keys, new Stmt.Update.Linear(value, minimum, maximum, step)));
        };
    }

    private Expr kept(Optional<String> attribute, Sighting sighting) {
        return attribute
                .map(name -> sighting.value(name).type() instanceof Type.Int
                        ? signed(name, scaled(name, sighting.expr(name)))
                        : Watching.widened(sighting.value(name)))
                .orElse(Fragments.number(1));
    }

    private Action distinct(List<Expr> keys, Optional<String> attribute, Sighting sighting) {
        List<Expr> longer = new ArrayList<>(keys);
        attribute.ifPresent(name -> longer.add(Watching.widened(sighting.value(name))));
        return new Action(
                List.of(new Stmt.MapGet(id + ".seen", longer, "seen", "seen.known", Span.NONE)),
                new Expr.Unary(Expr.UnaryOp.NOT, new Expr.Local("seen.known", new Type.Bool())),
                List.of(
                        update(id + ".seen", longer, new Stmt.Update.Set(Fragments.number(1))),
                        update(id, keys, new Stmt.Update.Count())));
    }

    private Action extreme(What.Extreme extreme, Sighting sighting) {
        List<Expr> keys = keys(sighting);
        Expr value = scaled(extreme.attribute(), sighting.expr(extreme.attribute()));
        Expr old = new Expr.Local("record", new Type.Int());
        Expr known = new Expr.Local("record.known", new Type.Bool());
        boolean signed = sighting.value(extreme.attribute()).signed();
        boolean tie = variation.shape().latest();
        Expr.BinaryOp below =
                signed ? tie ? Expr.BinaryOp.SLE : Expr.BinaryOp.SLT : tie ? Expr.BinaryOp.ULE : Expr.BinaryOp.ULT;
        Expr better = extreme.largest() ? new Expr.Binary(below, old, value) : new Expr.Binary(below, value, old);
        Expr first = new Expr.Unary(Expr.UnaryOp.NOT, known);
        Expr gate = variation.shape().above() ? better : new Expr.Binary(Expr.BinaryOp.OR, first, better);
        List<Stmt> then = new ArrayList<>(List.of(update(id, keys, new Stmt.Update.Set(value))));
        for (What.Column column : extreme.context()) {
            then.add(update(context(column), keys, new Stmt.Update.Set(told(column, sighting))));
        }
        return new Action(List.of(new Stmt.MapGet(id, keys, "record", "record.known", Span.NONE)), gate, then);
    }

    private Expr told(What.Column column, Sighting sighting) {
        Expr told = Watching.widened(sighting.value(column.attribute()));
        long divisor = column.unit()
                .map(unit -> unit.factor() / units.apply(column.attribute()).factor())
                .orElse(1L);
        return divisor <= 1 ? told : new Expr.Binary(Expr.BinaryOp.UDIV, told, Fragments.number(divisor));
    }

    private Action rise(boolean highest, Optional<String> attribute, Sighting sighting) {
        List<Expr> keys = keys(sighting);
        Expr value = attribute.map(name -> scaled(name, sighting.expr(name))).orElse(Fragments.number(1));
        Stmt more = update(highest ? id + ".now" : id, keys, new Stmt.Update.Sum(value));
        if (!highest) {
            return Action.always(more);
        }
        return new Action(
                List.of(more, new Stmt.MapGet(id + ".now", keys, "level", "level.known", Span.NONE)),
                TRUE,
                List.of(update(id, keys, new Stmt.Update.Maximum(new Expr.Local("level", new Type.Int())))));
    }

    /// No program that only watches shows this value.
    private static Expr decided(What.Decision decision) {
        String name = switch (decision) {
            case What.Decision.Deny(int error) -> "deny " + error;
            case What.Decision.Drop() -> "drop";
            case What.Decision.Pass() -> "pass";
            case What.Decision.Modify(String attribute, long number) -> "modify " + attribute + " " + number;
        };
        return new Expr.Apply("decision." + name, List.of(), new Type.Opaque("decision"));
    }

    // ---- units ----

    private Expr scaled(String name, Expr value) {
        long divisor = variation.rounding() == Variation.Rounding.EACH ? variation.divisor(units.apply(name)) : 1;
        return divisor == 1 ? value : new Expr.Binary(Expr.BinaryOp.UDIV, value, Fragments.number(divisor));
    }

    private Optional<String> attribute() {
        return switch (part.what()) {
            case What.Aggregate(var _, var attribute, var _) -> attribute;
            case What.Extreme(boolean _, String attribute, var _, var _) -> Optional.of(attribute);
            case What.Net net -> net.attribute();
            case What.Report _, What.InFlight _, What.Ratio _, What.Rule _ -> Optional.empty();
        };
    }

    private long resultDivisor() {
        long unit = variation.rounding() == Variation.Rounding.RESULT
                ? attribute().map(name -> variation.divisor(units.apply(name))).orElse(1L)
                : 1;
        return unit * perSecond();
    }

    /// How many seconds a rate is told over.
    private long perSecond() {
        boolean rate = part.what() instanceof What.Aggregate(Measure.Rate(), var _, var _);
        return rate ? Math.max(1, part.periodNanos().or(() -> durationNanos).orElse(SECOND) / SECOND) : 1;
    }

    // ---- showing ----

    List<Procedure> showing() {
        Optional<Site> period = part.periodNanos().map(Site.Interval::new);
        List<Stmt> statements = new ArrayList<>();
        if (variation.shape().isRow() && !tables.isEmpty()) {
            return rows(period);
        }
        if (period.isEmpty()) {
            return List.of();
        }
        for (MapDecl table : tables) {
            statements.add(new Stmt.PrintMap(table.name(), part.top(), 1, Span.NONE));
        }
        forgotten().forEach(map -> statements.add(new Stmt.MapClear(map, Span.NONE)));
        return List.of(Fragments.straight(id + ".show", period.get(), TRUE, statements));
    }

    /// What starts again with each period. A level is what it is.
    private List<String> forgotten() {
        boolean level = part.what() instanceof What.Net(var _, var _, var _, boolean highest) && !highest
                || part.what() instanceof What.InFlight(boolean most) && !most;
        if (part.cumulative() || level) {
            return List.of();
        }
        List<String> names = new ArrayList<>(tables.stream().map(MapDecl::name).toList());
        boolean highest = part.what() instanceof What.Net || part.what() instanceof What.InFlight;
        if (!highest) {
            others.forEach(map -> names.add(map.name()));
        }
        return names;
    }

    /// One row with everything, where there are no groups.
    private List<Procedure> rows(Optional<Site> period) {
        Site site = period.orElse(new Site.End());
        List<Stmt> before = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        for (MapDecl table : tables) {
            String local = "shown." + table.name();
            before.add(new Stmt.MapGet(table.name(), List.of(), local, local + ".known", Span.NONE));
            values.add(new Expr.Local(local, table.value()));
        }
        MapDecl last = tables.get(variation.shape().divides() || part.what() instanceof What.Ratio ? 1 : 0);
        Expr known = new Expr.Local("shown." + last.name() + ".known", new Type.Bool());
        Variation.Shape shape = variation.shape();
        List<Expr> shown = shape.divides() ? List.of(quotient(shape.isPercent() ? 100 : 1, values)) : values;
        List<Procedure> procedures = new ArrayList<>();
        procedures.add(Fragments.conditional(
                id + ".row",
                site,
                TRUE,
                before,
                shape.always() ? TRUE : known,
                List.of(new Stmt.Emit(id, shown, Span.NONE))));
        List<Stmt> clears = forgotten().stream()
                .<Stmt>map(map -> new Stmt.MapClear(map, Span.NONE))
                .toList();
        period.ifPresent(_ -> procedures.add(Fragments.straight(id + ".anew", site, TRUE, clears)));
        return procedures;
    }

    private static Expr quotient(long factor, List<Expr> values) {
        Expr scaled = factor == 1
                ? values.get(0)
                : new Expr.Binary(Expr.BinaryOp.MUL, values.get(0), Fragments.number(factor));
        return new Expr.Binary(Expr.BinaryOp.UDIV, scaled, values.get(1));
    }

    // ---- what there is to compare ----

    List<ReferencePart> parts() {
        List<ReferencePart> parts = new ArrayList<>();
        if (variation.shape().isRow() || tables.isEmpty()) {
            parts.add(new ReferencePart(id, part, kind, Optional.empty(), Unit.NONE, 1, columns()));
            return parts;
        }
        for (MapDecl table : tables) {
            boolean main = table.name().equals(id);
            parts.add(new ReferencePart(
                    table.name(),
                    part,
                    kind,
                    Optional.of(table),
                    main ? told.of(table.kind()) : context(table),
                    main ? resultDivisor() : perSecond(),
                    List.of()));
        }
        return parts;
    }

    private Unit context(MapDecl table) {
        return part.what() instanceof What.Extreme(boolean _, String _, var _, var columns)
                ? columns.stream()
                        .filter(column -> context(column).equals(table.name()))
                        .findFirst()
                        .map(told::of)
                        .orElse(Unit.NONE)
                : Unit.NONE;
    }

    private List<ReferencePart.Column> columns() {
        return switch (part.what()) {
            case What.Report(var columns) -> columns.stream().map(this::column).toList();
            case What.Extreme(boolean _, String attribute, var _, var context) -> {
                List<ReferencePart.Column> all = new ArrayList<>();
                all.add(new ReferencePart.Column(attribute, told.kept(attribute), List.of(resultDivisor())));
                context.forEach(one -> all.add(new ReferencePart.Column(
                        one.attribute(),
                        told.of(one),
                        one.unit().isPresent() ? List.of(1L) : column(one).divisors())));
                yield all;
            }
            case What.Ratio _ ->
                variation.shape().divides()
                        ? List.of(plain(variation.shape().isPercent() ? "percentage" : ReferencePart.QUOTIENT))
                        : List.of(plain("number"), plain("of"));
            case What.Rule _ -> List.of(plain("decision"));
            case What.Aggregate(var _, var attribute, var unit) -> List.of(told(attribute, unit));
            case What.Net net -> List.of(told(net.attribute(), net.unit()));
            case What.InFlight _ -> List.of(plain("number"));
        };
    }

    /// The one number of a measure that is told in a row.
    private ReferencePart.Column told(Optional<String> attribute, Optional<Unit> asked) {
        List<Long> divisors = asked.isPresent()
                ? List.of(resultDivisor())
                : attribute
                        .map(name -> column(new What.Column(name, Optional.empty())).divisors().stream()
                                .map(divisor -> divisor * perSecond())
                                .toList())
                        .orElse(List.of(perSecond()));
        return new ReferencePart.Column(attribute.orElse("number"), told.inRow(attribute), divisors);
    }

    private static ReferencePart.Column plain(String name) {
        return new ReferencePart.Column(name, Unit.NONE, List.of(1L));
    }

    private ReferencePart.Column column(What.Column column) {
        Unit own = units.apply(column.attribute());
        List<Long> divisors = column.unit().map(List::of).orElseGet(() -> Variation.unitsOf(own)).stream()
                .map(unit -> Math.max(1, unit.factor() / own.factor()))
                .distinct()
                .toList();
        return new ReferencePart.Column(column.attribute(), own, divisors);
    }
}
