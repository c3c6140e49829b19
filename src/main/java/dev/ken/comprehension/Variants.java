package dev.ken.comprehension;

import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Intents near to one that was read, each by one change: without a part, with two reports of the same events as one,
/// counted by a column instead of listed, with another measure, without a key or a condition. None is more than a
/// guess.
final class Variants {
    private static final int MOST_PARTS = 6;
    private static final Set<String> EVERYWHERE = Set.of("time", "tid");

    private final Intent intent;
    private final List<Intent> all = new ArrayList<>();

    private Variants(Intent intent) {
        this.intent = intent;
    }

    static List<Intent> of(Intent intent) {
        Variants variants = new Variants(intent);
        List<Part> parts = intent.parts();
        for (int i = 0; i < Math.min(parts.size(), MOST_PARTS); i++) {
            if (parts.size() > 1) {
                variants.with(i, List.of());
            }
            for (int j = i + 1; j < Math.min(parts.size(), MOST_PARTS); j++) {
                variants.joined(i, j);
            }
            variants.changed(i, parts.get(i));
        }
        return variants.all;
    }

    private void with(int place, List<Part> instead) {
        List<Part> parts = new ArrayList<>(intent.parts());
        parts.remove(place);
        parts.addAll(place, instead);
        all.add(new Intent(parts, intent.durationNanos(), intent.assumptions()));
    }

    private void joined(int i, int j) {
        Part first = intent.parts().get(i);
        Part second = intent.parts().get(j);
        if (first.what() instanceof What.Report(var some)
                && second.what() instanceof What.Report(var others)
                && first.telling(second.what()).equals(second)) {
            Set<What.Column> columns = new LinkedHashSet<>(some);
            columns.addAll(others);
            List<Part> parts = new ArrayList<>(intent.parts());
            parts.set(i, first.telling(new What.Report(List.copyOf(columns))));
            parts.remove(j);
            all.add(new Intent(parts, intent.durationNanos(), intent.assumptions()));
        }
    }

    private void changed(int place, Part part) {
        switch (part.what()) {
            case What.Report(List<What.Column> columns) ->
                columns.stream()
                        .map(What.Column::attribute)
                        .filter(name -> !EVERYWHERE.contains(name))
                        .forEach(name -> with(place, List.of(counted(part).by(List.of(name)))));
            case What.Aggregate(var measure, var attribute, var unit) -> {
                for (What.Measure other : MEASURES) {
                    if (attribute.isPresent() && !other.equals(measure)) {
                        with(place, List.of(part.telling(new What.Aggregate(other, attribute, unit))));
                    }
                }
                for (String key : part.keys()) {
                    List<String> keys = new ArrayList<>(part.keys());
                    keys.remove(key);
                    with(place, List.of(part.by(keys)));
                }
            }
            case What.Extreme _, What.Net _, What.InFlight _, What.Ratio _, What.Rule _ -> {}
        }
        if (part.where() instanceof Condition.And(var several)) {
            for (Condition one : several) {
                List<Condition> rest = new ArrayList<>(several);
                rest.remove(one);
                with(place, List.of(part.of(rest.size() == 1 ? rest.getFirst() : new Condition.And(rest))));
            }
        } else if (!(part.where() instanceof Condition.Always)) {
            with(place, List.of(part.of(new Condition.Always())));
        }
    }

    private static Part counted(Part part) {
        return part.telling(new What.Aggregate(new What.Measure.Count(), Optional.empty(), Optional.empty()));
    }

    private static final List<What.Measure> MEASURES = List.of(
            new What.Measure.Sum(),
            new What.Measure.Average(),
            new What.Measure.Maximum(),
            new What.Measure.Log2Histogram());
}
