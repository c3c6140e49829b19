package dev.ken.comprehension.hunch;

import dev.ken.comprehension.hunch.KindFacts.Fact;
import dev.ken.comprehension.hunch.Mention.Sort;
import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.Condition.TextRelation;
import dev.ken.contract.ConditionText;
import dev.ken.contract.Having;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Makes an intent of decisions.
///
/// @param slots   the decisions
/// @param heard   what they are about
/// @param facts   of the kind
/// @param numbers of signals and errors, by name
record Building(Slots slots, Heard heard, Map<String, Fact> facts, Map<String, Integer> numbers) {
    private static final double MOST = 1e15;
    private static final int USUAL_TOP = 10;
    private static final long USUAL_PERIOD_NANOS = 1_000_000_000;
    private static final String NOT = " not";
    private static final Set<String> RELATIONS = new TreeSet<>(
            Arrays.stream(TextRelation.values()).map(TextRelation::symbol).toList());
    private static final Set<String> COMPARISONS = new TreeSet<>(
            Arrays.stream(Comparison.values()).map(Comparison::symbol).toList());

    /// Whether such a mention is compared so.
    static boolean isOperator(String operator, Sort sort) {
        String bare = operator.endsWith(NOT) ? operator.substring(0, operator.length() - NOT.length()) : operator;
        return switch (sort) {
            case NUMBER, SIGNAL, ERROR -> COMPARISONS.contains(bare);
            case PATH, NAME -> RELATIONS.contains(bare);
            case ADDRESS -> RELATIONS.contains(bare) || COMPARISONS.contains(bare);
        };
    }

    /// The intent, where the decisions go together.
    Optional<Intent> intent() {
        Optional<What> what = what();
        Optional<Condition> where = where();
        if (slots.event().endsWith("*") || what.isEmpty() || where.isEmpty()) {
            return Optional.empty();
        }
        boolean table = !(what.get() instanceof What.Report) && !(what.get() instanceof What.Rule);
        Optional<Long> period = mentioned(Role.EVERY).flatMap(Mention::nanos);
        if (period.isEmpty() && slots.measure().equals(Slots.RATE)) {
            period = Optional.of(USUAL_PERIOD_NANOS);
        }
        Part part = new Part(
                slots.event(),
                Optional.empty(),
                where.get(),
                Optional.empty(),
                what.get(),
                table ? List.copyOf(slots.keys()) : List.of(),
                table ? period : Optional.empty(),
                false,
                table && !slots.keys().isEmpty() ? top() : Optional.empty(),
                table ? having() : Optional.empty(),
                mentioned(Role.HERTZ).map(one -> (int) one.number()));
        return Optional.of(new Intent(List.of(part), mentioned(Role.FOR).flatMap(Mention::nanos), List.of()));
    }

    private Optional<Mention> mentioned(String role) {
        for (int i = 0; i < slots.roles().size(); i++) {
            if (slots.roles().get(i).name().equals(role)) {
                return Optional.of(heard.mentions().get(i));
            }
        }
        return Optional.empty();
    }

    private Optional<Integer> top() {
        return slots.flags().contains(Role.TOP)
                ? Optional.of(mentioned(Role.TOP).map(one -> (int) one.number()).orElse(USUAL_TOP))
                : Optional.empty();
    }

    private Optional<Having> having() {
        for (int i = 0; i < slots.roles().size(); i++) {
            Role role = slots.roles().get(i);
            if (role.name().equals(Role.HAVING)) {
                long number = Math.round(Math.min(heard.mentions().get(i).number(), MOST));
                return comparison(role.operator()).map(found -> new Having(found, number));
            }
        }
        return Optional.empty();
    }

    /// A kind that is called by the name of a mention.
    static Optional<String> event(String kind, Mention mention) {
        if (kind.contains(":")) {
            return Optional.empty();
        }
        String text = mention.text().replace("()", "");
        String bare = kind.startsWith("tracepoint")
                ? text.replaceFirst("^tracepoint[:.]", "").replace(':', '.')
                : Alignment.bare(text);
        return Optional.of(kind.replace("*", bare));
    }

    private Optional<What> what() {
        Optional<Unit> unit = slots.unit().isEmpty() ? Optional.empty() : Unit.of(slots.unit());
        Optional<Unit> fitting = slots.of()
                .flatMap(of -> Optional.ofNullable(facts.get(of)))
                .flatMap(fact -> unit.filter(one -> one.family() == fact.unit().family()));
        return switch (slots.measure()) {
            case Slots.REPORT -> Optional.of(new What.Report(columns()));
            case Slots.COUNT ->
                Optional.of(new What.Aggregate(new Measure.Count(), Optional.empty(), Optional.empty()));
            case Slots.RATE -> Optional.of(new What.Aggregate(new Measure.Rate(), slots.of(), fitting));
            case Slots.IN_FLIGHT -> Optional.of(new What.InFlight(false));
            case "highest in flight" -> Optional.of(new What.InFlight(true));
            case "drop" -> Optional.of(new What.Rule(new What.Decision.Drop()));
            default -> slots.of().flatMap(of -> measure().map(measure -> measured(of, measure, fitting)));
        };
    }

    private What measured(String of, Measure measure, Optional<Unit> unit) {
        boolean extreme = measure instanceof Measure.Maximum || measure instanceof Measure.Minimum;
        List<What.Column> context = slots.columns().stream()
                .filter(name -> !name.equals(of) && !slots.keys().contains(name))
                .map(name -> new What.Column(name, Optional.empty()))
                .toList();
        return extreme && !context.isEmpty()
                ? new What.Extreme(measure instanceof Measure.Maximum, of, unit, context)
                : new What.Aggregate(measure, Optional.of(of), unit);
    }

    private Optional<Measure> measure() {
        return switch (slots.measure()) {
            case "sum" -> Optional.of(new Measure.Sum());
            case "average" -> Optional.of(new Measure.Average());
            case "minimum" -> Optional.of(new Measure.Minimum());
            case "maximum" -> Optional.of(new Measure.Maximum());
            case "statistics" -> Optional.of(new Measure.Statistics());
            case "histogram" -> Optional.of(new Measure.Log2Histogram());
            case "first" -> Optional.of(new Measure.First());
            case "last" -> Optional.of(new Measure.Last());
            case "distinct" -> Optional.of(new Measure.Distinct());
            default -> Optional.empty();
        };
    }

    private List<What.Column> columns() {
        Set<String> names = new LinkedHashSet<>(List.of("time", Slots.PROCESS, Slots.PID));
        names.addAll(slots.columns());
        slots.roles().stream()
                .filter(Role::isTest)
                .map(Role::fact)
                .filter(facts::containsKey)
                .forEach(names::add);
        Optional<Unit> unit = Unit.of(slots.unit()).filter(one -> one != Unit.NONE);
        return names.stream()
                .map(name -> new What.Column(
                        name,
                        unit.filter(one -> facts.containsKey(name)
                                && !name.equals("time")
                                && facts.get(name).unit().family() == one.family())))
                .toList();
    }

    /// Tests of the same fact in the same way hold where one of them does, unless each leaves something out.
    private Optional<Condition> where() {
        Map<Role, List<Condition>> groups = new LinkedHashMap<>();
        for (int i = 0; i < slots.roles().size(); i++) {
            Role role = slots.roles().get(i);
            if (role.isTest()) {
                Optional<Condition> test = test(role, heard.mentions().get(i));
                if (test.isEmpty()) {
                    return Optional.empty();
                }
                groups.computeIfAbsent(role, _ -> new ArrayList<>()).add(test.get());
            }
        }
        List<Condition> all = new ArrayList<>();
        for (Map.Entry<Role, List<Condition>> group : groups.entrySet()) {
            boolean either = !group.getKey().operator().equals(Comparison.UNEQUAL.symbol());
            List<Condition> tests = group.getValue();
            Condition one =
                    tests.size() == 1 ? tests.getFirst() : either ? new Condition.Or(tests) : new Condition.And(tests);
            all.add(group.getKey().operator().endsWith(NOT) ? new Condition.Not(one) : one);
        }
        for (String closed : slots.closed()) {
            Optional<Condition> test = ConditionText.parse(written(closed));
            if (test.isEmpty()) {
                return Optional.empty();
            }
            all.add(test.get());
        }
        return Optional.of(
                all.isEmpty() ? new Condition.Always() : all.size() == 1 ? all.getFirst() : new Condition.And(all));
    }

    /// A closed condition in the text form of conditions.
    private String written(String closed) {
        boolean negated = closed.startsWith("not ");
        String bare = negated ? closed.substring("not ".length()) : closed;
        for (String relation : RELATIONS) {
            String between = " " + relation + " ";
            int at = bare.indexOf(between);
            if (at > 0) {
                bare = bare.substring(0, at) + between + "\"" + bare.substring(at + between.length()) + "\"";
                break;
            }
        }
        return negated ? "not (" + bare + ")" : bare;
    }

    private Optional<Condition> test(Role role, Mention mention) {
        String operator = role.operator().replace(NOT, "");
        if (role.fact().equals(Atom.DESCENDS)) {
            return Optional.of(new Condition.Descends(
                    mention.sort() == Sort.NUMBER
                            ? new Condition.NumberTest(Slots.PID, Comparison.EQUAL, mention.base())
                            : new Condition.TextTest(Slots.PROCESS, TextRelation.IS, mention.text())));
        }
        return switch (mention.sort()) {
            case NUMBER -> {
                Fact fact = facts.get(role.fact());
                boolean measured = fact != null && fact.unit() != Unit.NONE || mention.isSize();
                long number = measured ? mention.base() : Math.round(mention.number());
                yield comparison(operator).map(found -> new Condition.NumberTest(role.fact(), found, number));
            }
            case SIGNAL, ERROR ->
                comparison(operator)
                        .flatMap(found -> Optional.ofNullable(numbers.get(mention.text()))
                                .map(number -> new Condition.NumberTest(role.fact(), found, number)));
            case ADDRESS -> address(role, mention, operator);
            case PATH, NAME ->
                relation(operator).map(found -> new Condition.TextTest(role.fact(), found, text(mention, found)));
        };
    }

    /// Packets tell addresses as numbers.
    private Optional<Condition> address(Role role, Mention mention, String operator) {
        Fact fact = facts.get(role.fact());
        String number = Alignment.number(mention.text());
        if (fact != null && fact.isNumber() && !number.isEmpty()) {
            return comparison(operator)
                    .map(found -> new Condition.NumberTest(role.fact(), found, Long.parseLong(number)));
        }
        return relation(operator).map(found -> new Condition.TextTest(role.fact(), found, mention.text()));
    }

    private static String text(Mention mention, TextRelation relation) {
        String bare = mention.text().replaceAll("[*]+$", "");
        boolean folder = mention.sort() == Sort.PATH
                && relation == TextRelation.STARTS_WITH
                && !bare.endsWith("/")
                && !mention.text().endsWith("*");
        return folder ? bare + "/" : mention.sort() == Sort.NAME ? bare.replaceAll("[.:]+$", "") : bare;
    }

    private static Optional<Comparison> comparison(String symbol) {
        return Arrays.stream(Comparison.values())
                .filter(one -> one.symbol().equals(symbol.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static Optional<TextRelation> relation(String symbol) {
        return Arrays.stream(TextRelation.values())
                .filter(one -> one.symbol().equals(symbol))
                .findFirst();
    }
}
