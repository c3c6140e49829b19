package dev.ken.synthesis;

import dev.ken.contract.Condition;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import dev.ken.kernel.catalog.Reading;
import dev.ken.kernel.catalog.Unit;
import dev.ken.synthesis.Rendering.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Writes the probes of one part. Facts known at the start are watched at starts, facts known at the end at ends; where
/// both are asked for, the start is kept by what pairs them and used up at the end.
final class PartRenderer {
    private static final String LATENCY = "latency";

    private final Part part;
    private final Catalog catalog;
    private final Words words;
    private final EventKind kind;
    private final Set<String> used = new LinkedHashSet<>();
    private final String map;
    private final String prefix;
    private final boolean pairs;
    private final boolean ends;

    PartRenderer(Part part, Catalog catalog, Dialect dialect, Set<String> names) {
        this.part = part;
        this.catalog = catalog;
        this.words = new Words(dialect);
        this.kind = catalog.find(part.event())
                .orElseThrow(() -> new IllegalStateException("no event kind " + part.event()));
        if (part.after().isPresent()
                || part.occasion().isPresent()
                || part.having().isPresent()
                || part.cumulative()) {
            throw new Unsayable("There are no words for this yet.");
        }
        used.addAll(PartNames.own(part));
        this.ends = used.stream().anyMatch(name -> name.equals(LATENCY) || phase(name, Phase.END));
        this.pairs = used.contains(LATENCY) || ends && used.stream().anyMatch(name -> phase(name, Phase.START));
        this.map = name(names);
        this.prefix = names.size() == 1 ? "@" : "@" + map.substring(1) + "_";
    }

    private String name(Set<String> names) {
        String base = switch (part.what()) {
            case What.Extreme _, What.Net _, What.InFlight _, What.Ratio _, What.Rule _ ->
                throw new Unsayable("There are no words for this yet.");
            case What.Report _ -> "rows";
            case What.Aggregate(What.Measure.Count(), var _, var _) ->
                part.event().replaceAll(".*\\.", "");
            case What.Aggregate(var _, var attribute, var unit) ->
                unit.filter(u -> u.family() == Unit.Family.TIME)
                        .map(Unit::symbol)
                        .orElse(attribute.orElse("value"));
        };
        String clean = base.replaceAll("\\W", "_");
        String name = clean;
        for (int i = 2; names.contains(name); i++) {
            name = clean + i;
        }
        names.add(name);
        return "@" + name;
    }

    private boolean phase(String name, Phase phase) {
        return kind.attribute(name).map(a -> a.phase() == phase).orElse(false);
    }

    List<String> blocks() {
        Map<String, List<String>> bodies = new LinkedHashMap<>();
        if (pairs) {
            kind.points(Phase.START).stream()
                    .filter(point -> readsAll(point, Phase.START))
                    .forEach(point -> add(bodies, point, start(point)));
        }
        Phase observing = ends ? Phase.END : Phase.START;
        List<String> observed = kind.points(Phase.START).stream()
                .filter(point -> readsAll(point, Phase.START))
                .map(point -> point.probe().replace("sys_enter_", "sys_exit_"))
                .toList();
        kind.points(observing).stream()
                .filter(point -> readsAll(point, observing))
                .filter(point -> !pairs || !point.probe().contains(":sys_exit_") || observed.contains(point.probe()))
                .forEach(point -> add(bodies, point, end(point)));
        List<String> blocks = new ArrayList<>();
        bodies.forEach((body, probes) -> blocks.add(String.join(",\n", probes) + body));
        if (blocks.isEmpty()) {
            throw new Unsayable("No probe of this kernel can read everything that is asked of " + kind.plural() + ".");
        }
        part.periodNanos()
                .filter(_ -> isTable())
                .ifPresent(nanos -> blocks.add(
                        Renderer.interval(nanos) + "\n{\n\tprint(" + map + top() + ");\n\tclear(" + map + ");\n}"));
        return blocks;
    }

    private String top() {
        return part.top().map(n -> ", " + n).orElse("");
    }

    private boolean isTable() {
        return part.what() instanceof What.Aggregate;
    }

    private void add(Map<String, List<String>> bodies, ProbePoint point, String body) {
        String probe = part.rateHertz()
                .filter(_ -> point.probe().startsWith("profile:hz:"))
                .map(rate -> "profile:hz:" + rate)
                .orElse(point.probe());
        bodies.computeIfAbsent(body, _ -> new ArrayList<>()).add(probe);
    }

    private boolean readsAll(ProbePoint point, Phase phase) {
        return used.stream()
                .filter(name -> phase(name, phase))
                .allMatch(name -> point.readings().containsKey(name));
    }

    /// What ends the program: starts without an end are no answer, and a table with a top is shown cut.
    List<String> atEnd() {
        List<String> lines = new ArrayList<>();
        if (isTable() && part.top().isPresent() && part.periodNanos().isEmpty()) {
            lines.add("print(" + map + top() + ");");
            lines.add("clear(" + map + ");");
        }
        if (pairs) {
            saved().forEach(name -> lines.add("clear(" + slot(name) + ");"));
        }
        return lines;
    }

    Output output() {
        return switch (part.what()) {
            case What.Extreme _, What.Net _, What.InFlight _, What.Ratio _, What.Rule _ ->
                throw new Unsayable("There are no words for this yet.");
            case What.Report report -> new Output.Rows(Renderer.columnTitles(report));
            case What.Aggregate(var _, var attribute, var unit) ->
                new Output.Table(
                        map,
                        kind.plural(),
                        part.keys(),
                        unit.orElseGet(() -> attribute.map(this::ownUnit).orElse(Unit.NONE))
                                .symbol(),
                        part.top());
        };
    }

    private Unit ownUnit(String name) {
        return name.equals(LATENCY)
                ? Unit.NANOSECONDS
                : kind.attribute(name).map(Attribute::unit).orElse(Unit.NONE);
    }

    // ---- starts ----

    private List<String> saved() {
        List<String> names = new ArrayList<>(List.of("start"));
        used.stream()
                .filter(name -> phase(name, Phase.START))
                .filter(this::keptAtEnd)
                .forEach(names::add);
        return names;
    }

    /// Facts of the start that are only tested are tested there; the others have to be kept.
    private boolean keptAtEnd(String name) {
        boolean told = part.keys().contains(name)
                || switch (part.what()) {
                    case What.Extreme _, What.Net _, What.InFlight _, What.Ratio _, What.Rule _ -> false;
                    case What.Report(var columns) ->
                        columns.stream().anyMatch(column -> column.attribute().equals(name));
                    case What.Aggregate(var _, var attribute, var _) -> attribute.equals(Optional.of(name));
                };
        return told || mentions(conditionsAt(Phase.END), name);
    }

    private static boolean mentions(Condition condition, String name) {
        return PartNames.in(condition).contains(name);
    }

    private String slot(String name) {
        return prefix + (name.equals("start") ? "start" : "saved_" + name);
    }

    private String key(ProbePoint point) {
        return "[" + point.pairedBy().map(words::of).orElse("tid") + "]";
    }

    private String start(ProbePoint point) {
        StringBuilder body = new StringBuilder();
        Condition here = conditionsAt(Phase.START);
        body.append(predicate(point, here, name -> read(name, point), ""));
        body.append("{\n\t").append(slot("start")).append(key(point)).append(" = nsecs;\n");
        for (String name : saved()) {
            if (!name.equals("start")) {
                body.append("\t")
                        .append(slot(name))
                        .append(key(point))
                        .append(" = ")
                        .append(keep(name, point))
                        .append(";\n");
            }
        }
        return body.append("}").toString();
    }

    /// Text behind a pointer is read when it is needed: at the entry its page may not be there yet.
    private String keep(String name, ProbePoint point) {
        return reading(name, point) instanceof Reading.Text(Reading of) && isPointer(of, point)
                ? words.of(of)
                : read(name, point);
    }

    private boolean isPointer(Reading of, ProbePoint point) {
        return of instanceof Reading.Arg && point.probe().startsWith("tracepoint:syscalls:");
    }

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

    private String read(String name, ProbePoint point) {
        String value = words.of(reading(name, point));
        boolean errno =
                kind.attribute(name).map(a -> a.type() == Attribute.Type.ERRNO).orElse(false);
        return errno ? "(" + value + " < 0 ? -" + value + " : 0)" : value;
    }

    // ---- conditions ----

    /// The conjuncts of the condition that are tested at the phase: those over facts of the start alone are tested
    /// there
    /// where starts are kept, everything else where it is observed.
    private Condition conditionsAt(Phase phase) {
        List<Condition> conjuncts =
                part.where() instanceof Condition.And(var conditions) ? conditions : List.of(part.where());
        List<Condition> here = new ArrayList<>();
        for (Condition condition : conjuncts) {
            Set<String> names = PartNames.in(condition);
            boolean early = pairs && !names.isEmpty() && names.stream().allMatch(name -> phase(name, Phase.START));
            if (early == (phase == Phase.START)) {
                here.add(condition);
            }
        }
        return here.isEmpty() ? new Condition.Always() : here.size() == 1 ? here.get(0) : new Condition.And(here);
    }

    private String predicate(ProbePoint point, Condition condition, Function<String, String> value, String first) {
        List<String> tests = new ArrayList<>();
        if (!first.isEmpty()) {
            tests.add(first);
        }
        point.when().ifPresent(when -> tests.add(words.inner(when)));
        if (!(condition instanceof Condition.Always)) {
            String test = words.of(condition, value);
            tests.add(condition instanceof Condition.Or && !tests.isEmpty() ? "(" + test + ")" : test);
        }
        return tests.isEmpty() ? "\n" : "\n/" + String.join(" && ", tests) + "/\n";
    }

    // ---- observation ----

    private String end(ProbePoint point) {
        Function<String, String> value = name -> valueAtEnd(name, point);
        Condition here = pairs || ends ? conditionsAt(Phase.END) : part.where();
        List<String> guards = new ArrayList<>();
        if (pairs) {
            guards.add(slot("start") + key(point));
        }
        used.stream()
                .filter(name -> isTransfer(name, point))
                .findFirst()
                .ifPresent(name -> guards.add(words.of(reading(name, point)) + " >= 0"));
        boolean inside = pairs && !(here instanceof Condition.Always);
        String guard = String.join(" && ", guards.subList(0, pairs ? 1 : guards.size()));
        StringBuilder body = new StringBuilder(predicate(point, inside ? new Condition.Always() : here, value, guard));
        body.append("{\n");
        List<String> inner = new ArrayList<>(pairs ? guards.subList(1, guards.size()) : List.of());
        if (inside) {
            inner.add(words.of(here, value));
        }
        String indent = inner.isEmpty() ? "\t" : "\t\t";
        if (!inner.isEmpty()) {
            body.append("\tif (").append(String.join(" && ", inner)).append(") {\n");
        }
        body.append(indent).append(action(value)).append(";\n");
        if (!inner.isEmpty()) {
            body.append("\t}\n");
        }
        if (pairs) {
            saved().forEach(name -> body.append("\tdelete(")
                    .append(slot(name))
                    .append(key(point))
                    .append(");\n"));
        }
        return body.append("}").toString();
    }

    private boolean isTransfer(String name, ProbePoint point) {
        return kind.attribute(name)
                        .map(a -> a.phase() == Phase.END
                                && a.unit().family() == Unit.Family.SIZE
                                && a.type() == Attribute.Type.INTEGER)
                        .orElse(false)
                && new Reading.Arg("ret").equals(point.readings().get(name));
    }

    private String valueAtEnd(String name, ProbePoint point) {
        if (name.equals(LATENCY)) {
            return "(nsecs - " + slot("start") + key(point) + ")";
        }
        if (!pairs || !phase(name, Phase.START)) {
            return read(name, point);
        }
        String slot = slot(name) + key(point);
        boolean pointer = kind.points(Phase.START).stream()
                .filter(start -> readsAll(start, Phase.START))
                .anyMatch(start -> reading(name, start) instanceof Reading.Text(Reading of) && isPointer(of, start));
        return pointer ? "str(" + slot + ")" : slot;
    }

    private String action(Function<String, String> value) {
        return switch (part.what()) {
            case What.Extreme _, What.Net _, What.InFlight _, What.Ratio _, What.Rule _ ->
                throw new Unsayable("There are no words for this yet.");
            case What.Report(var columns) -> row(columns, value);
            case What.Aggregate(var measure, var attribute, var unit) -> {
                String keys = part.keys().isEmpty()
                        ? ""
                        : "["
                                + String.join(
                                        ", ", part.keys().stream().map(value).toList()) + "]";
                String operand = attribute
                        .map(name -> scaled(value.apply(name), ownUnit(name), unit))
                        .orElse("");
                yield map + keys + " = " + aggregate(measure, operand);
            }
        };
    }

    private static String scaled(String value, Unit own, Optional<Unit> unit) {
        long factor = unit.map(u -> u.factor() / own.factor()).orElse(1L);
        return factor <= 1 ? value : value + " / " + factor;
    }

    private static String aggregate(What.Measure measure, String operand) {
        return switch (measure) {
            case What.Measure.First(), What.Measure.Last(), What.Measure.Distinct(), What.Measure.Rate() ->
                throw new Unsayable("There are no words for this yet.");
            case What.Measure.Count() -> "count()";
            case What.Measure.Sum() -> "sum(" + operand + ")";
            case What.Measure.Average() -> "avg(" + operand + ")";
            case What.Measure.Minimum() -> "min(" + operand + ")";
            case What.Measure.Maximum() -> "max(" + operand + ")";
            case What.Measure.Statistics() -> "stats(" + operand + ")";
            case What.Measure.Log2Histogram() -> "hist(" + operand + ")";
            case What.Measure.LinearHistogram(long minimum, long maximum, long step) ->
                "lhist(" + operand + ", " + minimum + ", " + maximum + ", " + step + ")";
        };
    }

    private String row(List<What.Column> columns, Function<String, String> value) {
        List<String> forms = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (What.Column column : columns) {
            String name = column.attribute();
            Optional<Attribute> own = kind.attribute(name);
            boolean ambientTime = name.equals("time") && own.isEmpty();
            Attribute.Type type = own.map(Attribute::type)
                    .orElseGet(() -> catalog.ambient().containsKey(name)
                            ? catalog.ambient().get(name).attribute().type()
                            : Attribute.Type.INTEGER);
            forms.add(ambientTime || type == Attribute.Type.TEXT || type == Attribute.Type.STACK ? "%s" : "%d");
            values.add(
                    ambientTime
                            ? "strftime(\"%H:%M:%S\", nsecs)"
                            : scaled(value.apply(name), ownUnit(name), column.unit()));
        }
        return "printf(\"" + String.join("\\t", forms) + "\\n\", " + String.join(", ", values) + ")";
    }
}
