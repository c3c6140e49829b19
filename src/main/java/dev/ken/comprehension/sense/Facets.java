package dev.ken.comprehension.sense;

import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.Selection;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.Unit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What is true of an intent, each as a short text that begins with what it is about: how many parts it has (`parts 2`),
/// their kinds (`kind block.io`) and families (`about block`), what is told (`measure sum`, `of size`, `unit MiB`), keys
/// (`by path`), tests (`test uid`) with how they compare (`compared uid =`), columns (`column path`), and whether it
/// has a period, a limit to the largest, a duration, a threshold, something that came before, a second kind
/// (`second tcp.close`). Values of tests are none of them.
public final class Facets {
    /// How the facet of a column begins: more may be shown than is asked for.
    public static final String COLUMN = "column";

    private static final int MOST_PARTS = 4;
    private static final String PROCESS = "process";
    private static final Set<String> PROCESSES = Set.of(PROCESS, "pid", "tid");

    private final Set<String> all = new TreeSet<>();

    private Facets() {}

    /// Of an intent.
    public static Set<String> of(Intent intent) {
        Facets facets = new Facets();
        facets.all.add("parts " + Math.min(intent.parts().size(), MOST_PARTS));
        intent.parts().forEach(facets::part);
        intent.durationNanos().ifPresent(_ -> facets.all.add("duration"));
        return facets.all;
    }

    private void part(Part part) {
        kind(part.event());
        what(part.what());
        all.add(part.keys().isEmpty() ? "ungrouped" : "grouped");
        part.keys().forEach(key -> all.add("by " + name(key)));
        where(part.where(), false);
        part.periodNanos().ifPresent(_ -> all.add("period"));
        part.top().ifPresent(_ -> all.add("largest"));
        part.having().ifPresent(having -> all.add("threshold " + having.comparison().symbol()));
        part.rateHertz().ifPresent(_ -> all.add("hertz"));
        part.after().ifPresent(after -> {
            all.add("after " + after.event());
            after.links().forEach(link -> all.add("link " + name(link.second())));
            after.withinNanos().ifPresent(_ -> all.add("within"));
        });
        part.occasion().ifPresent(occasion -> {
            all.add("occasion " + occasion.comparison().symbol());
            occasion.keys().forEach(key -> all.add("occasion by " + name(key)));
        });
        if (part.cumulative()) {
            all.add("cumulative");
        }
    }

    private void kind(String event) {
        int dot = event.indexOf('.');
        all.add("kind " + event);
        all.add("about " + (dot < 0 ? event : event.substring(0, dot)));
    }

    private void what(What what) {
        switch (what) {
            case What.Report(var columns) -> {
                all.add("measure report");
                columns(columns);
            }
            case What.Aggregate(var measure, var attribute, var unit) -> {
                all.add("measure " + measure.getClass().getSimpleName().toLowerCase(Locale.ROOT));
                attribute.ifPresent(one -> all.add("of " + one));
                unit(unit);
            }
            case What.Extreme(boolean largest, String attribute, var unit, var context) -> {
                all.add("measure " + (largest ? "most" : "least"));
                all.add("of " + attribute);
                unit(unit);
                columns(context);
            }
            case What.Net(var attribute, var unit, Selection minus, boolean highest) -> {
                all.add("measure net" + (highest ? " highest" : ""));
                attribute.ifPresent(one -> all.add("of " + one));
                unit(unit);
                second(minus);
            }
            case What.InFlight(boolean highest) -> all.add("measure in flight" + (highest ? " highest" : ""));
            case What.Ratio(Selection to) -> {
                all.add("measure ratio");
                second(to);
            }
            case What.Rule _ -> all.add("measure rule");
        }
    }

    private void second(Selection selection) {
        all.add("second " + selection.event());
        where(selection.where(), false);
    }

    private void unit(Optional<Unit> unit) {
        all.add("unit " + unit.map(Unit::symbol).orElse("none"));
    }

    private void columns(List<What.Column> columns) {
        columns.forEach(column -> all.add(COLUMN + " " + name(column.attribute())));
    }

    private void where(Condition condition, boolean negated) {
        switch (condition) {
            case Condition.Always() -> {}
            case Condition.NumberTest(String attribute, var comparison, _) ->
                test(attribute, comparison.symbol(), negated);
            case Condition.TextTest(String attribute, var relation, _) -> test(attribute, relation.symbol(), negated);
            case Condition.BitTest(String attribute, _) -> test(attribute, "has", negated);
            case Condition.AttributeTest(String left, var comparison, String right) -> {
                test(left, comparison.symbol(), negated);
                all.add("against " + name(right));
            }
            case Condition.Descends(Condition ancestor) -> {
                all.add("descends");
                where(ancestor, negated);
            }
            case Condition.And(var several) -> several.forEach(one -> where(one, negated));
            case Condition.Or(var several) -> {
                all.add("either");
                several.forEach(one -> where(one, negated));
            }
            case Condition.Not(var inner) -> where(inner, !negated);
        }
    }

    private void test(String attribute, String comparison, boolean negated) {
        all.add("tested");
        all.add("test " + name(attribute));
        all.add("compared " + name(attribute) + " " + comparison + (negated ? " not" : ""));
    }

    /// A process by its name and one by its id are one: which is meant is seldom said.
    private static String name(String attribute) {
        return PROCESSES.contains(attribute) ? PROCESS : attribute;
    }
}
