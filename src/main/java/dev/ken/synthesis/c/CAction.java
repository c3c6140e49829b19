package dev.ken.synthesis.c;

import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import dev.ken.synthesis.Rendering;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a program does about an occurrence: a record in a ring buffer, or an entry of a table.
final class CAction {
    private static final int MOST_BUCKETS = 1_000;
    private static final String FIRST = "/* An entry that is there already stays as it is. */";

    private final CMeasure told;
    private final Part part;
    private final EventKind kind;
    private final CProgram program;
    private final Reads reads;
    private final Optional<COccasion> occasion;
    private final Optional<CBeside> beside;
    private String map = "";
    private String record = "";
    private boolean structured;
    private String seen = "";

    CAction(CMeasure told, EventKind kind, CProgram program, Reads reads) {
        this.told = told;
        this.part = told.part();
        this.kind = kind;
        this.program = program;
        this.reads = reads;
        this.occasion = part.occasion().map(one -> new COccasion(one, reads, program));
        this.beside = CBeside.of(told, program);
    }

    // ---- declarations ----

    /// Takes the table of another one.
    void share(CAction other) {
        map = other.map;
        structured = other.structured;
    }

    void declare() {
        if (told.role() == CMeasure.Role.LESS) {
            return;
        }
        if (part.what() instanceof What.Report(var columns)) {
            declareRecord(columns);
            occasion.ifPresent(one -> one.declare(part.periodNanos()));
            return;
        }
        map = program.name(base());
        String value = value();
        String key = key();
        boolean single = key.isEmpty();
        if (isSingle()) {
            program.declare(
                    "/* The only entry of an array is there from the beginning: `seen` tells whether it was put in. */\n"
                            + "struct " + map + "_value {\n\t" + value + " value;\n\t__u64 seen;\n};");
            program.show("hide " + map + ".seen");
            value = "struct " + map + "_value";
        }
        String type = single ? "ARRAY" : "HASH";
        long entries = single ? 1 : CProgram.ENTRIES;
        String index = single ? "__u32" : key;
        program.map(map, type, entries, index, value);
        String held = value;
        beside.ifPresent(one -> one.declare(map, type, entries, index, held));
        boolean level = part.what() instanceof What.InFlight(boolean highest) && !highest;
        boolean keeps = part.cumulative() || told.role() == CMeasure.Role.NET || level;
        part.periodNanos().ifPresent(nanos -> {
            program.every(nanos, keeps, map, false);
            if (!seen.isEmpty() && !keeps) {
                program.every(nanos, false, seen, true);
            }
        });
        if (part.what() instanceof What.Aggregate(Measure.Statistics(), var _, var _)) {
            program.show("statistics of " + map);
        }
        if (told.divisor() > 1) {
            program.show("divide " + map + " by " + told.divisor());
        }
        part.top().ifPresent(top -> program.show("top " + top + " of " + map));
    }

    /// Whether one number is kept, which may be 0.
    private boolean isSingle() {
        return part.keys().isEmpty()
                && !keepsText()
                && part.what() instanceof What.Aggregate(var measure, var _, var _)
                && (measure instanceof Measure.Minimum
                        || measure instanceof Measure.Maximum
                        || measure instanceof Measure.First
                        || measure instanceof Measure.Last);
    }

    private void single(Measure measure, String type, String value, Body body) {
        String test = switch (measure) {
            case Measure.First() -> " && !only->seen";
            case Measure.Minimum() -> " && (!only->seen || now < only->value)";
            case Measure.Maximum() -> " && (!only->seen || now > only->value)";
            case Measure _ -> "";
        };
        body.statement(type + " now = " + value);
        body.statement("struct " + map + "_value *only = bpf_map_lookup_elem(&" + map + ", &key)");
        body.line("if (only" + test + ") {");
        body.line("\tonly->value = now;");
        body.line("\tonly->seen = 1;");
        body.line("}");
    }

    /// `open_count`, `latency_histogram`: so named that it is no function of C.
    private String base() {
        String event = part.event().replaceAll(".*[.:]", "");
        if (part.what() instanceof What.InFlight(boolean highest)) {
            return (highest ? "most_" : "") + event + "_in_flight";
        }
        if (part.what() instanceof What.Extreme extreme) {
            return (extreme.largest() ? "largest_" : "smallest_") + UnitNames.of(extreme.attribute(), extreme.unit());
        }
        if (!(part.what() instanceof What.Aggregate aggregate)) {
            return event;
        }
        String of = aggregate
                .attribute()
                .map(name -> UnitNames.of(name, told.unit().or(aggregate::unit)))
                .orElse(event);
        if (told.role() == CMeasure.Role.NET) {
            return "net_" + of;
        }
        if (told.role() != CMeasure.Role.PLAIN) {
            return of + (told.role() == CMeasure.Role.RATE ? "_per_second" : "_of");
        }
        return of
                + switch (aggregate.measure()) {
                    case Measure.Count() -> "_count";
                    case Measure.Sum() -> "_sum";
                    case Measure.Average() -> "_average";
                    case Measure.Statistics() -> "_statistics";
                    case Measure.Minimum() -> "_minimum";
                    case Measure.Maximum() -> "_maximum";
                    case Measure.Log2Histogram(), Measure.LinearHistogram _ -> "_histogram";
                    case Measure.Last() -> "_last";
                    case Measure.First() -> "_first";
                    case Measure.Distinct() -> "_different";
                    case Measure.Rate() -> "_rate";
                };
    }

    /// The type of the values; what it needs is declared.
    private String value() {
        if (part.what() instanceof What.InFlight) {
            program.once(Accumulators.ADD);
            return "__s64";
        }
        if (part.what() instanceof What.Extreme extreme) {
            return extreme(extreme).declare(map, program);
        }
        if (!(part.what() instanceof What.Aggregate aggregate)) {
            throw new IllegalStateException("refused before");
        }
        Measure measure = aggregate.measure();
        Optional<String> attribute = aggregate.attribute();
        if (!(measure instanceof Measure.Distinct)) {
            attribute.ifPresent(reads::refuseAddress);
        }
        switch (measure) {
            case Measure.Count(), Measure.Sum() -> program.once(Accumulators.ADD);
            case Measure.Log2Histogram() -> program.once(Accumulators.HISTOGRAM);
            case Measure.Average(), Measure.Statistics() -> program.once(Accumulators.AVERAGE);
            case Measure.Distinct() -> {
                program.once(Accumulators.ADD);
                seen = new CSeen(part, attribute.orElseThrow(), reads).declare(map, program);
            }
            case Measure.Minimum(), Measure.Maximum(), Measure.Last(), Measure.First() -> {}
            case Measure.LinearHistogram(long minimum, long maximum, long step) -> linear(minimum, maximum, step);
            case Measure.Rate() ->
                throw new Unsayable("This measure cannot be written in C yet; --target bpftrace can.");
        }
        if (keepsText()) {
            return text(attribute.orElseThrow());
        }
        return switch (measure) {
            case Measure.Distinct() -> "__u64";
            case Measure.LinearHistogram _ -> "struct " + map + "_buckets";
            case Measure.Log2Histogram() -> "struct histogram";
            case Measure.Average(), Measure.Statistics() -> "struct average";
            case Measure.Sum(), Measure.Count() when told.role() == CMeasure.Role.NET -> "__s64";
            // Compared as maxima and minima are, by their sign.
            case Measure.Minimum(), Measure.Maximum() -> "__s64";
            case Measure _ -> attribute.map(reads::type).orElse("__u64").equals("__s64") ? "__s64" : "__u64";
        };
    }

    private void counted(Body body, String key, String value) {
        String type = "struct " + map + "_buckets";
        body.statement(type + " *buckets = bpf_map_lookup_elem(&" + map + ", " + key + ")");
        body.line("if (!buckets) {");
        body.line("\tbpf_map_update_elem(&" + map + ", " + key + ", &" + map + "_none, BPF_NOEXIST);");
        body.line("\tbuckets = bpf_map_lookup_elem(&" + map + ", " + key + ");");
        body.line("}");
        body.line("if (buckets)");
        body.line("\tcount_in_" + map + "(buckets, " + value + ");");
    }

    /// Buckets of equal width, and how a value is counted in them.
    private void linear(long minimum, long maximum, long step) {
        long slots = (maximum - minimum) / step + 2;
        if (minimum < 0 || (maximum - minimum) % step != 0 || slots > MOST_BUCKETS) {
            throw new Unsayable("Linear histograms in C begin at 0 or above and have at most " + MOST_BUCKETS
                    + " buckets of one width; --target bpftrace can do others.");
        }
        String name = program.name(map + "_buckets");
        program.declare(Accumulators.LINEAR
                .replace("NAME", name)
                .replace("MAP", map)
                .replace("SLOTS", Long.toString(slots))
                .replace("LAST", Long.toString(slots - 1))
                .replace("MINIMUM", Long.toString(minimum))
                .replace("MAXIMUM", Long.toString(maximum))
                .replace("STEP", Long.toString(step)));
        program.show("linear " + map + " from " + minimum + " to " + maximum + " step " + step);
    }

    /// Whether the first or last text is kept.
    private boolean keepsText() {
        return part.what() instanceof What.Aggregate(var measure, var attribute, var _)
                && (measure instanceof Measure.First || measure instanceof Measure.Last)
                && attribute.filter(reads::isText).isPresent();
    }

    /// A structure for a text, which C cannot assign.
    private String text(String attribute) {
        String name = program.name(map + "_text");
        program.declare("struct " + name + " {\n\tchar text[" + reads.textBytes(attribute) + "];\n};");
        return "struct " + name;
    }

    /// The type of the key; empty without keys.
    private String key() {
        List<String> keys = part.keys();
        structured = keys.size() > 1 || keys.size() == 1 && reads.isText(keys.get(0));
        if (!structured) {
            return keys.isEmpty() ? "" : reads.type(keys.get(0));
        }
        String name = program.name(map + "_key");
        StringBuilder members = new StringBuilder("struct " + name + " {\n");
        for (String key : keys) {
            members.append('\t').append(member(key, key)).append(";\n");
        }
        program.declare(members + "};");
        return "struct " + name;
    }

    private String member(String attribute, String name) {
        return reads.isText(attribute)
                ? "char " + Body.identifier(name) + "[" + reads.textBytes(attribute) + "]"
                : reads.type(attribute) + " " + Body.identifier(name);
    }

    private void declareRecord(List<What.Column> columns) {
        record = program.name(part.event().replaceAll(".*[.:]", "") + "_event");
        StringBuilder members = new StringBuilder("struct " + record + " {\n");
        columns.forEach(column -> members.append('\t')
                .append(member(column.attribute(), UnitNames.of(column)))
                .append(";\n"));
        program.needsLost();
        map = program.name("events");
        program.declare(members + "};\n\n/* Keeps the type in the object, so that a reader can tell the columns. */\n"
                + "const struct " + record + " *" + program.name("as_" + record) + " __attribute__((unused));");
        program.map(map, "RINGBUF", CProgram.RING_BYTES, "", "");
    }

    // ---- statements ----

    void write(Body body, String exit) {
        switch (part.what()) {
            case What.Report(var columns) -> row(columns, body, exit);
            case What.Aggregate(var measure, var attribute, var _)
            when keepsText() -> keep(measure, attribute.orElseThrow(), body);
            case What.Aggregate(Measure.Distinct(), var attribute, var _) -> {
                new CSeen(part, attribute.orElseThrow(), reads).write(seen, body);
                body.line("/* It fails for what was seen before. */");
                body.line("if (bpf_map_update_elem(&" + seen + ", &seen, &yes, BPF_NOEXIST))");
                body.line("\t" + exit + ";");
                body.statement("add(&" + map + ", " + index(body) + ", 1)");
            }
            case What.Aggregate(var measure, var attribute, var unit) -> {
                String value = attribute
                        .map(name -> scaled(body.number(name), name, unit))
                        .orElse("1");
                entry(measure, attribute, value, body);
            }
            case What.InFlight _ when beside.isPresent() -> beside.get().fall(index(body), body);
            case What.InFlight _ -> change(body, "-1");
            case What.Extreme extreme -> {
                String value = scaled(body.number(extreme.attribute()), extreme.attribute(), extreme.unit());
                String key = index(body);
                extreme(extreme)
                        .write(
                                map,
                                key,
                                value,
                                (number, column) -> scaled(number, column.attribute(), column.unit()),
                                body,
                                exit);
            }
            case What.Net _, What.Ratio _, What.Rule _ -> throw new IllegalStateException("refused before");
        }
    }

    private CExtreme extreme(What.Extreme extreme) {
        return new CExtreme(extreme, part.keys().isEmpty(), reads);
    }

    /// One more or less of what is in flight.
    void change(Body body, String by) {
        if (beside.isPresent()) {
            beside.get().rise(index(body), body);
            return;
        }
        body.statement("add(&" + map + ", " + index(body) + ", " + by + ")");
    }

    private void keep(Measure measure, String attribute, Body body) {
        String key = index(body);
        body.statement("struct " + map + "_text text = {}");
        body.put(attribute, "text.text");
        boolean first = measure instanceof Measure.First;
        if (first && part.keys().isEmpty()) {
            throw new Unsayable(
                    "The first text of all cannot be written in C yet, by a key it can; --target bpftrace can.");
        }
        if (first) {
            body.line(FIRST);
        }
        String flag = first ? "BPF_NOEXIST" : "BPF_ANY";
        body.statement("bpf_map_update_elem(&" + map + ", " + key + ", &text, " + flag + ")");
    }

    private String scaled(String value, String name, Optional<Unit> unit) {
        long factor = unit.map(u -> u.factor() / reads.attribute(name).unit().factor())
                .orElse(1L);
        return factor <= 1 ? value : value + " / " + factor;
    }

    private String index(Body body) {
        List<String> keys = part.keys();
        if (keys.isEmpty()) {
            body.statement("__u32 key = 0");
            return "&key";
        }
        if (!structured) {
            return "&" + body.number(keys.get(0));
        }
        body.statement("struct " + map + "_key key = {}");
        for (String name : keys) {
            String target = "key." + Body.identifier(name);
            if (reads.isCopied(name)) {
                body.put(name, target);
            } else {
                body.statement(target + " = " + body.number(name));
            }
        }
        return "&key";
    }

    private void entry(Measure measure, Optional<String> attribute, String value, Body body) {
        String type = attribute.map(reads::type).orElse("__u64");
        String key = index(body);
        if (isSingle()) {
            boolean signed =
                    type.equals("__s64") || measure instanceof Measure.Minimum || measure instanceof Measure.Maximum;
            single(measure, signed ? "__s64" : "__u64", value, body);
            return;
        }
        switch (measure) {
            case Measure.Count() when beside.isPresent() -> beside.get().rise(key, body);
            case Measure.Count(), Measure.Sum() ->
                body.statement("add(&" + map + ", " + key + ", " + changed(value) + ")");
            case Measure.Log2Histogram() -> body.statement("sample(&" + map + ", " + key + ", " + value + ")");
            case Measure.Average(), Measure.Statistics() ->
                body.statement("average(&" + map + ", " + key + ", " + value + ")");
            case Measure.Last(), Measure.First() -> {
                boolean first = measure instanceof Measure.First;
                String name = first ? "first" : "last";
                body.statement((type.equals("__s64") ? type : "__u64") + " " + name + " = " + value);
                if (first) {
                    body.line(FIRST);
                }
                body.statement("bpf_map_update_elem(&" + map + ", " + key + ", &" + name + ", "
                        + (first ? "BPF_NOEXIST" : "BPF_ANY") + ")");
            }
            case Measure.Minimum(), Measure.Maximum() -> {
                String whole = "__s64";
                body.statement(whole + " now = " + value);
                body.statement(whole + " *best = bpf_map_lookup_elem(&" + map + ", " + key + ")");
                body.line("if (!best)");
                body.line("\tbpf_map_update_elem(&" + map + ", " + key + ", &now, BPF_ANY);");
                body.line("else if (now " + (measure instanceof Measure.Maximum ? ">" : "<") + " *best)");
                body.line("\t*best = now;");
            }
            case Measure.LinearHistogram _ -> counted(body, key, value);
            case Measure.Distinct(), Measure.Rate() -> throw new IllegalStateException("refused before");
        }
    }

    private String changed(String value) {
        return told.role() != CMeasure.Role.LESS ? value : value.contains(" ") ? "-(" + value + ")" : "-" + value;
    }

    private void row(List<What.Column> columns, Body body, String exit) {
        occasion.ifPresent(one -> one.guard(body, exit));
        for (What.Column column : columns) {
            if (!reads.isCopied(column.attribute())) {
                body.number(column.attribute());
            }
        }
        body.statement("struct " + record + " *e = bpf_ringbuf_reserve(&" + map + ", sizeof(*e), 0)");
        body.line("if (!e) {");
        body.line("\t__sync_fetch_and_add(&lost, 1);");
        body.line("\t" + exit + ";");
        body.line("}");
        for (What.Column column : columns) {
            String name = column.attribute();
            String target = "e->" + Body.identifier(UnitNames.of(column));
            if (reads.isCopied(name)) {
                body.put(name, target);
            } else {
                body.statement(target + " = " + scaled(body.number(name), name, column.unit()));
            }
        }
        body.statement("bpf_ringbuf_submit(e, 0)");
    }

    // ---- what the output means ----

    List<Rendering.Output> outputs() {
        if (part.what() instanceof What.Report(var columns)) {
            List<String> titles = new ArrayList<>();
            columns.forEach(column -> titles.add(column.attribute().toUpperCase(Locale.ROOT)
                    + column.unit().map(unit -> "(" + unit.symbol() + ")").orElse("")));
            return List.of(new Rendering.Output.Rows(titles));
        }
        String unit = part.what() instanceof What.Aggregate(var _, var attribute, var _)
                ? told.unit()
                        .or(() -> attribute.map(name -> reads.attribute(name).unit()))
                        .orElse(Unit.NONE)
                        .symbol()
                : "";
        if (part.what() instanceof What.Extreme(boolean _, String attribute, var asked, var context)) {
            Unit shown = asked.orElse(reads.attribute(attribute).unit());
            List<Rendering.Output> tables = new ArrayList<>();
            tables.add(new Rendering.Output.Table(
                    "@" + map + ".value", kind.plural(), part.keys(), shown.symbol(), part.top()));
            context.forEach(column -> tables.add(new Rendering.Output.Table(
                    "@" + map + "." + CExtreme.member(column),
                    kind.plural(),
                    part.keys(),
                    column.unit().map(Unit::symbol).orElse(""),
                    part.top())));
            return tables;
        }
        boolean histogram = part.what() instanceof What.Aggregate(var measure, var _, var _)
                && (measure instanceof Measure.Log2Histogram || measure instanceof Measure.LinearHistogram);
        String table = "@" + map + (histogram ? ".slots" : keepsText() ? ".text" : isSingle() ? ".value" : "");
        return List.of(new Rendering.Output.Table(table, kind.plural(), part.keys(), unit, part.top()));
    }
}
