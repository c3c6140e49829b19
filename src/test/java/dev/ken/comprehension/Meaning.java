package dev.ken.comprehension;

import dev.ken.contract.After;
import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.Having;
import dev.ken.contract.Intent;
import dev.ken.contract.Occasion;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// In what two intents differ, spelling aside. The first is what a request asks for: what it leaves open
/// ([Asked#ANY] and its like, units, further columns, assumptions) may be anything in the second.
final class Meaning {
    private static final Set<String> PROCESS = Set.of("pid", "process");
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private Meaning() {}

    /// The names of the clauses that differ; empty: both mean the same.
    static List<String> differences(Intent asked, Intent read) {
        List<String> all = new ArrayList<>();
        if (!asked.durationNanos().equals(read.durationNanos())) {
            all.add("for");
        }
        if (asked.parts().size() != read.parts().size()) {
            all.add("parts");
            read.parts().stream()
                    .map(part -> differences(asked.parts().getFirst(), part))
                    .min(Comparator.comparingInt(List::size))
                    .ifPresent(all::addAll);
        } else {
            all.addAll(pairing(asked.parts(), read.parts()));
        }
        return all.stream().distinct().toList();
    }

    /// The differences under the best way to pair parts.
    private static List<String> pairing(List<Part> asked, List<Part> read) {
        if (asked.isEmpty()) {
            return List.of();
        }
        List<List<String>> ways = new ArrayList<>();
        for (Part part : read) {
            List<String> way = new ArrayList<>(differences(asked.getFirst(), part));
            List<Part> rest = new ArrayList<>(read);
            rest.remove(part);
            way.addAll(pairing(asked.subList(1, asked.size()), rest));
            ways.add(way);
        }
        return ways.stream().min(Comparator.comparingInt(List::size)).orElseThrow();
    }

    private static List<String> differences(Part asked, Part read) {
        List<String> plainly = plainDifferences(asked, read);
        List<String> perSecond = plainDifferences(perSecond(asked), perSecond(read));
        return perSecond.size() < plainly.size() ? perSecond : plainly;
    }

    /// A rate that is shown each second, or nothing is said of when, is what there is in each second.
    private static Part perSecond(Part part) {
        boolean eachSecond = part.periodNanos().orElse(NANOS_PER_SECOND) == NANOS_PER_SECOND;
        return part.what() instanceof What.Aggregate(Measure.Rate _, var attribute, var unit) && eachSecond
                ? new Part(
                        part.event(),
                        part.after(),
                        part.where(),
                        part.occasion(),
                        new What.Aggregate(
                                attribute.isPresent() ? new Measure.Sum() : new Measure.Count(), attribute, unit),
                        part.keys(),
                        Optional.of(NANOS_PER_SECOND),
                        part.cumulative(),
                        part.top(),
                        part.having(),
                        part.rateHertz())
                : part;
    }

    private static List<String> plainDifferences(Part asked, Part read) {
        List<String> all = new ArrayList<>();
        note(all, "event", asked.event().equals(read.event()));
        note(all, "where", text(asked.where()).equals(text(read.where())));
        note(all, "what", same(asked.what(), read.what()));
        note(all, "by", sameNames(asked.keys(), read.keys(), false));
        boolean anyPeriod = asked.periodNanos().equals(Optional.of(Asked.ANY * NANOS_PER_SECOND));
        note(all, "every", anyPeriod || asked.periodNanos().equals(read.periodNanos()));
        note(all, "cumulative", asked.cumulative() == read.cumulative());
        note(
                all,
                "top",
                asked.top().equals(Optional.of(Asked.ANY)) || asked.top().equals(read.top()));
        note(all, "having", having(asked).equals(having(read)));
        note(all, "after", after(asked.after()).equals(after(read.after())));
        note(all, "when", occasion(asked.occasion()).equals(occasion(read.occasion())));
        note(all, "at", asked.rateHertz().isEmpty() || asked.rateHertz().equals(read.rateHertz()));
        return all;
    }

    private static void note(List<String> all, String clause, boolean same) {
        if (!same) {
            all.add(clause);
        }
    }

    /// `more`: further names may be read.
    private static boolean sameNames(List<String> asked, List<String> read, boolean more) {
        List<String> rest = new ArrayList<>(read);
        for (String name : asked) {
            boolean there = switch (name) {
                case Asked.ANY_COLUMN -> true;
                case Asked.ANY_PROCESS -> rest.removeIf(PROCESS::contains);
                default -> rest.remove(name);
            };
            if (!there) {
                return false;
            }
        }
        return more || rest.isEmpty();
    }

    private static boolean sameColumns(List<What.Column> asked, List<What.Column> read) {
        List<String> names = read.stream().map(What.Column::attribute).toList();
        return sameNames(asked.stream().map(What.Column::attribute).toList(), names, true)
                && asked.stream().allMatch(column -> column.unit().isEmpty() || read.contains(column));
    }

    private static boolean same(What asked, What read) {
        return switch (asked) {
            case What.Report(var columns) -> read instanceof What.Report(var others) && sameColumns(columns, others);
            case What.Aggregate aggregate -> sameMeasure(aggregate, read);
            case What.Extreme(boolean largest, var attribute, var unit, var context) ->
                read instanceof What.Extreme other
                        && largest == other.largest()
                        && attribute.equals(other.attribute())
                        && sameUnit(unit, other.unit())
                        && sameColumns(context, other.context());
            case What.Net(var attribute, var unit, var minus, boolean highest) ->
                read instanceof What.Net other
                        && attribute.equals(other.attribute())
                        && sameUnit(unit, other.unit())
                        && minus.event().equals(other.minus().event())
                        && text(minus.where()).equals(text(other.minus().where()))
                        && highest == other.highest();
            case What.InFlight flight -> flight.equals(read);
            case What.Ratio(var to) ->
                read instanceof What.Ratio(var other)
                        && to.event().equals(other.event())
                        && text(to.where()).equals(text(other.where()));
            case What.Rule rule -> rule.equals(read);
        };
    }

    private static boolean sameMeasure(What.Aggregate asked, What read) {
        boolean extreme = asked.measure() instanceof Measure.Maximum || asked.measure() instanceof Measure.Minimum;
        if (extreme && read instanceof What.Extreme other) {
            return other.largest() == asked.measure() instanceof Measure.Maximum
                    && asked.attribute().equals(Optional.of(other.attribute()))
                    && sameUnit(asked.unit(), other.unit());
        }
        return read instanceof What.Aggregate other
                && asked.attribute().equals(other.attribute())
                && sameUnit(asked.unit(), other.unit())
                && (asked.measure().equals(other.measure())
                        || asked.measure() instanceof Measure.LinearHistogram(long _, long maximum, long _)
                                && maximum == Asked.ANY
                                && other.measure() instanceof Measure.LinearHistogram);
    }

    private static boolean sameUnit(Optional<Unit> asked, Optional<Unit> read) {
        return asked.isEmpty() || asked.equals(read);
    }

    private static String having(Part part) {
        Optional<Unit> unit = switch (part.what()) {
            case What.Aggregate aggregate -> aggregate.unit();
            case What.Extreme extreme -> extreme.unit();
            case What.Net net -> net.unit();
            case What.Report _, What.InFlight _, What.Ratio _, What.Rule _ -> Optional.empty();
        };
        long factor = unit.map(Unit::factor).orElse(1L);
        return part.having()
                .map((Having having) -> bound("value", having.comparison(), having.number() * factor, factor))
                .orElse("");
    }

    private static String after(Optional<After> after) {
        return after.map(a -> a.event() + " " + text(a.where()) + " "
                        + new TreeSet<>(
                                a.links().stream().map(After.Link::toString).toList())
                        + a.withinNanos())
                .orElse("");
    }

    private static String occasion(Optional<Occasion> occasion) {
        return occasion.map(o -> o.summed()
                        + bound(" number", o.comparison(), o.number(), 1)
                        + new TreeSet<>(o.keys())
                        + o.once())
                .orElse("");
    }

    /// `> 9` and `>= 10` read the same.
    private static String bound(String name, Comparison comparison, long number, long step) {
        return switch (comparison) {
            case AT_LEAST -> name + " > " + (number - step);
            case AT_MOST -> name + " < " + (number + step);
            case EQUAL, UNEQUAL, LESS, GREATER -> name + " " + comparison.symbol() + " " + number;
        };
    }

    /// A condition in one form: negations at the leaves, sorted, nothing twice.
    static String text(Condition condition) {
        return text(condition, false);
    }

    private static String text(Condition condition, boolean negated) {
        return switch (condition) {
            case Condition.Always _ -> negated ? "never" : "always";
            case Condition.NumberTest(var name, var comparison, long number) ->
                number(name, negated ? opposite(comparison) : comparison, number);
            case Condition.TextTest(var name, var relation, var text) ->
                (negated ? "not " : "") + name + " " + relation.symbol() + " \"" + text + "\"";
            case Condition.AttributeTest(var left, var comparison, var right) ->
                relation(left, negated ? opposite(comparison) : comparison, right);
            case Condition.BitTest(var name, long mask) -> (negated ? "not " : "") + name + " has " + mask;
            case Condition.Descends(var ancestor) ->
                (negated ? "not " : "") + "descends from (" + text(ancestor, false) + ")";
            case Condition.And(var all) -> joined(all, negated, !negated);
            case Condition.Or(var all) -> joined(all, negated, negated);
            case Condition.Not(var inner) -> text(inner, !negated);
        };
    }

    private static String number(String name, Comparison comparison, long number) {
        if (name.equals("ret") && comparison == Comparison.LESS && number == 0) {
            return "error != 0";
        }
        if (name.equals("ret") && comparison == Comparison.AT_LEAST && number == 0) {
            return "error = 0";
        }
        return bound(name, comparison, number, 1);
    }

    private static String relation(String left, Comparison comparison, String right) {
        boolean swap = switch (comparison) {
            case EQUAL, UNEQUAL -> left.compareTo(right) > 0;
            case GREATER, AT_LEAST -> true;
            case LESS, AT_MOST -> false;
        };
        Comparison mirrored = switch (comparison) {
            case GREATER -> Comparison.LESS;
            case AT_LEAST -> Comparison.AT_MOST;
            case EQUAL, UNEQUAL, LESS, AT_MOST -> comparison;
        };
        return (swap ? right : left) + " " + mirrored.symbol() + " " + (swap ? left : right);
    }

    private static String joined(List<Condition> conditions, boolean negated, boolean and) {
        String word = and ? " and " : " or ";
        Set<String> all = new TreeSet<>();
        for (Condition condition : conditions) {
            all.addAll(members(condition, negated, and));
        }
        if (and && all.stream().anyMatch(one -> one.startsWith("error = ") && !one.equals("error = 0"))) {
            all.remove("error != 0");
        }
        return all.size() == 1 ? all.iterator().next() : all.stream().collect(Collectors.joining(word, "(", ")"));
    }

    /// What a member adds to a conjunction or disjunction: its own members, where it is one too.
    private static List<String> members(Condition condition, boolean negated, boolean and) {
        return switch (condition) {
            case Condition.And(var inner)
            when and != negated ->
                inner.stream()
                        .flatMap(one -> members(one, negated, and).stream())
                        .toList();
            case Condition.Or(var inner)
            when and == negated ->
                inner.stream()
                        .flatMap(one -> members(one, negated, and).stream())
                        .toList();
            case Condition.Not(var inner) -> members(inner, !negated, and);
            case Condition.Always _,
                    Condition.NumberTest _,
                    Condition.TextTest _,
                    Condition.AttributeTest _,
                    Condition.BitTest _,
                    Condition.Descends _,
                    Condition.And _,
                    Condition.Or _ -> List.of(text(condition, negated));
        };
    }

    private static Comparison opposite(Comparison comparison) {
        return switch (comparison) {
            case EQUAL -> Comparison.UNEQUAL;
            case UNEQUAL -> Comparison.EQUAL;
            case LESS -> Comparison.AT_LEAST;
            case AT_MOST -> Comparison.GREATER;
            case GREATER -> Comparison.AT_MOST;
            case AT_LEAST -> Comparison.LESS;
        };
    }
}
