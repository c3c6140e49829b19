package dev.ken.comprehension.impression;

import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What is true of an intent as a whole, each as a short text: how many parts it has (`parts 2`), what it measures
/// (`measure count`) of what (`of latency`), the families of its kinds (`about block`), its keys (`by path`), the facts
/// it tests (`where uid`), and whether it has keys, conditions, a period, a limit to the largest, a threshold or
/// something that came before at all. Columns are none of them: what is shown besides is free.
public final class Traits {
    private static final int MOST_PARTS = 4;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final String PROCESS = "process";
    private static final Set<String> PROCESSES = Set.of(PROCESS, "pid", "tid");

    private final Set<String> all = new TreeSet<>();

    private Traits() {}

    /// Of an intent.
    public static Set<String> of(Intent intent) {
        Traits traits = new Traits();
        traits.all.add("parts " + Math.min(intent.parts().size(), MOST_PARTS));
        intent.parts().forEach(traits::part);
        return traits.all;
    }

    private void part(Part part) {
        int dot = part.event().indexOf('.');
        all.add("about " + (dot < 0 ? part.event() : part.event().substring(0, dot)));
        what(part);
        if (!part.keys().isEmpty()) {
            all.add("keys");
        }
        part.keys().forEach(key -> all.add("by " + name(key)));
        if (!(part.where() instanceof Condition.Always)) {
            all.add("condition");
        }
        where(part.where());
        part.periodNanos().ifPresent(_ -> all.add("period"));
        part.top().ifPresent(_ -> all.add("largest"));
        part.having().ifPresent(_ -> all.add("threshold"));
        part.after().ifPresent(_ -> all.add("after"));
        part.occasion().ifPresent(_ -> all.add("occasion"));
    }

    private void what(Part part) {
        switch (part.what()) {
            case What.Report _ -> all.add("measure report");
            case What.Aggregate(Measure measure, var attribute, _) -> {
                all.add("measure " + (isEachSecond(part, measure) ? "rate" : name(measure)));
                attribute.ifPresent(one -> all.add("of " + one));
            }
            case What.Extreme(boolean largest, String attribute, _, _) -> {
                all.add("measure " + (largest ? "maximum" : "minimum"));
                all.add("of " + attribute);
            }
            case What.Net _ -> all.add("measure net");
            case What.InFlight _ -> all.add("measure in flight");
            case What.Ratio _ -> all.add("measure ratio");
            case What.Rule _ -> all.add("measure rule");
        }
    }

    /// How many there are in each second is how many there are per second.
    private static boolean isEachSecond(Part part, Measure measure) {
        return (measure instanceof Measure.Count || measure instanceof Measure.Sum)
                && part.periodNanos().equals(Optional.of(NANOS_PER_SECOND));
    }

    /// The name of a measure; both kinds of histogram have one.
    public static String name(Measure measure) {
        return switch (measure) {
            case Measure.Log2Histogram _, Measure.LinearHistogram _ -> "histogram";
            case Measure.Count _,
                    Measure.Sum _,
                    Measure.Average _,
                    Measure.Minimum _,
                    Measure.Maximum _,
                    Measure.Statistics _,
                    Measure.First _,
                    Measure.Last _,
                    Measure.Distinct _,
                    Measure.Rate _ -> measure.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }

    private void where(Condition condition) {
        switch (condition) {
            case Condition.Always() -> {}
            case Condition.NumberTest(String attribute, _, _) -> all.add("where " + name(attribute));
            case Condition.TextTest(String attribute, _, _) -> all.add("where " + name(attribute));
            case Condition.BitTest(String attribute, _) -> all.add("where " + name(attribute));
            case Condition.AttributeTest(String left, _, String right) -> {
                all.add("where " + name(left));
                all.add("where " + name(right));
            }
            case Condition.Descends _ -> all.add("where descends");
            case Condition.And(var several) -> several.forEach(this::where);
            case Condition.Or(var several) -> several.forEach(this::where);
            case Condition.Not(var inner) -> where(inner);
        }
    }

    /// A process by its name and one by its id are one trait: which is meant is seldom said.
    private static String name(String attribute) {
        return PROCESSES.contains(attribute) ? PROCESS : attribute;
    }
}
