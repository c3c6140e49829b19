package dev.ken.verify;

import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One of the forms in which a measure may be given: its unit, whether each value is divided or the result, and
/// whether it is shown as a table or told in a row.
///
/// @param negative whether error numbers in keys, or kept as the first or last value, are told as the negative results
/// that they are made of
/// @param late     whether the arguments of a kernel function are read where it returns, so that calls count whose
/// entry was not seen
/// @param moving   whether transfers of no bytes are left out of a measure over bytes
record Variation(Unit unit, Rounding rounding, Shape shape, boolean negative, boolean late, boolean moving) {
    Variation(Unit unit, Rounding rounding, Shape shape) {
        this(unit, rounding, shape, false, false, false);
    }

    Variation atReturn() {
        return new Variation(unit, rounding, shape, negative, true, moving);
    }

    Variation ofMoved() {
        return new Variation(unit, rounding, shape, negative, late, true);
    }

    enum Rounding {
        EACH,
        RESULT
    }

    /// `LATEST`: of several occurrences with the extreme value, the last one is the one that is told of.
    /// `ALWAYS`: a row is told even where nothing happened, with 0. `ABOVE`: what is not above 0 is no largest
    /// value; with `LATEST`, what is below it.
    enum Shape {
        TABLES,
        LATEST_TABLES,
        ROW,
        ALWAYS_ROW,
        LATEST_ROW,
        ABOVE_TABLES,
        ABOVE_ROW,
        ALWAYS_ABOVE_ROW,
        LATEST_ABOVE_TABLES,
        LATEST_ABOVE_ROW,
        PERCENT,
        QUOTIENT,
        ALWAYS_PERCENT,
        ALWAYS_QUOTIENT;

        boolean isRow() {
            return this != TABLES && this != LATEST_TABLES && this != ABOVE_TABLES && this != LATEST_ABOVE_TABLES;
        }

        boolean always() {
            return this == ALWAYS_ROW || this == ALWAYS_ABOVE_ROW || this == ALWAYS_PERCENT || this == ALWAYS_QUOTIENT;
        }

        /// Whether one number is told that is made of two tables.
        boolean divides() {
            return this == PERCENT || this == QUOTIENT || this == ALWAYS_PERCENT || this == ALWAYS_QUOTIENT;
        }

        boolean isPercent() {
            return this == PERCENT || this == ALWAYS_PERCENT;
        }

        boolean above() {
            return this == ABOVE_TABLES || this == ABOVE_ROW || this == ALWAYS_ABOVE_ROW || latestAbove();
        }

        boolean latest() {
            return this == LATEST_TABLES || this == LATEST_ROW || latestAbove();
        }

        private boolean latestAbove() {
            return this == LATEST_ABOVE_TABLES || this == LATEST_ABOVE_ROW;
        }
    }

    private static final List<Shape> TOLD = List.of(Shape.TABLES, Shape.ALWAYS_ROW, Shape.ROW);

    /// A mean is told in a row as a sum divided by a number.
    private static final List<Shape> DIVIDED = List.of(Shape.TABLES, Shape.ALWAYS_QUOTIENT, Shape.QUOTIENT);

    /// Whether a group's measure is one number, which a program can read and tell in a line of its own.
    private static boolean isNumber(What.Measure measure) {
        return switch (measure) {
            case What.Measure.Count(), What.Measure.Distinct(), What.Measure.Sum(), What.Measure.Rate() -> true;
            case What.Measure.Minimum(), What.Measure.Maximum() -> true;
            case What.Measure.First(), What.Measure.Last(), What.Measure.Average(), What.Measure.Statistics() -> false;
            case What.Measure.Log2Histogram(), What.Measure.LinearHistogram _ -> false;
        };
    }

    private static List<Shape> shapes(What.Measure measure) {
        return measure instanceof What.Measure.Average ? DIVIDED : isNumber(measure) ? TOLD : List.of(Shape.TABLES);
    }

    /// The forms of a part's measure that answer the intent, the likeliest first. `attribute` is what is
    /// measured, `errors` whether it is told by error number.
    static List<Variation> of(Part part, Optional<Attribute> attribute, boolean errors) {
        List<Variation> all = new ArrayList<>(of(part, attribute));
        if (errors) {
            of(part, attribute)
                    .forEach(one -> all.add(new Variation(one.unit, one.rounding, one.shape, true, false, false)));
        }
        return all;
    }

    private static List<Variation> of(Part part, Optional<Attribute> attribute) {
        boolean single = part.keys().isEmpty();
        return switch (part.what()) {
            case What.Report _, What.Rule _ -> shaped(Unit.NONE, List.of(Shape.TABLES));
            case What.InFlight _ -> shaped(Unit.NONE, single ? TOLD : List.of(Shape.TABLES));
            case What.Aggregate(var measure, var _, var asked) ->
                measured(measure, attribute, asked, single ? shapes(measure) : List.of(Shape.TABLES));
            case What.Net net ->
                measured(new What.Measure.Sum(), attribute, net.unit(), single ? TOLD : List.of(Shape.TABLES));
            case What.Extreme extreme ->
                measured(new What.Measure.Maximum(), attribute, extreme.unit(), shapes(extreme.largest(), single));
            case What.Ratio _ ->
                shaped(
                        Unit.NONE,
                        single
                                ? List.of(
                                        Shape.TABLES,
                                        Shape.ROW,
                                        Shape.ALWAYS_ROW,
                                        Shape.PERCENT,
                                        Shape.QUOTIENT,
                                        Shape.ALWAYS_PERCENT,
                                        Shape.ALWAYS_QUOTIENT)
                                : List.of(Shape.TABLES));
        };
    }

    /// Of the extreme value with its context; a program that compares with an absent entry compares with 0.
    private static List<Shape> shapes(boolean largest, boolean single) {
        List<Shape> shapes =
                new ArrayList<>(single ? List.of(Shape.TABLES, Shape.ROW, Shape.ALWAYS_ROW) : List.of(Shape.TABLES));
        if (largest) {
            shapes.addAll(
                    single
                            ? List.of(Shape.ABOVE_TABLES, Shape.ABOVE_ROW, Shape.ALWAYS_ABOVE_ROW)
                            : List.of(Shape.ABOVE_TABLES));
        }
        shapes.addAll(single ? List.of(Shape.LATEST_TABLES, Shape.LATEST_ROW) : List.of(Shape.LATEST_TABLES));
        if (largest) {
            shapes.addAll(
                    single
                            ? List.of(Shape.LATEST_ABOVE_TABLES, Shape.LATEST_ABOVE_ROW)
                            : List.of(Shape.LATEST_ABOVE_TABLES));
        }
        return shapes;
    }

    private static List<Variation> shaped(Unit unit, List<Shape> shapes) {
        return shapes.stream()
                .map(shape -> new Variation(unit, Rounding.EACH, shape))
                .toList();
    }

    private static List<Variation> measured(
            What.Measure measure, Optional<Attribute> attribute, Optional<Unit> asked, List<Shape> shapes) {
        Unit own = attribute.map(Attribute::unit).orElse(Unit.NONE);
        // The bounds of a linear histogram are numbers of the attribute's own unit where no other is named.
        List<Unit> units = asked.map(List::of)
                .orElseGet(() -> measure instanceof What.Measure.LinearHistogram ? List.of(own) : unitsOf(own));
        List<Variation> variations = new ArrayList<>();
        for (Unit unit : units) {
            for (Shape shape : shapes) {
                // A row is told in any unit that its column may have, so the values are kept as they are.
                boolean divided = unit.factor() > own.factor();
                if ((TOLD == shapes || DIVIDED == shapes) && shape.isRow() && unit != units.getFirst()) {
                    continue;
                }
                if (!divided || !isSum(measure) || !unit.isCoarse()) {
                    variations.add(new Variation(unit, Rounding.EACH, shape));
                }
                if (divided && !isHistogram(measure)) {
                    variations.add(new Variation(unit, Rounding.RESULT, shape));
                }
            }
        }
        return variations;
    }

    private static boolean isSum(What.Measure measure) {
        return measure instanceof What.Measure.Sum || measure instanceof What.Measure.Rate;
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
