package dev.ken.synthesis.c;

import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.Selection;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.Optional;

/// What a part comes to in C: rates and sums of sizes are sums that are divided when they are shown, a net is a
/// sum from which occurrences of another kind take away, a ratio is two counts.
///
/// @param part    with its measure in those words
/// @param role    which of them it is
/// @param divisor what is shown is divided by it
/// @param unit    of what is shown
record CMeasure(Part part, Role role, long divisor, Optional<Unit> unit) {
    private static final long SECOND = 1_000_000_000L;

    enum Role {
        PLAIN,
        RATE,
        NET,
        /// Of the other kind: it takes away from the table of a net.
        LESS,
        /// What the counts of a ratio are held against.
        OF
    }

    static CMeasure of(Part part, Optional<Long> durationNanos, Catalog catalog) {
        return switch (part.what()) {
            case What.Aggregate(Measure.Rate(), var attribute, var unit) -> {
                long seconds =
                        Math.max(1, part.periodNanos().or(() -> durationNanos).orElse(SECOND) / SECOND);
                long factor = factor(part, attribute, unit, catalog);
                yield new CMeasure(part.telling(added(attribute)), Role.RATE, seconds * factor, unit);
            }
            case What.Aggregate(Measure.Sum(), var attribute, var unit)
            when isCoarse(unit) ->
                new CMeasure(part.telling(added(attribute)), Role.PLAIN, factor(part, attribute, unit, catalog), unit);
            case What.Aggregate(var _, var _, var unit) -> new CMeasure(part, Role.PLAIN, 1, unit);
            case What.Net(var attribute, var unit, var _, boolean highest)
            when !highest -> {
                boolean large = isCoarse(unit);
                yield new CMeasure(
                        part.telling(large ? added(attribute) : added(attribute, unit)),
                        Role.NET,
                        large ? factor(part, attribute, unit, catalog) : 1,
                        unit);
            }
            case What.Ratio _ -> new CMeasure(part.telling(added(Optional.empty())), Role.PLAIN, 1, Optional.empty());
            case What.Report _, What.Extreme _, What.Net _, What.InFlight _, What.Rule _ ->
                new CMeasure(part, Role.PLAIN, 1, Optional.empty());
        };
    }

    /// Of the other kind of `asked`, which this is the measure of.
    Optional<CMeasure> other(Part asked) {
        return switch (asked.what()) {
            case What.Net net -> Optional.of(of(net.minus(), part.what(), Role.LESS));
            case What.Ratio(Selection to) -> Optional.of(of(to, added(Optional.empty()), Role.OF));
            case What.Report _, What.Aggregate _, What.Extreme _, What.InFlight _, What.Rule _ -> Optional.empty();
        };
    }

    private CMeasure of(Selection other, What told, Role as) {
        Part there = new Part(
                other.event(),
                other.where(),
                told,
                part.keys(),
                part.periodNanos(),
                Optional.empty(),
                part.rateHertz());
        return new CMeasure(there, as, 1, unit);
    }

    private static What added(Optional<String> attribute) {
        return added(attribute, Optional.empty());
    }

    private static What added(Optional<String> attribute, Optional<Unit> unit) {
        return new What.Aggregate(attribute.isPresent() ? new Measure.Sum() : new Measure.Count(), attribute, unit);
    }

    /// Of which each would be cut if it were divided before.
    private static boolean isCoarse(Optional<Unit> unit) {
        return unit.filter(Unit::isCoarse).isPresent();
    }

    private static long factor(Part part, Optional<String> attribute, Optional<Unit> unit, Catalog catalog) {
        EventKind kind = catalog.find(part.event()).orElseThrow();
        return attribute
                .flatMap(name -> PartNames.attribute(name, kind, catalog))
                .map(Attribute::unit)
                .flatMap(own -> unit.map(one -> Math.max(1, one.factor() / own.factor())))
                .orElse(1L);
    }
}
