package dev.ken.comprehension.hunch;

import dev.ken.comprehension.hunch.KindFacts.Fact;
import dev.ken.comprehension.hunch.Mention.Sort;
import dev.ken.contract.After;
import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.Condition.TextRelation;
import dev.ken.contract.ConditionText;
import dev.ken.contract.Having;
import dev.ken.contract.Intent;
import dev.ken.contract.Occasion;
import dev.ken.contract.Part;
import dev.ken.contract.Selection;
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
import java.util.stream.Stream;

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
        Optional<List<Condition>> told = told();
        Optional<List<Condition>> closed = closed();
        Optional<Part> turn = slots.turn().part(slots.event());
        if (slots.event().endsWith("*") || what.isEmpty() || told.isEmpty() || closed.isEmpty() || turn.isEmpty()) {
            return Optional.empty();
        }
        Optional<Occasion> occasion = turn.get().occasion().flatMap(this::occasion);
        if (occasion.isPresent() != slots.turn().isOccasion()) {
            return Optional.empty();
        }
        List<Condition> where = joined(told.get(), closed.get());
        boolean table = !(what.get() instanceof What.Report) && !(what.get() instanceof What.Rule);
        Optional<Long> period = mentioned(Role.EVERY).flatMap(Mention::nanos);
        if (period.isEmpty() && slots.measure().equals(Slots.RATE)) {
            period = Optional.of(USUAL_PERIOD_NANOS);
        }
        Part part = new Part(
                slots.event(),
                turn.get().after().map(this::within),
                Slots.all(where),
                occasion,
                other(what.get(), told.get()),
                table ? List.copyOf(slots.keys()) : List.of(),
                table || occasion.isPresent() ? period : Optional.empty(),
                turn.get().cumulative() && period.isPresent(),
                table && !slots.keys().isEmpty() ? top() : Optional.empty(),
                table ? having() : Optional.empty(),
                mentioned(Role.HERTZ).map(one -> (int) one.number()));
        return Optional.of(new Intent(List.of(part), mentioned(Role.FOR).flatMap(Mention::nanos), List.of()));
    }

    private After within(After after) {
        Optional<Long> within = mentioned(Role.WITHIN).flatMap(Mention::nanos);
        return new After(after.event(), after.where(), after.links(), within);
    }

    private Optional<Occasion> occasion(Occasion occasion) {
        if (!slots.turn().isOpen()) {
            return Optional.of(occasion);
        }
        return mentioned(Role.WHEN).map(one -> {
            long number = occasion.summed().isPresent() ? one.base() : Math.round(Math.min(one.number(), MOST));
            return new Occasion(occasion.summed(), occasion.comparison(), number, occasion.keys(), occasion.once());
        });
    }

    /// What a request tells of events holds for those that they are set against; of the same kind, what it tells of
    /// whoever does it.
    private What other(What what, List<Condition> told) {
        List<Condition> shared = told.stream()
                .filter(one -> !slots.turn().isOfSame() || Atom.of(one).stream().allMatch(this::isAmbient))
                .toList();
        return switch (what) {
            case What.Net(var attribute, var _, var minus, boolean highest) ->
                new What.Net(attribute, fitting(attribute), sharing(minus, shared), highest);
            case What.Ratio(var to) -> new What.Ratio(sharing(to, shared));
            case What.Report _, What.Aggregate _, What.Extreme _, What.InFlight _, What.Rule _ -> what;
        };
    }

    private boolean isAmbient(Atom atom) {
        Fact fact = facts.get(atom.attribute());
        return atom.attribute().equals(Atom.DESCENDS) || fact != null && fact.ambient();
    }

    private static Selection sharing(Selection other, List<Condition> shared) {
        List<Condition> where = new ArrayList<>(shared);
        where.addAll(Slots.conjuncts(other.where()));
        return new Selection(other.event(), Slots.all(where));
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
        Optional<Unit> fitting = fitting(slots.of());
        return switch (slots.measure()) {
            case Slots.REPORT -> Optional.of(new What.Report(columns()));
            case Slots.COUNT ->
                Optional.of(new What.Aggregate(new Measure.Count(), Optional.empty(), Optional.empty()));
            case Slots.RATE -> Optional.of(new What.Aggregate(new Measure.Rate(), slots.of(), fitting));
            case Slots.IN_FLIGHT -> Optional.of(new What.InFlight(false));
            case "highest in flight" -> Optional.of(new What.InFlight(true));
            case Slots.NET, Slots.RATIO -> slots.turn().part(slots.event()).map(Part::what);
            case "drop" -> Optional.of(new What.Rule(new What.Decision.Drop()));
            default -> slots.of().flatMap(of -> measure().map(measure -> measured(of, measure, fitting)));
        };
    }

    /// The unit, where that fact may have it.
    private Optional<Unit> fitting(Optional<String> of) {
        Optional<Unit> unit = slots.unit().isEmpty() ? Optional.empty() : Unit.of(slots.unit());
        return of.flatMap(name -> Optional.ofNullable(facts.get(name)))
                .flatMap(fact -> unit.filter(one -> one.family() == fact.unit().family()));
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

    /// Tests of values that the request names: of the same fact in the same way hold where one of them does, unless
    /// each leaves something out.
    private Optional<List<Condition>> told() {
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
        return Optional.of(all);
    }

    private Optional<List<Condition>> closed() {
        List<Condition> all = new ArrayList<>();
        for (String closed : slots.closed()) {
            Optional<Condition> test = ConditionText.parse(written(closed));
            if (test.isEmpty()) {
                return Optional.empty();
            }
            all.add(test.get());
        }
        return Optional.of(all);
    }

    /// All of them; of those that no value fulfils at once, one is enough.
    private static List<Condition> joined(List<Condition> told, List<Condition> closed) {
        Map<String, Set<Condition>> groups = new LinkedHashMap<>();
        Stream.concat(told.stream(), closed.stream())
                .forEach(one -> alternatives(one)
                        .forEach(test -> groups.computeIfAbsent(wanted(test), _ -> new LinkedHashSet<>())
                                .add(test)));
        return groups.values().stream()
                .<Condition>map(tests ->
                        tests.size() == 1 ? tests.iterator().next() : new Condition.Or(List.copyOf(tests)))
                .toList();
    }

    private static List<Condition> alternatives(Condition one) {
        return one instanceof Condition.Or(var several)
                        && several.stream().map(Building::wanted).distinct().count() == 1
                ? several
                : List.of(one);
    }

    /// Of what it wants one value; where it does not, the test itself.
    private static String wanted(Condition test) {
        return switch (test) {
            case Condition.NumberTest(var name, var comparison, _) when comparison == Comparison.EQUAL ->
                name + " " + comparison.symbol();
            case Condition.TextTest(var name, var relation, _)
            when relation == TextRelation.IS || relation == TextRelation.STARTS_WITH -> name + " " + relation.symbol();
            case Condition.Always _,
                    Condition.NumberTest _,
                    Condition.TextTest _,
                    Condition.AttributeTest _,
                    Condition.BitTest _,
                    Condition.Descends _,
                    Condition.And _,
                    Condition.Or _,
                    Condition.Not _ -> ConditionText.print(test);
        };
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
