package dev.ken.comprehension.hunch;

import dev.ken.comprehension.impression.Traits;
import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// An intent of one part as the decisions that it is made of.
///
/// @param event   the kind of events
/// @param kind    the same, or the one that stands for all such kinds
/// @param measure how it is told of: `report`, `count`, `histogram`, `in flight`, …
/// @param of      the fact that is measured
/// @param unit    in which unit it is shown, or empty
/// @param keys    what it is told apart by; a process by its name and by its id are one
/// @param columns what is shown of each, or with the largest
/// @param roles   of each mention
/// @param closed  tests that no mention gives the value of, as texts
/// @param flags   `every`, `top`, `having`, and `more` where there is a turn
/// @param turn    what sets the events against others
record Slots(
        String event,
        String kind,
        String measure,
        Optional<String> of,
        String unit,
        Set<String> keys,
        Set<String> columns,
        List<Role> roles,
        Set<String> closed,
        Set<String> flags,
        Turn turn) {
    static final String REPORT = "report";
    static final String COUNT = "count";
    static final String RATE = "rate";
    static final String IN_FLIGHT = "in flight";
    static final String NET = "net";
    static final String RATIO = "ratio";
    static final String PROCESS = "process";
    static final String PID = "pid";
    static final Set<String> FLAGS = new TreeSet<>(Set.of(Role.EVERY, Role.TOP, Role.HAVING, Slots.MORE));
    /// The flag of requests that need a [Turn].
    static final String MORE = "more";
    /// The flag of requests that ask for several things.
    static final String SEVERAL = "several";
    /// The flag of requests that nothing can be observed for, or that leave open what is meant.
    static final String UNANSWERED = "unanswered";
    /// Of these, the flag of those that leave open what is meant.
    static final String VAGUE = "vague";
    private static final String ANY_PROCESS = "any_process";

    Slots by(Set<String> others) {
        return new Slots(event, kind, measure, of, unit, others, columns, roles, closed, flags, turn);
    }

    Slots closed(Set<String> others) {
        return new Slots(event, kind, measure, of, unit, keys, columns, roles, others, flags, turn);
    }

    Slots flagged(Set<String> others) {
        return new Slots(event, kind, measure, of, unit, keys, columns, roles, closed, others, turn);
    }

    Slots measuring(String fact) {
        return new Slots(event, kind, measure, Optional.of(fact), unit, keys, columns, roles, closed, flags, turn);
    }

    /// With another role of one mention, and the flags that go with it.
    Slots at(int place, Role role) {
        List<Role> others = new ArrayList<>(roles);
        Role before = others.set(place, role);
        Set<String> marks = new TreeSet<>(flags);
        if (FLAGS.contains(before.name())
                && others.stream().noneMatch(one -> one.name().equals(before.name()))) {
            marks.remove(before.name());
        }
        if (FLAGS.contains(role.name())) {
            marks.add(role.name());
        }
        return new Slots(event, kind, measure, of, unit, keys, columns, others, closed, marks, turn);
    }

    /// The decisions of an intent; empty where it has several parts.
    static Optional<Slots> of(Intent intent, Heard heard, KindFacts facts, Map<String, Integer> signals) {
        if (intent.parts().size() != 1) {
            return Optional.empty();
        }
        Part part = intent.parts().getFirst();
        List<Atom> atoms = new ArrayList<>(Atom.of(part.where()));
        Alignment alignment = new Alignment(part, intent.durationNanos(), signals);
        Map<Mention, Role> given = new IdentityHashMap<>();
        heard.mentions().stream()
                .sorted(Comparator.comparing(heard::isElsewhere))
                .forEach(mention -> given.put(mention, alignment.role(mention, atoms)));
        List<Role> roles = heard.mentions().stream()
                .map(mention -> given.getOrDefault(mention, Role.NONE))
                .toList();
        Set<String> closed = new TreeSet<>();
        atoms.forEach(atom -> closed.add(atom.text()));
        Set<Condition> told = new LinkedHashSet<>(conjuncts(part.where()));
        told.removeIf(one -> Atom.of(one).stream().anyMatch(atoms::contains));
        Set<String> keys = new TreeSet<>();
        part.keys().forEach(key -> keys.add(plain(key)));
        return Optional.of(new Slots(
                part.event(),
                facts.template(part.event()),
                measure(part.what()),
                measured(part.what()),
                unit(part.what()),
                keys,
                columns(part.what()),
                roles,
                closed,
                flags(part),
                Turn.of(part, facts.template(part.event()), told)));
    }

    /// The conditions that must all hold.
    static List<Condition> conjuncts(Condition condition) {
        return switch (condition) {
            case Condition.And(var all) -> all;
            case Condition.Always() -> List.of();
            case Condition.NumberTest _, Condition.TextTest _, Condition.BitTest _, Condition.AttributeTest _ ->
                List.of(condition);
            case Condition.Descends _, Condition.Or _, Condition.Not _ -> List.of(condition);
        };
    }

    /// That all of them hold.
    static Condition all(List<Condition> all) {
        return all.isEmpty() ? new Condition.Always() : all.size() == 1 ? all.getFirst() : new Condition.And(all);
    }

    private static Set<String> flags(Part part) {
        Set<String> flags = new TreeSet<>();
        part.periodNanos().ifPresent(_ -> flags.add(Role.EVERY));
        part.top().ifPresent(_ -> flags.add(Role.TOP));
        part.having().ifPresent(_ -> flags.add(Role.HAVING));
        boolean more = part.after().isPresent()
                || part.occasion().isPresent()
                || part.cumulative()
                || part.what() instanceof What.Net
                || part.what() instanceof What.Ratio;
        if (more) {
            flags.add(MORE);
        }
        return flags;
    }

    /// A process by its name and by its id are one.
    static String plain(String fact) {
        return fact.equals(PID) || fact.equals(ANY_PROCESS) ? PROCESS : fact;
    }

    private static Set<String> columns(What what) {
        List<What.Column> columns = switch (what) {
            case What.Report(var all) -> all;
            case What.Extreme(boolean _, var _, var _, var context) -> context;
            case What.Aggregate _, What.Net _, What.InFlight _, What.Ratio _, What.Rule _ -> List.of();
        };
        Set<String> names = new LinkedHashSet<>();
        columns.forEach(column -> names.add(plain(column.attribute())));
        return names;
    }

    private static String unit(What what) {
        return switch (what) {
            case What.Aggregate(var _, var _, var unit) ->
                unit.map(one -> one.symbol()).orElse("");
            case What.Extreme(boolean _, var _, var unit, var _) ->
                unit.map(one -> one.symbol()).orElse("");
            case What.Report(var columns) ->
                columns.stream()
                        .flatMap(column -> column.unit().stream())
                        .map(one -> one.symbol())
                        .findFirst()
                        .orElse("");
            case What.Net(var _, var unit, var _, boolean _) ->
                unit.map(one -> one.symbol()).orElse("");
            case What.InFlight _, What.Ratio _, What.Rule _ -> "";
        };
    }

    private static Optional<String> measured(What what) {
        return switch (what) {
            case What.Aggregate(var _, var attribute, var _) -> attribute;
            case What.Extreme(boolean _, var attribute, var _, var _) -> Optional.of(attribute);
            case What.Report _, What.Net _, What.InFlight _, What.Ratio _, What.Rule _ -> Optional.empty();
        };
    }

    /// The name of a way to tell.
    static String measure(What what) {
        return switch (what) {
            case What.Report _ -> REPORT;
            case What.Aggregate(Measure measure, var _, var _) -> name(measure);
            case What.Extreme(boolean largest, var _, var _, var _) -> largest ? "maximum" : "minimum";
            case What.Net _ -> NET;
            case What.InFlight(boolean highest) -> highest ? "highest in flight" : IN_FLIGHT;
            case What.Ratio _ -> RATIO;
            case What.Rule(var decision) -> decision.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }

    private static String name(Measure measure) {
        return measure instanceof Measure.LinearHistogram ? "linear" : Traits.name(measure);
    }
}
