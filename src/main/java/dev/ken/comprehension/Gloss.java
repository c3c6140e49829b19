package dev.ken.comprehension;

import dev.ken.contract.After;
import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.Occasion;
import dev.ken.contract.Part;
import dev.ken.contract.Quantities;
import dev.ken.contract.Selection;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.BlockDevices;
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
        this.attributes = new Attributes(kind, catalog, Kinds.NONE);
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
        String events = kind.plural()
                + where(part.where())
                + part.after().map(this::after).orElse("");
        StringBuilder out = new StringBuilder(
                switch (part.what()) {
                    case What.Report(var columns) -> occasion(part) + " the " + events + ": " + columns(columns);
                    case What.Aggregate(var measure, var attribute, var unit) ->
                        measured(measure, attribute, unit, events);
                    case What.Extreme(boolean largest, String attribute, var unit, var context) ->
                        measured(
                                        largest ? new Measure.Maximum() : new Measure.Minimum(),
                                        Optional.of(attribute),
                                        unit,
                                        events)
                                + (context.isEmpty() ? "" : ", and its " + columns(context));
                    case What.Net net -> net(net, events);
                    case What.InFlight(boolean highest) ->
                        (highest ? "the largest number of " : "the number of ") + events + " under way at once";
                    case What.Ratio(var to) -> "the number of " + events + " for each of the " + selected(to);
                    case What.Rule(var decision) -> decided(decision) + " " + events;
                });
        if (!part.keys().isEmpty()) {
            out.append(", by ")
                    .append(Texts.list(part.keys().stream().map(this::key).toList()));
        }
        part.top().ifPresent(n -> out.append(", the ").append(n).append(n == 1 ? " largest" : " largest only"));
        part.rateHertz().ifPresent(n -> out.append(", ").append(n).append(" times a second on each CPU"));
        part.having()
                .ifPresent(having -> out.append(", only those with ")
                        .append(compared(having.comparison(), Long.toString(having.number()))));
        if (part.what() instanceof What.Report) {
            part.periodNanos()
                    .ifPresent(nanos -> out.append(", counted anew every ").append(every(nanos)));
        } else {
            part.periodNanos()
                    .ifPresent(nanos -> out.append(part.cumulative() ? ", shown every " : ", shown anew every ")
                            .append(every(nanos)));
        }
        return out.toString();
    }

    private String after(After after) {
        EventKind first = attributes
                .catalog()
                .find(after.event())
                .orElseThrow(() -> new IllegalArgumentException("no event kind " + after.event()));
        Gloss other = new Gloss(first, attributes.catalog());
        String links = after.links().isEmpty()
                ? ""
                : " with the same "
                        + Texts.list(after.links().stream()
                                .map(link -> other.key(link.first()))
                                .toList());
        return after.withinNanos().map(nanos -> " within " + time(nanos)).orElse("") + " after " + first.plural()
                + other.where(after.where()) + links;
    }

    private String selected(Selection selection) {
        EventKind other = attributes
                .catalog()
                .find(selection.event())
                .orElseThrow(() -> new IllegalArgumentException("no event kind " + selection.event()));
        return other.plural() + new Gloss(other, attributes.catalog()).where(selection.where());
    }

    private String net(What.Net net, String events) {
        String of = net.attribute().map(name -> gloss(name) + " of ").orElse("");
        return (net.highest() ? "the largest that " : "") + (of.isEmpty() ? "the number of " : of) + events
                + " less " + (of.isEmpty() ? "that of " : of) + selected(net.minus())
                + (net.highest() ? " ever was" : "")
                + net.unit().map(unit -> ", in " + Texts.unit(unit)).orElse("");
    }

    /// Which of the occurrences: each, the first of each group, those after the tenth.
    private String occasion(Part part) {
        if (part.occasion().isEmpty()) {
            return "each of";
        }
        Occasion occasion = part.occasion().get();
        String group = occasion.keys().isEmpty()
                ? ""
                : " of each "
                        + Texts.list(occasion.keys().stream().map(this::key).toList());
        boolean counted = occasion.summed().isEmpty();
        if (counted && occasion.comparison() == Condition.Comparison.EQUAL && occasion.number() == 1) {
            return "the first" + group + " among";
        }
        String number = occasion.summed()
                .map(name -> "when " + gloss(name) + " so far is "
                        + compared(occasion.comparison(), number(name, occasion.number())))
                .orElseGet(() -> "when their number so far is "
                        + compared(occasion.comparison(), Long.toString(occasion.number())));
        return number + group + ", " + (occasion.once() ? "once of" : "each of");
    }

    private String decided(What.Decision decision) {
        return switch (decision) {
            case What.Decision.Deny(int error) ->
                "refuse with " + ERRORS.getOrDefault(Integer.toString(error), Integer.toString(error));
            case What.Decision.Drop() -> "drop";
            case What.Decision.Pass() -> "let through only";
            case What.Decision.Modify(String name, long number) -> "set " + gloss(name) + " to " + number + " in";
        };
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
            case Measure.First() -> "the first of " + of + in;
            case Measure.Last() -> "the last of " + of + in;
            case Measure.Distinct() -> "the number of different values of " + of;
            case Measure.Rate() -> (attribute.isEmpty() ? "the number of " : "") + of + " per second" + in;
        };
    }

    private String plain(String name) {
        if (name.startsWith(After.FIRST)) {
            return "the earlier " + name.substring(After.FIRST.length());
        }
        return switch (name) {
            case "since" -> "time since then";
            case "time" -> "time";
            case "latency" -> "time taken";
            default -> {
                String gloss = attributes.byName(name).map(Attribute::gloss).orElse(name);
                yield gloss.startsWith("the ") ? gloss.substring(4) : gloss;
            }
        };
    }

    private String gloss(String name) {
        if (name.equals("since") || name.startsWith(After.FIRST)) {
            return name.equals("since") ? "the time since then" : plain(name);
        }
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
            case Condition.AttributeTest _, Condition.BitTest _, Condition.Descends _ -> clause(condition);
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
            case Condition.Descends(var ancestor) -> " by descendants of processes where " + test(ancestor);
            case Condition.NumberTest _,
                    Condition.TextTest _,
                    Condition.AttributeTest _,
                    Condition.BitTest _,
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
            case Condition.And(var several) ->
                several.stream()
                        .map(one -> one instanceof Condition.Or && isPacket() ? "(" + test(one) + ")" : test(one))
                        .collect(Collectors.joining(" and "));
            case Condition.Or(var several) -> several.stream().map(this::test).collect(Collectors.joining(" or "));
            case Condition.Not(var inner) -> "not (" + test(inner) + ")";
            case Condition.AttributeTest(String left, var comparison, String right) ->
                gloss(left) + " is " + compared(comparison, gloss(right));
            case Condition.BitTest(String name, long mask) -> gloss(name) + " has the bits " + mask;
            case Condition.Descends(var ancestor) -> "the process descends from one where " + test(ancestor);
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

    private boolean isPacket() {
        return kind.name().startsWith("packet.");
    }

    /// Halves of addresses and MAC addresses, as they are written.
    private static Optional<String> address(String name, long number) {
        String digits = Long.toHexString(number);
        if (name.matches("(?:source|destination)6_(?:high|low)")) {
            String half = "0".repeat(16 - digits.length()) + digits;
            return Optional.of(String.join(":", half.split("(?<=\\G.{4})")));
        }
        return name.endsWith("_mac")
                ? Optional.of(String.join(
                        ":", ("0".repeat(Math.max(0, 12 - digits.length())) + digits).split("(?<=\\G..)")))
                : Optional.empty();
    }

    private String number(String name, long number) {
        String plain = Long.toString(number);
        Optional<String> address = isPacket() ? address(name, number) : Optional.empty();
        if (address.isPresent()) {
            return address.get();
        }
        if (name.equals("error")) {
            return ERRORS.getOrDefault(plain, plain);
        }
        if (name.equals("signal")) {
            return SIGNALS.getOrDefault(plain, plain);
        }
        if (name.equals("device") && number >= BlockDevices.FIRST) {
            return BlockDevices.written(number);
        }
        if (name.equals("newstate") || name.equals("oldstate")) {
            return STATES.getOrDefault(plain, plain);
        }
        if (attributes
                        .byName(name)
                        .filter(a -> a.type() == Attribute.Type.ADDRESS)
                        .isPresent()
                && isPacket()) {
            return (number >> 24) + "." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
        }
        Unit.Family family = name.equals(After.SINCE)
                ? Unit.Family.TIME
                : attributes.byName(name).map(a -> a.unit().family()).orElse(Unit.Family.PLAIN);
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
