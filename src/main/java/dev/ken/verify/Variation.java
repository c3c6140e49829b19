package dev.ken.verify;

import dev.ken.contract.What;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One of the forms in which a measure may be given: its unit, and whether each value is divided or the result.
record Variation(Unit unit, Rounding rounding) {
    enum Rounding {
        EACH,
        RESULT
    }

    /// The forms of a measure that answer the intent, the likeliest first.
    static List<Variation> of(What what, Optional<Attribute> attribute) {
        if (!(what instanceof What.Aggregate(var measure, var _, var asked))) {
            return List.of(new Variation(Unit.NONE, Rounding.EACH));
        }
        Unit own = attribute.map(Attribute::unit).orElse(Unit.NONE);
        List<Unit> units = asked.map(List::of).orElseGet(() -> unitsOf(own));
        List<Variation> variations = new ArrayList<>();
        for (Unit unit : units) {
            variations.add(new Variation(unit, Rounding.EACH));
            if (unit.factor() > own.factor() && !isHistogram(measure)) {
                variations.add(new Variation(unit, Rounding.RESULT));
            }
        }
        return variations;
    }

    private static boolean isHistogram(What.Measure measure) {
        return measure instanceof What.Measure.Log2Histogram || measure instanceof What.Measure.LinearHistogram;
    }

    static List<Unit> unitsOf(Unit own) {
        List<Unit> units = new ArrayList<>(List.of(own));
        Arrays.stream(Unit.values())
                .filter(unit -> unit.family() == own.family() && own.family() != Unit.Family.PLAIN && unit != own)
                .forEach(units::add);
        return units;
    }

    /// What values in the attribute's own unit are divided by.
    long divisor(Unit own) {
        return Math.max(1, unit.factor() / own.factor());
    }
}
