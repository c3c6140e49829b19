package dev.ken.synthesis;

import dev.ken.contract.Having;
import dev.ken.contract.Occasion;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import dev.ken.synthesis.Rendering.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What a program does about an occurrence, and what it shows when.
final class Telling {
    private static final long SECOND = 1_000_000_000L;

    private final Part part;
    private final Optional<Long> durationNanos;
    private final String map;
    private final String prefix;
    private final EventKind kind;
    private final Function<String, Unit> units;
    private final Function<String, Attribute.Type> types;

    Telling(
            Part part,
            Optional<Long> durationNanos,
            String map,
            String prefix,
            EventKind kind,
            Function<String, Unit> units,
            Function<String, Attribute.Type> types) {
        this.part = part;
        this.durationNanos = durationNanos;
        this.map = map;
        this.prefix = prefix;
        this.kind = kind;
        this.units = units;
        this.types = types;
    }

    // ---- names ----

    /// The name of the part's map, not among `names`, to which it is added.
    static String name(Part part, Set<String> names) {
        String event = part.event().replaceAll(".*[.:]", "");
        String base = switch (part.what()) {
            case What.Report _, What.Rule _ -> "rows";
            case What.Aggregate(Measure.Count(), var _, var _) -> event;
            case What.Aggregate(Measure.Rate(), var attribute, var _) -> attribute.orElse(event) + "_per_second";
            case What.Aggregate(Measure.First(), var attribute, var _) -> "first_" + attribute.orElse("");
            case What.Aggregate(Measure.Last(), var attribute, var _) -> "last_" + attribute.orElse("");
            case What.Aggregate(Measure.Distinct(), var attribute, var _) -> "different_" + attribute.orElse("");
            case What.Aggregate(var _, var attribute, var unit) -> valued(attribute.orElse("value"), unit);
            case What.Extreme(boolean largest, String attribute, var unit, var _) ->
                (largest ? "largest_" : "smallest_") + valued(attribute, unit);
            case What.Net net ->
                (net.highest() ? "highest_" : "net_") + net.attribute().orElse(event);
            case What.InFlight(boolean highest) -> highest ? "most_in_flight" : "in_flight";
            case What.Ratio _ -> event;
        };
        String clean = base.replaceAll("\\W", "_");
        String name = clean;
        for (int i = 2; names.contains(name); i++) {
            name = clean + i;
        }
        names.add(name);
        return "@" + name;
    }

    private static String valued(String attribute, Optional<Unit> unit) {
        return unit.filter(u -> u.family() == Unit.Family.TIME || u.factor() > 1)
                .map(Unit::symbol)
                .orElse(attribute);
    }

    private String aside(String name) {
        return prefix + name;
    }

    private static String index(List<String> keys) {
        return keys.isEmpty() ? "" : "[" + String.join(", ", keys) + "]";
    }

    private List<String> keys(Spot spot) {
        return part.keys().stream().map(name -> told(name, spot)).toList();
    }

    /// Places in the kernel's code are told by the names of what lies there. What goes up and down is kept by the
    /// address, which both sides have.
    private String told(String name, Spot spot) {
        boolean named = switch (part.what()) {
            case What.Report _, What.Aggregate _, What.Extreme _ -> isCode(name) && !isOfProcess(spot.probe());
            case What.Net _, What.InFlight _, What.Ratio _, What.Rule _ -> false;
        };
        return named ? "ksym(" + spot.value(name) + ")" : spot.value(name);
    }

    private boolean isCode(String name) {
        return types.apply(name) == Attribute.Type.ADDRESS && CODE.contains(name);
    }

    private static boolean isOfProcess(String probe) {
        return probe.startsWith("uprobe:") || probe.startsWith("uretprobe:") || probe.startsWith("usdt:");
    }

    private String scaled(String value, String name, Optional<Unit> unit) {
        long factor = unit.map(u -> u.factor() / units.apply(name).factor()).orElse(1L);
        return factor <= 1 ? value : value + " / " + factor;
    }

    /// Attributes that are addresses of the kernel's code, where they are addresses.
    private static final Set<String> CODE = Set.of("function", "location", "site");

    // ---- actions ----

    List<Body> action(Spot spot) {
        String index = index(keys(spot));
        return switch (part.what()) {
            case What.Report(var columns) -> {
                List<Body> row = Body.lines(row(columns, spot));
                yield part.occasion().map(occasion -> told(occasion, spot, row)).orElse(row);
            }
            case What.Aggregate(var measure, var attribute, var unit) -> {
                String operand = attribute
                        .map(name -> scaled(spot.value(name), name, added(unit)))
                        .orElse("");
                yield aggregate(measure, attribute, operand, keys(spot));
            }
            case What.Extreme extreme -> extreme(extreme, spot, index);
            case What.Net net ->
                level(
                        net.highest(),
                        index,
                        net.attribute()
                                .map(name -> " += " + scaled(spot.value(name), name, added(net.unit())))
                                .orElse("++"));
            case What.InFlight(boolean highest) -> level(highest, index, "++");
            case What.Ratio _ ->
                List.of(new Body.Line(part.keys().isEmpty() ? map + "++" : map + index + " = count()"));
            case What.Rule _ -> throw new IllegalStateException("not for bpftrace");
        };
    }

    /// Whether values are divided when they are shown and not before: a rate, and a sum of which each would be cut.
    private boolean divides() {
        return isRate()
                || part.what() instanceof What.Aggregate(Measure.Sum(), var _, var unit) && isCoarse(unit)
                || part.what() instanceof What.Net net && isCoarse(net.unit());
    }

    private static boolean isCoarse(Optional<Unit> unit) {
        return unit.filter(Unit::isCoarse).isPresent();
    }

    /// The unit of each value that is added up.
    private Optional<Unit> added(Optional<Unit> unit) {
        return divides() ? Optional.empty() : unit;
    }

    private boolean isRate() {
        return part.what() instanceof What.Aggregate(Measure.Rate(), var _, var _);
    }

    private List<Body> level(boolean highest, String index, String change) {
        if (!highest) {
            return List.of(new Body.Line(map + index + change));
        }
        String now = aside("now") + index;
        return Body.lines(List.of(now + change, map + index + " = max(" + now + ")"));
    }

    /// Of the other kind, in a net or a ratio.
    List<Body> otherAction(Spot spot) {
        String index = index(keys(spot));
        return switch (part.what()) {
            case What.Net net ->
                List.of(new Body.Line((net.highest() ? aside("now") : map)
                        + index
                        + net.attribute()
                                .map(name -> " -= " + scaled(spot.value(name), name, added(net.unit())))
                                .orElse("--")));
            case What.Ratio _ ->
                List.of(new Body.Line(part.keys().isEmpty() ? aside("of") + "++" : aside("of") + index + " = count()"));
            case What.Report _, What.Aggregate _, What.Extreme _, What.InFlight _, What.Rule _ ->
                throw new IllegalStateException("no other kind");
        };
    }

    String fall(List<String> keys) {
        boolean highest = part.what() instanceof What.InFlight(boolean most) && most;
        return (highest ? aside("now") : map) + index(keys) + "--";
    }

    private List<Body> told(Occasion occasion, Spot spot, List<Body> row) {
        String total =
                aside("total") + index(occasion.keys().stream().map(spot::value).toList());
        String limit = Long.toString(occasion.number());
        List<Body> body = new ArrayList<>();
        List<String> tests = new ArrayList<>(List.of(Words.compared(total, occasion.comparison(), limit)));
        if (occasion.once()) {
            body.add(new Body.Line("$before = " + total));
            tests.add("!(" + Words.compared("$before", occasion.comparison(), limit) + ")");
        }
        body.add(new Body.Line(
                occasion.summed().map(name -> total + " += " + spot.value(name)).orElse(total + "++")));
        body.add(new Body.If(tests, row));
        return body;
    }

    private List<Body> aggregate(Measure measure, Optional<String> attribute, String operand, List<String> keys) {
        String entry = map + index(keys) + " = ";
        return switch (measure) {
            case Measure.First() -> first(attribute.orElse(""), operand, keys);
            case Measure.Last() -> List.of(new Body.Line(entry + operand));
            case Measure.Distinct() -> {
                List<String> longer = new ArrayList<>(keys);
                longer.add(operand);
                String seen = aside("seen") + index(longer);
                yield List.of(new Body.If(List.of("!" + seen), Body.lines(List.of(seen + " = 1", entry + "count()"))));
            }
            case Measure.Rate() ->
                List.of(new Body.Line(entry + (attribute.isPresent() ? "sum(" + operand + ")" : "count()")));
            case Measure.Count() -> List.of(new Body.Line(entry + "count()"));
            case Measure.Sum() -> List.of(new Body.Line(entry + "sum(" + operand + ")"));
            case Measure.Average() -> List.of(new Body.Line(entry + "avg(" + operand + ")"));
            case Measure.Minimum() -> List.of(new Body.Line(entry + "min(" + operand + ")"));
            case Measure.Maximum() -> List.of(new Body.Line(entry + "max(" + operand + ")"));
            case Measure.Statistics() -> List.of(new Body.Line(entry + "stats(" + operand + ")"));
            case Measure.Log2Histogram() -> List.of(new Body.Line(entry + "hist(" + operand + ")"));
            case Measure.LinearHistogram(long minimum, long maximum, long step) ->
                List.of(new Body.Line(
                        entry + "lhist(" + operand + ", " + minimum + ", " + maximum + ", " + step + ")"));
        };
    }

    /// The time is never 0, so that it tells by itself whether there was a first one.
    private List<Body> first(String attribute, String operand, List<String> keys) {
        String entry = map + index(keys);
        if (attribute.equals("time")) {
            return List.of(new Body.If(List.of("!" + entry), Body.lines(List.of(entry + " = " + operand))));
        }
        String seen = aside("seen") + index(keys);
        return List.of(new Body.If(List.of("!" + seen), Body.lines(List.of(seen + " = 1", entry + " = " + operand))));
    }

    private List<Body> extreme(What.Extreme extreme, Spot spot, String index) {
        String value = scaled(spot.value(extreme.attribute()), extreme.attribute(), extreme.unit());
        String entry = map + index;
        String seen = aside("seen") + index;
        List<String> lines = new ArrayList<>();
        if (!extreme.largest() || isRow()) {
            lines.add(seen + " = 1");
        }
        lines.add(entry + " = $value");
        for (What.Column column : extreme.context()) {
            String name = column.attribute();
            lines.add(context(name) + index + " = " + scaled(told(name, spot), name, column.unit()));
        }
        String test = extreme.largest() ? "$value >= " + entry : "!" + seen + " || $value <= " + entry;
        return List.of(new Body.Line("$value = " + value), new Body.If(List.of(test), Body.lines(lines)));
    }

    private String context(String name) {
        return map + "_" + name.replace('.', '_');
    }

    private List<String> row(List<What.Column> columns, Spot spot) {
        List<String> forms = new ArrayList<>();
        List<String> values = new ArrayList<>();
        List<String> arrays = new ArrayList<>();
        for (What.Column column : columns) {
            String name = column.attribute();
            Optional<String> array = spot.names().joined(name);
            if (array.isPresent()) {
                arrays.add(array.get());
                continue;
            }
            boolean ambientTime = name.equals("time") && kind.attribute(name).isEmpty();
            String value = scaled(told(name, spot), name, column.unit());
            forms.add(ambientTime || value.startsWith("ksym(") ? "%s" : form(name));
            values.add(ambientTime ? "strftime(\"%H:%M:%S\", nsecs)" : value);
        }
        return arrays.isEmpty() ? List.of(printf(forms, values)) : joined(forms, values, arrays);
    }

    /// The texts of an array end the line.
    private static List<String> joined(List<String> forms, List<String> values, List<String> arrays) {
        if (arrays.size() > 1) {
            throw new Unsayable("bpftrace ends a line with the texts of an array: a line has one such column.");
        }
        String joined = "join(" + arrays.getFirst() + ")";
        String before = "printf(\"" + String.join("\\t", forms) + "\\t\", " + String.join(", ", values) + ")";
        return forms.isEmpty() ? List.of(joined) : List.of(before, joined);
    }

    private static String printf(List<String> forms, List<String> values) {
        return "printf(\"" + String.join("\\t", forms) + "\\n\", " + String.join(", ", values) + ")";
    }

    private String form(String name) {
        return switch (types.apply(name)) {
            case TEXT, STACK -> "%s";
            case INTEGER, SIGNED, ADDRESS -> SMALL.contains(name) ? "%d" : "%lld";
            case ERRNO -> "%d";
        };
    }

    /// Numbers that never have more than 31 bits; of others bpftrace before 0.20 shows the low half with `%d`.
    private static final Set<String> SMALL =
            Set.of("pid", "tid", "ppid", "uid", "gid", "cpu", "fd", "sport", "dport", "signal", "target", "nr");

    // ---- showing ----

    private String shown() {
        long unit = switch (part.what()) {
            case What.Aggregate(var _, var attribute, var asked) when divides() -> factor(attribute, asked);
            case What.Net(var attribute, var asked, var _, boolean _) when divides() -> factor(attribute, asked);
            case What.Report _, What.Aggregate _, What.Extreme _, What.Net _ -> 1;
            case What.InFlight _, What.Ratio _, What.Rule _ -> 1;
        };
        long divisor = isRate()
                ? unit * Math.max(1, part.periodNanos().or(() -> durationNanos).orElse(SECOND) / SECOND)
                : unit;
        String top = divisor == 1
                ? part.top().map(n -> ", " + n).orElse("")
                : ", " + part.top().orElse(0) + ", " + divisor;
        return "print(" + map + top + ")";
    }

    private long factor(Optional<String> attribute, Optional<Unit> asked) {
        return attribute
                .flatMap(name ->
                        asked.map(unit -> unit.factor() / units.apply(name).factor()))
                .orElse(1L);
    }

    /// The maps that are shown: the value first.
    private List<String> tables() {
        List<String> tables = new ArrayList<>(List.of(map));
        switch (part.what()) {
            case What.Extreme extreme -> extreme.context().forEach(column -> tables.add(context(column.attribute())));
            case What.Ratio _ -> tables.add(aside("of"));
            case What.Report _, What.Aggregate _, What.Net _, What.InFlight _, What.Rule _ -> {}
        }
        return tables;
    }

    /// Maps that are kept for the program's own use.
    private List<String> asides() {
        return switch (part.what()) {
            case What.Report _ ->
                part.occasion().map(_ -> List.of(aside("total"))).orElse(List.of());
            case What.Aggregate(Measure.First(), var attribute, var _)
            when !attribute.equals(Optional.of("time")) -> List.of(aside("seen"));
            case What.Aggregate(Measure.Distinct(), var _, var _) -> List.of(aside("seen"));
            case What.Extreme(boolean largest, var _, var _, var _) ->
                largest && !isRow() ? List.of() : List.of(aside("seen"));
            case What.Net net -> net.highest() ? List.of(aside("now")) : List.of();
            case What.InFlight(boolean highest) -> highest ? List.of(aside("now")) : List.of();
            case What.Aggregate _, What.Ratio _, What.Rule _ -> List.of();
        };
    }

    private boolean isRow() {
        boolean whole = part.what() instanceof What.Extreme || part.what() instanceof What.Ratio;
        return whole && part.keys().isEmpty();
    }

    /// Statements that show what the part has to show.
    private List<String> shows() {
        if (isRow()) {
            return List.of(part.what() instanceof What.Extreme extreme ? extremeRow(extreme) : ratioRow());
        }
        if (part.having().isPresent()) {
            return List.of(having(part.having().get()));
        }
        List<String> lines = new ArrayList<>(List.of(shown()));
        tables().stream().skip(1).forEach(table -> lines.add("print(" + table + ")"));
        return lines;
    }

    private String having(Having having) {
        if (!part.keys().isEmpty() || !(part.what() instanceof What.Net) && !(part.what() instanceof What.InFlight)) {
            throw new Unsayable(
                    "The installed bpftrace cannot look through a table, so it cannot leave out groups by their value;"
                            + " it can show the largest few.");
        }
        return "if (" + Words.compared(map, having.comparison(), Long.toString(having.number())) + ") { " + shown()
                + "; }";
    }

    private String extremeRow(What.Extreme extreme) {
        List<String> forms = new ArrayList<>(List.of("%lld"));
        List<String> values = new ArrayList<>(List.of(map));
        for (What.Column column : extreme.context()) {
            forms.add(form(column.attribute()));
            values.add(context(column.attribute()));
        }
        return "if (" + aside("seen") + ") { " + printf(forms, values) + "; }";
    }

    private String ratioRow() {
        String of = aside("of");
        return "if (" + of + ") { "
                + printf(List.of("%lld", "%lld", "%lld%%"), List.of(map, of, map + " * 100 / " + of)) + "; }";
    }

    private boolean isLevel() {
        return part.what() instanceof What.Net(var _, var _, var _, boolean highest) && !highest
                || part.what() instanceof What.InFlight(boolean most) && !most;
    }

    private boolean isTable() {
        return !(part.what() instanceof What.Report);
    }

    /// What is shown, and forgotten, with each period.
    List<String> periodic() {
        if (part.periodNanos().isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(isTable() ? shows() : List.of());
        if (!part.cumulative() && !isLevel()) {
            if (isTable()) {
                tables().forEach(table -> lines.add("clear(" + table + ")"));
            }
            boolean highest = part.what() instanceof What.Net || part.what() instanceof What.InFlight;
            asides().stream().filter(_ -> !highest).forEach(map -> lines.add("clear(" + map + ")"));
        }
        StringBuilder body = new StringBuilder("\n{\n");
        lines.forEach(line -> body.append('\t').append(line).append(line.endsWith("}") ? "\n" : ";\n"));
        return List.of(Renderer.interval(part.periodNanos().get()) + body.append('}'));
    }

    /// What is shown at the end where bpftrace would show it otherwise, and what is not shown.
    List<String> atEnd() {
        List<String> lines = new ArrayList<>();
        boolean once = part.periodNanos().isEmpty();
        boolean own =
                part.top().isPresent() || divides() || isRow() || part.having().isPresent();
        if (isTable() && own) {
            if (once) {
                lines.addAll(shows());
            }
            if (once || isRow()) {
                tables().forEach(table -> lines.add("clear(" + table + ")"));
            }
        }
        asides().forEach(map -> lines.add("clear(" + map + ")"));
        return lines;
    }

    // ---- what the output means ----

    List<Output> outputs() {
        return switch (part.what()) {
            case What.Report report -> List.of(new Output.Rows(Renderer.columnTitles(report.columns())));
            case What.Extreme extreme
            when isRow() -> {
                List<What.Column> columns = new ArrayList<>();
                columns.add(new What.Column(extreme.attribute(), extreme.unit()));
                columns.addAll(extreme.context());
                yield List.of(new Output.Rows(Renderer.columnTitles(columns)));
            }
            case What.Ratio _ when isRow() -> List.of(new Output.Rows(List.of("NUMBER", "OF", "PERCENT")));
            case What.Aggregate _, What.Extreme _, What.Net _, What.InFlight _, What.Ratio _, What.Rule _ ->
                tables().stream().map(this::table).toList();
        };
    }

    private Output table(String shown) {
        return new Output.Table(
                shown, kind.plural(), part.keys(), shown.equals(map) ? unit().symbol() : "", part.top());
    }

    private Unit unit() {
        return switch (part.what()) {
            case What.Aggregate(var _, var attribute, var unit) ->
                unit.orElseGet(() -> attribute.map(units).orElse(Unit.NONE));
            case What.Extreme(boolean _, String attribute, var unit, var _) ->
                unit.orElseGet(() -> units.apply(attribute));
            case What.Net net ->
                net.unit().orElseGet(() -> net.attribute().map(units).orElse(Unit.NONE));
            case What.Report _, What.InFlight _, What.Ratio _, What.Rule _ -> Unit.NONE;
        };
    }
}
