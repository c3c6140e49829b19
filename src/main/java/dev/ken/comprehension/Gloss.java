package dev.ken.comprehension;

import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.Quantities;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says an intent in English. Deterministic.
public final class Gloss {
    private static final Map<String, String> ERRORS = inverse("errno.table");
    private static final Map<String, String> SIGNALS = inverse("signals.table");
    private static final Map<String, String> STATES = inverse("states.table");

    private final Attributes attributes;
    private final EventKind kind;

    private Gloss(EventKind kind, Catalog catalog) {
        this.kind = kind;
        this.attributes = new Attributes(kind, catalog);
    }

    private static Map<String, String> inverse(String table) {
        return Tables.pairs(table).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey, (first, _) -> first));
    }

    /// One sentence for each part, without a full stop; how long stands at the end of the last. Kinds must be of the
    /// catalog.
    public static List<String> of(Intent intent, Catalog catalog) {
        List<String> lines = new ArrayList<>();
        for (Part part : intent.parts()) {
            EventKind kind = catalog.find(part.event())
                    .orElseThrow(() -> new IllegalArgumentException("no event kind " + part.event()));
            lines.add(new Gloss(kind, catalog).part(part));
        }
        intent.durationNanos().ifPresent(nanos -> lines.add(lines.removeLast() + ", for " + time(nanos)));
        return List.copyOf(lines);
    }

    private String part(Part part) {
        String events = kind.plural() + where(part.where());
        StringBuilder out = new StringBuilder(
                switch (part.what()) {
                    case What.Report(var columns) -> "each of the " + events + ": " + columns(columns);
                    case What.Aggregate(var measure, var attribute, var unit) ->
                        measured(measure, attribute, unit, events);
                });
        if (!part.keys().isEmpty()) {
            out.append(", by ")
                    .append(Texts.list(part.keys().stream().map(this::key).toList()));
        }
        part.top().ifPresent(n -> out.append(", the ").append(n).append(n == 1 ? " largest" : " largest only"));
        part.rateHertz().ifPresent(n -> out.append(", ").append(n).append(" times a second on each CPU"));
        part.periodNanos().ifPresent(nanos -> out.append(", shown anew every ").append(every(nanos)));
        return out.toString();
    }

    private String columns(List<What.Column> columns) {
        return Texts.list(columns.stream()
                .map(column -> plain(column.attribute())
                        + column.unit().map(unit -> " in " + Texts.unit(unit)).orElse(""))
                .toList());
    }

    private String measured(Measure measure, Optional<String> attribute, Optional<Unit> unit, String events) {
        String of = attribute.map(name -> gloss(name) + " of ").orElse("") + events;
        String in = unit.map(u -> ", in " + Texts.unit(u)).orElse("");
        return switch (measure) {
            case Measure.Count() -> "the number of " + of;
            case Measure.Sum() -> "the total of " + of + in;
            case Measure.Average() -> "the average of " + of + in;
            case Measure.Minimum() -> "the smallest of " + of + in;
            case Measure.Maximum() -> "the largest of " + of + in;
            case Measure.Statistics() -> "count, average and total of " + of + in;
            case Measure.Log2Histogram() -> "a histogram of " + of + in;
            case Measure.LinearHistogram(long minimum, long maximum, long step) ->
                "a linear histogram of " + of + in + " from " + minimum + " to " + maximum + " in steps of " + step;
        };
    }

    private String plain(String name) {
        return switch (name) {
            case "time" -> "time";
            case "latency" -> "time taken";
            default -> {
                String gloss = attributes.byName(name).map(Attribute::gloss).orElse(name);
                yield gloss.startsWith("the ") ? gloss.substring(4) : gloss;
            }
        };
    }

    private String gloss(String name) {
        return name.equals("latency")
                ? "the time taken"
                : attributes.byName(name).map(Attribute::gloss).orElse(name);
    }

    private String key(String name) {
        return name.equals("process") ? "process name" : plain(name);
    }

    // ---- conditions ----

    private String where(Condition condition) {
        return switch (condition) {
            case Condition.Always() -> "";
            case Condition.And(var several) -> several.stream().map(this::where).collect(Collectors.joining());
            case Condition.NumberTest _, Condition.TextTest _, Condition.Or _, Condition.Not _ -> clause(condition);
        };
    }

    private String clause(Condition condition) {
        return switch (condition) {
            case Condition.NumberTest(String name, var comparison, long number)
            when name.equals("error") && number == 0 ->
                comparison == Condition.Comparison.EQUAL ? " that succeed" : " that fail";
            case Condition.NumberTest(String name, var comparison, long number)
            when name.equals("latency") -> " that take " + compared(comparison, time(number));
            case Condition.TextTest(String name, var relation, String text)
            when name.equals("process") && relation == Condition.TextRelation.IS -> " by processes named " + text;
            case Condition.Not(Condition.TextTest(String name, var relation, String text))
            when name.equals("process") && relation == Condition.TextRelation.IS -> " not by processes named " + text;
            case Condition.NumberTest(String name, var comparison, long number)
            when name.equals("pid") && comparison == Condition.Comparison.EQUAL -> " by process " + number;
            case Condition.NumberTest _,
                    Condition.TextTest _,
                    Condition.And _,
                    Condition.Or _,
                    Condition.Not _,
                    Condition.Always _ -> " where " + test(condition);
        };
    }

    private String test(Condition condition) {
        return switch (condition) {
            case Condition.Always() -> "always";
            case Condition.NumberTest(String name, var comparison, long number) ->
                gloss(name) + " is " + compared(comparison, number(name, number));
            case Condition.TextTest(String name, var relation, String text) ->
                gloss(name) + " " + (relation == Condition.TextRelation.IS ? "is" : relation.symbol()) + " “" + text
                        + "”";
            case Condition.And(var several) -> several.stream().map(this::test).collect(Collectors.joining(" and "));
            case Condition.Or(var several) -> several.stream().map(this::test).collect(Collectors.joining(" or "));
            case Condition.Not(var inner) -> "not (" + test(inner) + ")";
        };
    }

    private static String compared(Condition.Comparison comparison, String number) {
        return switch (comparison) {
            case EQUAL -> number;
            case UNEQUAL -> "not " + number;
            case LESS -> "less than " + number;
            case AT_MOST -> "at most " + number;
            case GREATER -> "more than " + number;
            case AT_LEAST -> "at least " + number;
        };
    }

    private String number(String name, long number) {
        String plain = Long.toString(number);
        if (name.equals("error")) {
            return ERRORS.getOrDefault(plain, plain);
        }
        if (name.equals("signal")) {
            return SIGNALS.getOrDefault(plain, plain);
        }
        if (name.equals("newstate") || name.equals("oldstate")) {
            return STATES.getOrDefault(plain, plain);
        }
        Unit.Family family = attributes.byName(name).map(a -> a.unit().family()).orElse(Unit.Family.PLAIN);
        return Quantities.words(number, family);
    }

    private static String time(long nanos) {
        String words = Quantities.words(nanos, Unit.Family.TIME);
        String unit = words.endsWith(" s") ? words.equals("1 s") ? " second" : " seconds" : "";
        return unit.isEmpty() ? words : words.substring(0, words.length() - 2) + unit;
    }

    private static String every(long nanos) {
        String time = time(nanos);
        return time.equals("1 second") ? "second" : time;
    }
}
