package dev.ken.contract;

import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The names in a part, and what they mean.
public final class PartNames {
    /// The time from start to end, of kinds that have both.
    public static final String LATENCY = "latency";

    private PartNames() {}

    /// Whether a name is one that only a pair has.
    public static boolean isOfPair(String name) {
        return name.equals(After.SINCE) || name.startsWith(After.FIRST);
    }

    /// What a condition asks of the occurrence alone, of those parts that must all hold.
    public static Condition alone(Condition condition) {
        return conjuncts(condition, true);
    }

    /// What it asks of the pair.
    public static Condition together(Condition condition) {
        return conjuncts(condition, false);
    }

    private static Condition conjuncts(Condition condition, boolean alone) {
        List<Condition> all = condition instanceof Condition.And(var several) ? several : List.of(condition);
        List<Condition> chosen = all.stream()
                .filter(one -> in(one).stream().noneMatch(PartNames::isOfPair) == alone)
                .toList();
        return chosen.isEmpty()
                ? new Condition.Always()
                : chosen.size() == 1 ? chosen.get(0) : new Condition.And(chosen);
    }

    /// The event kind of `after`, `minus` or `to`.
    public static Optional<String> otherEvent(Part part) {
        return switch (part.what()) {
            case What.Net net -> Optional.of(net.minus().event());
            case What.Ratio(var to) -> Optional.of(to.event());
            case What.Report _, What.Aggregate _, What.Extreme _, What.InFlight _, What.Rule _ ->
                part.after().map(After::event);
        };
    }

    /// Attributes that a condition names, but for those of an ancestor.
    public static Set<String> in(Condition condition) {
        Set<String> names = new LinkedHashSet<>();
        collect(condition, names);
        return names;
    }

    private static void collect(Condition condition, Set<String> into) {
        switch (condition) {
            case Condition.Always(), Condition.Descends _ -> {}
            case Condition.NumberTest(String name, var _, long _) -> into.add(name);
            case Condition.TextTest(String name, var _, String _) -> into.add(name);
            case Condition.BitTest(String name, long _) -> into.add(name);
            case Condition.AttributeTest(String left, var _, String right) -> {
                into.add(left);
                into.add(right);
            }
            case Condition.And(var all) -> all.forEach(one -> collect(one, into));
            case Condition.Or(var all) -> all.forEach(one -> collect(one, into));
            case Condition.Not(var one) -> collect(one, into);
        }
    }

    /// Whether a condition asks for descent, anywhere in it.
    public static List<Condition.Descends> descents(Condition condition) {
        return switch (condition) {
            case Condition.Descends descends -> List.of(descends);
            case Condition.And(var all) ->
                all.stream().flatMap(one -> descents(one).stream()).toList();
            case Condition.Or(var all) ->
                all.stream().flatMap(one -> descents(one).stream()).toList();
            case Condition.Not(var one) -> descents(one);
            case Condition.Always _, Condition.NumberTest _, Condition.TextTest _, Condition.BitTest _ -> List.of();
            case Condition.AttributeTest _ -> List.of();
        };
    }

    /// Attributes of the part's own kind that it names, and those that a pair has (`since`, `first.NAME`).
    public static Set<String> own(Part part) {
        Set<String> names = in(part.where());
        names.addAll(part.keys());
        part.after().ifPresent(after -> after.links().forEach(link -> names.add(link.second())));
        part.occasion().ifPresent(occasion -> {
            names.addAll(occasion.keys());
            occasion.summed().ifPresent(names::add);
        });
        switch (part.what()) {
            case What.Report(var columns) -> columns.forEach(column -> names.add(column.attribute()));
            case What.Aggregate(var _, var attribute, var _) -> attribute.ifPresent(names::add);
            case What.Extreme(boolean _, String attribute, var _, var context) -> {
                names.add(attribute);
                context.forEach(column -> names.add(column.attribute()));
            }
            case What.Net net -> net.attribute().ifPresent(names::add);
            case What.Rule(What.Decision.Modify(String attribute, long _)) -> names.add(attribute);
            case What.InFlight _, What.Ratio _, What.Rule _ -> {}
        }
        return names;
    }

    /// Attributes of the other kind that the part names; groups and net values are of both kinds.
    public static Set<String> others(Part part) {
        Set<String> names = new LinkedHashSet<>();
        part.after().ifPresent(after -> {
            names.addAll(in(after.where()));
            after.links().forEach(link -> names.add(link.first()));
            own(part).stream()
                    .filter(name -> name.startsWith(After.FIRST))
                    .forEach(name -> names.add(name.substring(After.FIRST.length())));
        });
        switch (part.what()) {
            case What.Net net -> {
                names.addAll(in(net.minus().where()));
                names.addAll(part.keys());
                net.attribute().ifPresent(names::add);
            }
            case What.Ratio(var to) -> {
                names.addAll(in(to.where()));
                names.addAll(part.keys());
            }
            case What.Report _, What.Aggregate _, What.Extreme _, What.InFlight _, What.Rule _ -> {}
        }
        return names;
    }

    /// What `name` is at occurrences of `kind` in the part: an attribute of it, the time it takes, a fact of any
    /// occurrence, or one of the first occurrence of a pair, which is of the kind `first`.
    public static Optional<Attribute> attribute(
            String name, Optional<EventKind> kind, Part part, Optional<EventKind> first, Catalog catalog) {
        if (part.after().isPresent() && name.equals(After.SINCE)) {
            return Optional.of(time(After.SINCE, "the time since then"));
        }
        if (part.after().isPresent() && name.startsWith(After.FIRST)) {
            return first.flatMap(it -> attribute(name.substring(After.FIRST.length()), it, catalog));
        }
        return kind.flatMap(it -> attribute(name, it, catalog));
    }

    /// An attribute of the kind, `latency` among them, or of any occurrence.
    public static Optional<Attribute> attribute(String name, EventKind kind, Catalog catalog) {
        Optional<Attribute> ambient =
                Optional.ofNullable(catalog.ambient().get(name)).map(Catalog.AmbientAttribute::attribute);
        return kind.attribute(name)
                .or(() -> name.equals(LATENCY) && kind.isSpan()
                        ? Optional.of(time(LATENCY, "the time it takes"))
                        : Optional.empty())
                .or(() -> ambient);
    }

    private static Attribute time(String name, String gloss) {
        return new Attribute(name, Attribute.Type.INTEGER, Unit.NANOSECONDS, Attribute.Phase.END, gloss, List.of());
    }
}
