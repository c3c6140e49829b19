package dev.ken.contract;

import dev.ken.contract.IntentCheck.Problem;
import dev.ken.contract.What.Measure;
import dev.ken.contract.Written.Role;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks one part of an intent; see [IntentCheck].
final class PartCheck {
    private static final long SECOND = 1_000_000_000L;

    private final int index;
    private final Part part;
    private final Catalog catalog;
    private final Optional<EventKind> kind;
    private final Optional<EventKind> other;
    private final List<Problem> problems = new ArrayList<>();

    PartCheck(int index, Part part, Catalog catalog) {
        this.index = index;
        this.part = part;
        this.catalog = catalog;
        this.kind = catalog.find(part.event());
        this.other = PartNames.otherEvent(part).flatMap(catalog::find);
    }

    List<Problem> problems(Optional<Long> durationNanos) {
        if (kind.isEmpty()) {
            problem(Role.EVENT, part.event(), "there is no event " + part.event() + " on this kernel");
        }
        PartNames.otherEvent(part)
                .filter(_ -> other.isEmpty())
                .ifPresent(name -> problem(Role.OTHER_EVENT, name, "there is no event " + name + " on this kernel"));
        if (!problems.isEmpty()) {
            return problems;
        }
        names();
        if (problems.isEmpty()) {
            condition(part.where(), Role.ATTRIBUTE);
            part.after().ifPresent(after -> condition(after.where(), Role.OTHER_ATTRIBUTE));
            what();
            clauses(durationNanos);
        }
        return problems;
    }

    private void problem(Role role, String name, String sentence) {
        problems.add(new Problem(index, role, name, false, sentence));
    }

    private void value(Role role, String name, String sentence) {
        problems.add(new Problem(index, role, name, true, sentence));
    }

    private void general(String sentence) {
        problem(Role.EVENT, part.event(), sentence);
    }

    // ---- names ----

    private Optional<Attribute> attribute(String name, Role role) {
        return PartNames.attribute(name, role == Role.ATTRIBUTE ? kind : other, part, other, catalog);
    }

    private void names() {
        for (String name : PartNames.own(part)) {
            if (attribute(name, Role.ATTRIBUTE).isEmpty()) {
                problem(Role.ATTRIBUTE, name, part.event() + " has no attribute " + name + hint(name));
            }
        }
        for (String name : PartNames.others(part)) {
            if (attribute(name, Role.OTHER_ATTRIBUTE).isEmpty()) {
                String event = PartNames.otherEvent(part).orElse("");
                problem(Role.OTHER_ATTRIBUTE, name, event + " has no attribute " + name);
            }
        }
    }

    private String hint(String name) {
        boolean pair = name.startsWith(After.FIRST) || name.equals(After.SINCE);
        return pair && part.after().isEmpty() ? ", since nothing has to happen before it (`after`)" : "";
    }

    // ---- types ----

    private enum Form {
        NUMBER,
        TEXT,
        EITHER
    }

    private Form form(String name, Role role) {
        Attribute.Type type = attribute(name, role).map(Attribute::type).orElse(Attribute.Type.INTEGER);
        return switch (type) {
            case INTEGER, SIGNED, ERRNO -> Form.NUMBER;
            case TEXT -> Form.TEXT;
            case ADDRESS -> Form.EITHER;
            case STACK -> Form.EITHER;
        };
    }

    private void condition(Condition condition, Role role) {
        switch (condition) {
            case Condition.Always() -> {}
            case Condition.NumberTest(String name, var _, long _) -> number(name, role);
            case Condition.BitTest(String name, long _) -> number(name, role);
            case Condition.TextTest(String name, var _, String _) -> {
                if (form(name, role) == Form.NUMBER) {
                    value(role, name, name + " is a number; it cannot be compared with a text");
                }
            }
            case Condition.AttributeTest(String left, var comparison, String right) ->
                compared(left, comparison, right, role);
            case Condition.Descends(var ancestor) -> ancestor(ancestor, role);
            case Condition.And(var all) -> all.forEach(one -> condition(one, role));
            case Condition.Or(var all) -> all.forEach(one -> condition(one, role));
            case Condition.Not(var one) -> condition(one, role);
        }
    }

    private void number(String name, Role role) {
        if (form(name, role) == Form.TEXT) {
            value(role, name, name + " is a text; it cannot be compared with a number");
        }
    }

    private void compared(String left, Condition.Comparison comparison, String right, Role role) {
        boolean equality = comparison == Condition.Comparison.EQUAL || comparison == Condition.Comparison.UNEQUAL;
        Form a = form(left, role);
        Form b = form(right, role);
        Optional<Unit> one = attribute(left, role).map(Attribute::unit);
        Optional<Unit> two = attribute(right, role).map(Attribute::unit);
        if (a != b && a != Form.EITHER && b != Form.EITHER) {
            problem(role, right, left + " and " + right + " are a number and a text; they cannot be compared");
        } else if (a == Form.TEXT && !equality) {
            problem(role, right, "texts are the same or not; there is no order between them");
        } else if (!one.map(Unit::family).equals(two.map(Unit::family))) {
            problem(role, right, left + " and " + right + " have different units");
        }
    }

    private void ancestor(Condition ancestor, Role role) {
        for (String name : PartNames.in(ancestor)) {
            if (!catalog.ambient().containsKey(name)) {
                problem(role, name, "an ancestor is told by facts of any occurrence: " + name + " is none");
            }
        }
    }

    private void what() {
        switch (part.what()) {
            case What.Report _ -> {}
            case What.Aggregate(var measure, var attribute, var _) ->
                attribute.filter(_ -> isNumeric(measure)).ifPresent(this::measurable);
            case What.Extreme(boolean _, String attribute, var _, var _) -> measurable(attribute);
            case What.Net net -> {
                condition(net.minus().where(), Role.OTHER_ATTRIBUTE);
                net.attribute().ifPresent(this::measurable);
            }
            case What.Ratio(var to) -> condition(to.where(), Role.OTHER_ATTRIBUTE);
            case What.InFlight _ -> {
                if (!kind.map(EventKind::isSpan).orElse(false)) {
                    general(part.event() + " happens at one moment; it cannot be in flight");
                }
            }
            case What.Rule(var decision) -> rule(decision);
        }
    }

    private static boolean isNumeric(Measure measure) {
        return switch (measure) {
            case Measure.First(), Measure.Last(), Measure.Distinct(), Measure.Count() -> false;
            case Measure.Sum(), Measure.Average(), Measure.Minimum(), Measure.Maximum() -> true;
            case Measure.Statistics(), Measure.Log2Histogram(), Measure.LinearHistogram _, Measure.Rate() -> true;
        };
    }

    private void measurable(String name) {
        Attribute.Type type =
                attribute(name, Role.ATTRIBUTE).map(Attribute::type).orElse(Attribute.Type.INTEGER);
        if (type == Attribute.Type.TEXT || type == Attribute.Type.STACK) {
            problem(Role.ATTRIBUTE, name, name + " is no number; it can be counted by, not measured");
        }
    }

    private void rule(What.Decision decision) {
        boolean packet = part.event().startsWith("packet.");
        boolean security = part.event().startsWith("lsm.");
        boolean fits = switch (decision) {
            case What.Decision.Deny _ -> security;
            case What.Decision.Drop(), What.Decision.Pass(), What.Decision.Modify _ -> packet;
        };
        if (!fits) {
            general("nothing can be decided about " + part.event() + "; it can only be watched");
        }
    }

    // ---- clauses ----

    private void clauses(Optional<Long> durationNanos) {
        boolean report = part.what() instanceof What.Report;
        boolean table = !report && !(part.what() instanceof What.Rule);
        if (!table && !part.keys().isEmpty()) {
            general("a report has no groups; `by` belongs to a measure, or to `when`");
        }
        if (part.occasion().isPresent() && !report) {
            general("`when` belongs to a report");
        }
        if (!table && part.periodNanos().isPresent() && part.occasion().isEmpty()) {
            general("a report is shown as it happens; `every` belongs to a measure, or to `when`");
        }
        if (part.top().isPresent() && (part.keys().isEmpty() || !table)) {
            general("`top` needs groups: `by ATTRIBUTE`");
        }
        if (part.having().isPresent() && !isOrdered()) {
            general("`having` compares one number of each group; this measure has none");
        }
        boolean sampled = kind.stream()
                .flatMap(k -> k.points().stream())
                .anyMatch(point -> point.probe().startsWith("profile:"));
        if (part.rateHertz().isPresent() && !sampled) {
            general("only sampled kinds have a rate; " + part.event() + " is seen as it happens");
        }
        part.occasion().flatMap(Occasion::summed).ifPresent(this::measurable);
        if (part.what() instanceof What.Aggregate(Measure.Rate(), var _, var _)) {
            rate(durationNanos);
        }
    }

    private boolean isOrdered() {
        return switch (part.what()) {
            case What.Report _, What.Ratio _, What.Rule _ -> false;
            case What.Extreme _, What.Net _, What.InFlight _ -> true;
            case What.Aggregate(var measure, var _, var _) ->
                switch (measure) {
                    case Measure.Count(), Measure.Sum(), Measure.Average(), Measure.Minimum() -> true;
                    case Measure.Maximum(), Measure.Distinct(), Measure.Rate() -> true;
                    case Measure.First(), Measure.Last(), Measure.Statistics() -> false;
                    case Measure.Log2Histogram(), Measure.LinearHistogram _ -> false;
                };
        };
    }

    private void rate(Optional<Long> durationNanos) {
        Optional<Long> span = part.periodNanos().or(() -> durationNanos);
        if (span.isEmpty()) {
            general("a rate needs `every TIME`, or `for TIME`");
        } else if (span.get() % SECOND != 0) {
            general("a rate is per second; its time has to be whole seconds");
        }
    }

    // ---- units ----

    /// Whether nobody wrote down what the units of the kind's attributes are: they are as the kernel has them.
    private boolean isDerived(Role role) {
        String event = role == Role.ATTRIBUTE
                ? part.event()
                : PartNames.otherEvent(part).orElse("");
        return event.startsWith("syscall.") || event.startsWith("tracepoint.");
    }

    /// What is wrong with the unit that a name is written with.
    Optional<Problem> unit(Written name) {
        if (name.unit().isEmpty() || name.role() == Role.EVENT || name.role() == Role.OTHER_EVENT) {
            return Optional.empty();
        }
        Unit given = name.unit().get();
        Optional<Unit> own = attribute(name.name(), name.role()).map(Attribute::unit);
        return own.filter(unit -> unit.family() != given.family())
                .filter(unit -> unit != Unit.NONE || !isDerived(name.role()))
                .map(unit -> new Problem(
                        index,
                        name.role(),
                        name.name(),
                        true,
                        name.name() + " is not in " + given.symbol() + "; "
                                + switch (unit.family()) {
                                    case TIME -> "it is a time (ns, us, ms, s)";
                                    case SIZE -> "it is a size (B, KiB, MiB, GiB)";
                                    case PLAIN -> "it has no unit";
                                }));
    }
}
