package dev.ken.contract;

import dev.ken.kernel.ErrorNumbers;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Prints the text form of intents (docs/intents.md).
final class IntentPrinter {
    private IntentPrinter() {}

    static String print(Intent intent) {
        List<String> blocks = new ArrayList<>();
        intent.parts().forEach(part -> blocks.add(part(part)));
        StringBuilder out = new StringBuilder(String.join("\n", blocks));
        intent.durationNanos()
                .ifPresent(nanos -> out.append("for ").append(time(nanos)).append('\n'));
        intent.assumptions()
                .forEach(text -> out.append("assume ").append(quoted(text)).append('\n'));
        return out.toString();
    }

    private static String time(long nanos) {
        return Quantities.words(nanos, Unit.Family.TIME);
    }

    private static String part(Part part) {
        StringBuilder out = new StringBuilder();
        out.append(what(part)).append('\n');
        part.after().ifPresent(after -> out.append(after(after)).append('\n'));
        switch (part.what()) {
            case What.Net net ->
                out.append("minus ").append(selection(net.minus())).append('\n');
            case What.Ratio(var to) -> out.append("to ").append(selection(to)).append('\n');
            case What.Report _, What.Aggregate _, What.Extreme _, What.InFlight _, What.Rule _ -> {}
        }
        if (!(part.where() instanceof Condition.Always)) {
            out.append("where ").append(condition(part.where())).append('\n');
        }
        part.occasion().ifPresent(occasion -> out.append(occasion(occasion)).append('\n'));
        if (!part.keys().isEmpty()) {
            out.append("by ").append(String.join(", ", part.keys())).append('\n');
        }
        part.periodNanos()
                .ifPresent(nanos -> out.append("every ")
                        .append(time(nanos))
                        .append(part.cumulative() ? " cumulative" : "")
                        .append('\n'));
        part.top().ifPresent(n -> out.append("top ").append(n).append('\n'));
        part.having()
                .ifPresent(having -> out.append("having ")
                        .append(having.comparison().symbol())
                        .append(' ')
                        .append(having.number())
                        .append('\n'));
        part.rateHertz().ifPresent(n -> out.append("at ").append(n).append(" Hz\n"));
        return out.toString();
    }

    private static String selection(Selection selection) {
        return selection.event() + where(selection.where());
    }

    private static String where(Condition condition) {
        return condition instanceof Condition.Always ? "" : " where " + condition(condition);
    }

    private static String after(After after) {
        String links = after.links().stream()
                .map(link -> link.first().equals(link.second()) ? link.first() : link.first() + " = " + link.second())
                .collect(Collectors.joining(", "));
        return "after " + after.event()
                + (links.isEmpty() ? "" : " by " + links)
                + after.withinNanos().map(nanos -> " within " + time(nanos)).orElse("")
                + where(after.where());
    }

    private static String occasion(Occasion occasion) {
        return "when " + occasion.summed().map(name -> "sum " + name).orElse("count")
                + " " + occasion.comparison().symbol() + " " + occasion.number()
                + (occasion.keys().isEmpty() ? "" : " by " + String.join(", ", occasion.keys()))
                + (occasion.once() ? " once" : "");
    }

    private static String columns(List<What.Column> columns) {
        return columns.stream()
                .map(column -> column.attribute() + unit(column.unit()))
                .collect(Collectors.joining(", "));
    }

    private static String what(Part part) {
        return switch (part.what()) {
            case What.Report(var columns) -> "report " + columns(columns) + " of " + part.event();
            case What.Aggregate(var measure, var attribute, var unit) ->
                measure(measure) + of(attribute, part) + buckets(measure) + unit(unit);
            case What.Extreme(boolean largest, String attribute, var unit, var context) ->
                (largest ? "maximum" : "minimum")
                        + of(Optional.of(attribute), part)
                        + unit(unit)
                        + (context.isEmpty() ? "" : " with " + columns(context));
            case What.Net(var attribute, var unit, var _, boolean highest) ->
                (highest ? "highest net" : "net") + of(attribute, part) + unit(unit);
            case What.InFlight(boolean highest) -> (highest ? "highest in flight " : "in flight ") + part.event();
            case What.Ratio _ -> "ratio " + part.event();
            case What.Rule(var decision) -> decision(decision, part.event());
        };
    }

    private static String of(Optional<String> attribute, Part part) {
        return attribute.map(name -> " " + name + " of").orElse("") + " " + part.event();
    }

    private static String decision(What.Decision decision, String event) {
        return switch (decision) {
            case What.Decision.Deny(int error) ->
                "deny " + event + " with "
                        + errorName(error).orElseThrow(() -> new IllegalStateException("no error " + error));
            case What.Decision.Drop() -> "drop " + event;
            case What.Decision.Pass() -> "pass " + event;
            case What.Decision.Modify(String attribute, long number) ->
                "modify " + attribute + " of " + event + " to " + number;
        };
    }

    private static Optional<String> errorName(long number) {
        return ErrorNumbers.all().entrySet().stream()
                .filter(entry -> entry.getValue() == number)
                .map(java.util.Map.Entry::getKey)
                .findFirst();
    }

    private static String unit(Optional<Unit> unit) {
        return unit.map(u -> " in " + u.symbol()).orElse("");
    }

    private static String measure(What.Measure measure) {
        return switch (measure) {
            case What.Measure.Count() -> "count";
            case What.Measure.Sum() -> "sum";
            case What.Measure.Average() -> "average";
            case What.Measure.Minimum() -> "minimum";
            case What.Measure.Maximum() -> "maximum";
            case What.Measure.Statistics() -> "statistics";
            case What.Measure.Log2Histogram() -> "histogram";
            case What.Measure.LinearHistogram _ -> "linear histogram";
            case What.Measure.First() -> "first";
            case What.Measure.Last() -> "last";
            case What.Measure.Distinct() -> "distinct";
            case What.Measure.Rate() -> "rate";
        };
    }

    private static String buckets(What.Measure measure) {
        return measure instanceof What.Measure.LinearHistogram(long minimum, long maximum, long step)
                ? " from " + minimum + " to " + maximum + " step " + step
                : "";
    }

    /// Errors by name; 0 is no error.
    private static String number(String attribute, long number) {
        // Halves of addresses, which may have any 64 bits, and MAC addresses.
        if (attribute.matches("(?:source|destination)6_(?:high|low)")) {
            return String.format("0x%016x", number);
        }
        if (attribute.endsWith("_mac")) {
            return String.format("0x%012x", number);
        }
        boolean error = attribute.equals("error") || attribute.endsWith(".error");
        return error && number != 0 ? errorName(number).orElse(Long.toString(number)) : Long.toString(number);
    }

    static String condition(Condition condition) {
        return switch (condition) {
            case Condition.Always() -> "always";
            case Condition.NumberTest(String attribute, var comparison, long number) ->
                attribute + " " + comparison.symbol() + " " + number(attribute, number);
            case Condition.AttributeTest(String left, var comparison, String right) ->
                left + " " + comparison.symbol() + " " + right;
            case Condition.BitTest(String attribute, long mask) -> attribute + " has " + mask;
            case Condition.Descends(Condition.NumberTest(String attribute, var comparison, long number))
            when attribute.equals("pid") && comparison == Condition.Comparison.EQUAL -> "descends from " + number;
            case Condition.Descends(Condition.TextTest(String attribute, var relation, String text))
            when attribute.equals("process") && relation == Condition.TextRelation.IS ->
                "descends from " + quoted(text);
            case Condition.Descends(var ancestor) -> "descends from (" + condition(ancestor) + ")";
            case Condition.TextTest(String attribute, var relation, String text) ->
                attribute + " " + relation.symbol() + " " + quoted(text);
            case Condition.And(var conditions) ->
                conditions.stream().map(IntentPrinter::nested).collect(Collectors.joining(" and "));
            case Condition.Or(var conditions) ->
                conditions.stream().map(IntentPrinter::nested).collect(Collectors.joining(" or "));
            case Condition.Not(var inner) -> "not (" + condition(inner) + ")";
        };
    }

    private static String nested(Condition condition) {
        boolean plain = !(condition instanceof Condition.And) && !(condition instanceof Condition.Or);
        return plain ? condition(condition) : "(" + condition(condition) + ")";
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
