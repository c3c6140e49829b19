package dev.ken.contract;

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
        if (!(part.where() instanceof Condition.Always)) {
            out.append("where ").append(condition(part.where())).append('\n');
        }
        if (!part.keys().isEmpty()) {
            out.append("by ").append(String.join(", ", part.keys())).append('\n');
        }
        part.periodNanos()
                .ifPresent(nanos -> out.append("every ").append(time(nanos)).append('\n'));
        part.top().ifPresent(n -> out.append("top ").append(n).append('\n'));
        part.rateHertz().ifPresent(n -> out.append("at ").append(n).append(" Hz\n"));
        return out.toString();
    }

    private static String what(Part part) {
        return switch (part.what()) {
            case What.Report(var columns) ->
                "report "
                        + columns.stream()
                                .map(column -> column.attribute() + unit(column.unit()))
                                .collect(Collectors.joining(", "))
                        + " of "
                        + part.event();
            case What.Aggregate(var measure, var attribute, var unit) ->
                measure(measure)
                        + attribute.map(name -> " " + name + " of").orElse("")
                        + " "
                        + part.event()
                        + buckets(measure)
                        + unit(unit);
        };
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
        };
    }

    private static String buckets(What.Measure measure) {
        return measure instanceof What.Measure.LinearHistogram(long minimum, long maximum, long step)
                ? " from " + minimum + " to " + maximum + " step " + step
                : "";
    }

    static String condition(Condition condition) {
        return switch (condition) {
            case Condition.Always() -> "always";
            case Condition.NumberTest(String attribute, var comparison, long number) ->
                attribute + " " + comparison.symbol() + " " + number;
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
        boolean plain = condition instanceof Condition.NumberTest
                || condition instanceof Condition.TextTest
                || condition instanceof Condition.Not
                || condition instanceof Condition.Always;
        return plain ? condition(condition) : "(" + condition(condition) + ")";
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
