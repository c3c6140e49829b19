package dev.ken.comprehension;

import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.Having;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.corpus.Wording;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the words of a request give ground for, of the things that a model may put into an intent: conditions, keys,
/// measures, thresholds, periods and kinds. What has no ground the model has added by itself. The words are in
/// `grounds.table`. Coarse on purpose: it tells what cannot come from the request, not what is meant.
final class Grounds {
    private static final Map<String, Set<String>> WORDS = words();
    private static final int MOST_KINDS = 8;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MINUTE = 60 * NANOS_PER_SECOND;

    private final Catalog catalog;
    private final String request;
    private final List<Token> tokens;
    private final Set<String> stems = new LinkedHashSet<>();
    private Set<String> common = Set.of();

    Grounds(String request, Catalog catalog) {
        this.catalog = catalog;
        this.request = request.toLowerCase(Locale.ROOT);
        this.tokens = Tokenizer.tokens(request);
        for (Token token : tokens) {
            if (token.kind() == Token.Kind.WORD) {
                stems.add(token.text().toLowerCase(Locale.ROOT));
                stems.addAll(Wording.stems(token.text()));
            }
        }
        stems.addAll(Wording.stems(request));
    }

    private static Map<String, Set<String>> words() {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        Tables.pairs("grounds.table").forEach((name, line) -> {
            Set<String> words = new LinkedHashSet<>();
            for (String word : line.split("\\s+")) {
                words.add(word);
                words.addAll(Wording.stems(word));
            }
            all.put(name, words);
        });
        return all;
    }

    /// The words of a line of the table, and their stems.
    static Set<String> of(String entry) {
        return WORDS.getOrDefault(entry, Set.of());
    }

    /// Whether the request has a word of that line of the table.
    boolean says(String entry) {
        return WORDS.getOrDefault(entry, Set.of()).stream().anyMatch(stems::contains);
    }

    /// Whether results may be grouped by an attribute.
    boolean groups(Attribute attribute) {
        return says("grouping") && names(attribute);
    }

    /// Whether the request speaks of an attribute.
    boolean names(Attribute attribute) {
        if (says("key." + attribute.name())) {
            return true;
        }
        return Wording.stems(attribute.name() + " " + String.join(" ", attribute.phrases())).stream()
                .anyMatch(stems::contains);
    }

    /// Whether the request speaks of a kind of event, in any words that are told of it.
    boolean names(EventKind kind) {
        if (request.contains(kind.name())) {
            return true;
        }
        Set<String> said = new LinkedHashSet<>();
        for (String stem : stems) {
            if (!Wording.isChatter(stem)) {
                said.addAll(Wording.meant(List.of(stem)));
            }
        }
        return phrases(kind).anyMatch(phrase -> isSaid(phrase, said))
                || Accounting.called(kind).stream().anyMatch(stem -> said.contains(stem) && !common().contains(stem));
    }

    private static Stream<String> phrases(EventKind kind) {
        return Stream.concat(
                Stream.of(kind.name().replace('.', ' ').replace('_', ' '), kind.plural()), kind.phrases().stream());
    }

    /// Kinds of the catalog that the request names in so many words, those with the longest phrases first.
    List<EventKind> named() {
        return catalog.curated().values().stream()
                .filter(kind -> longest(kind) > 0)
                .sorted(Comparator.comparingInt(this::longest).reversed())
                .toList();
    }

    /// The words of the longest phrase for a kind that the request says as it stands.
    private int longest(EventKind kind) {
        return phrases(kind)
                .filter(phrase -> isSaid(phrase, stems))
                .mapToInt(phrase -> Wording.stems(phrase).size())
                .max()
                .orElse(0);
    }

    /// Whether a word alone names a kind of event.
    boolean isKind(String word) {
        List<String> own = Wording.stems(word);
        return catalog.curated().values().stream()
                .flatMap(Grounds::phrases)
                .anyMatch(phrase -> Wording.stems(phrase).equals(own));
    }

    /// Whether all words of a phrase are said that say something.
    private static boolean isSaid(String phrase, Set<String> said) {
        List<String> own = Wording.stems(phrase).stream()
                .filter(stem -> !Wording.isChatter(stem))
                .toList();
        return !own.isEmpty() && said.containsAll(own);
    }

    /// Words that many kinds are called by ("file"), so that they tell none of them.
    private Set<String> common() {
        if (common.isEmpty()) {
            Map<String, Integer> kinds = new LinkedHashMap<>();
            catalog.curated()
                    .values()
                    .forEach(kind -> Accounting.called(kind).forEach(stem -> kinds.merge(stem, 1, Integer::sum)));
            common = kinds.entrySet().stream()
                    .filter(one -> one.getValue() > MOST_KINDS)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
        return common;
    }

    /// Whether results may be folded so.
    boolean allows(Measure measure) {
        return switch (measure) {
            case Measure.Count() -> true;
            case Measure.Sum() -> says("sum");
            case Measure.Average() -> says("average");
            case Measure.Minimum() -> says("minimum");
            case Measure.Maximum() -> says("maximum");
            case Measure.Statistics() -> says("statistics");
            case Measure.Log2Histogram(), Measure.LinearHistogram _ -> says("histogram");
            case Measure.First(), Measure.Last() -> stems.contains("first") || stems.contains("last");
            case Measure.Distinct() -> says("distinct");
            case Measure.Rate() -> says("rate");
        };
    }

    /// What of an intent has no ground, as sentences.
    List<String> missing(Intent intent) {
        List<String> wrong = new ArrayList<>();
        for (Part part : intent.parts()) {
            Optional<EventKind> kind = catalog.find(part.event());
            kind.filter(one -> !names(one))
                    .ifPresent(one -> wrong.add("nothing in the request says “" + one.gloss() + "”"));
            PartNames.otherEvent(part)
                    .flatMap(catalog::find)
                    .filter(one -> !names(one))
                    .ifPresent(one -> wrong.add("nothing in the request says “" + one.gloss() + "”"));
            kind.ifPresent(one -> {
                test(part.where(), one, wrong);
                keys(part, one, wrong);
            });
            measure(part.what(), wrong);
            shown(part, wrong);
        }
        again(intent, wrong);
        intent.durationNanos()
                .filter(nanos -> !says("for") || !isTime(nanos))
                .ifPresent(_ -> wrong.add("nothing in the request says how long to observe"));
        return wrong.stream().distinct().toList();
    }

    private void measure(What what, List<String> wrong) {
        Optional<String> unfounded = switch (what) {
            case What.Aggregate(var measure, var _, var _)
            when !allows(measure) ->
                Optional.of(measure.getClass().getSimpleName().toLowerCase(Locale.ROOT));
            case What.Extreme extreme
            when !says(extreme.largest() ? "maximum" : "minimum") ->
                Optional.of(extreme.largest() ? "maximum" : "minimum");
            case What.InFlight _ when !says("inflight") -> Optional.of("what is under way");
            case What.Rule _ -> Optional.of("that something be done");
            case What.Aggregate _, What.Extreme _, What.InFlight _, What.Report _, What.Net _, What.Ratio _ ->
                Optional.empty();
        };
        unfounded.ifPresent(name -> wrong.add("nothing in the request asks for: " + name));
    }

    private void keys(Part part, EventKind kind, List<String> wrong) {
        if (part.keys().size() > Set.copyOf(part.keys()).size()) {
            wrong.add("it is grouped twice by the same");
        }
        for (String key : part.keys()) {
            if (PartNames.attribute(key, kind, catalog)
                    .filter(one -> !names(one))
                    .isPresent()) {
                wrong.add("nothing in the request says by " + key);
            }
        }
    }

    private void shown(Part part, List<String> wrong) {
        part.periodNanos()
                .filter(nanos -> !says("every") || !isTime(nanos))
                .ifPresent(_ -> wrong.add("nothing in the request says how often to show it"));
        part.top()
                .filter(most -> !says("top") || !isNumber(most))
                .ifPresent(most -> wrong.add("nothing in the request says top " + most));
        part.having()
                .map(Having::number)
                .filter(number -> !isNumber(number))
                .ifPresent(number -> wrong.add("nothing in the request says " + number));
        part.occasion()
                .filter(occasion -> occasion.number() != 1 && !isNumber(occasion.number()))
                .ifPresent(occasion -> wrong.add("nothing in the request says " + occasion.number()));
    }

    /// A time that the request says once is one thing: a period, a duration or a limit.
    private void again(Intent intent, List<String> wrong) {
        for (Part part : intent.parts()) {
            Map<Long, Long> uses = Stream.of(
                            intent.durationNanos().stream(), part.periodNanos().stream(), times(part.where()))
                    .flatMap(all -> all)
                    .collect(Collectors.groupingBy(nanos -> nanos, LinkedHashMap::new, Collectors.counting()));
            uses.forEach((nanos, times) -> {
                if (times > 1 && times > said(nanos)) {
                    wrong.add("a time that the request says once is used " + times + " times");
                }
            });
        }
    }

    private long said(long nanos) {
        long moments = tokens.stream()
                .filter(token -> token.kind() == Token.Kind.WORD)
                .flatMap(token -> Wording.stems(token.text()).stream())
                .filter(stem -> nanos == NANOS_PER_SECOND && (stem.equals("second") || stem.equals("sec"))
                        || nanos == NANOS_PER_MINUTE && stem.equals("minute"))
                .count();
        return moments
                + tokens.stream()
                        .filter(token -> isNumber(token, nanos, Unit.Family.TIME))
                        .count();
    }

    private static Stream<Long> times(Condition condition) {
        return switch (condition) {
            case Condition.NumberTest(var name, var _, long number) ->
                name.equals(PartNames.LATENCY) || name.equals("since") ? Stream.of(number) : Stream.empty();
            case Condition.And(var all) -> all.stream().flatMap(Grounds::times);
            case Condition.Or(var all) -> all.stream().flatMap(Grounds::times);
            case Condition.Not(var one) -> times(one);
            case Condition.Always _, Condition.TextTest _, Condition.AttributeTest _ -> Stream.empty();
            case Condition.BitTest _, Condition.Descends _ -> Stream.empty();
        };
    }

    private void test(Condition condition, EventKind kind, List<String> wrong) {
        switch (condition) {
            case Condition.Always _ -> {}
            case Condition.NumberTest number -> number(number, kind).ifPresent(wrong::add);
            case Condition.TextTest text -> text(text, kind).ifPresent(wrong::add);
            case Condition.AttributeTest(var left, var _, var right) -> {
                if (!names(left, kind) || !names(right, kind)) {
                    wrong.add("nothing in the request compares " + left + " with " + right);
                }
            }
            case Condition.BitTest(var name, long mask) -> {
                if (!names(name, kind) && !isNumber(mask)) {
                    wrong.add("nothing in the request says " + name);
                }
            }
            case Condition.Descends _ -> {
                if (!says("descends")) {
                    wrong.add("nothing in the request speaks of children of a process");
                }
            }
            case Condition.And(var all) -> all.forEach(one -> test(one, kind, wrong));
            case Condition.Or(var all) -> all.forEach(one -> test(one, kind, wrong));
            case Condition.Not(var one) -> {
                if (!says("not")) {
                    wrong.add("nothing in the request excludes anything");
                }
                test(one, kind, wrong);
            }
        }
    }

    private boolean names(String name, EventKind kind) {
        return PartNames.attribute(name, kind, catalog).filter(this::names).isPresent();
    }

    private Optional<String> number(Condition.NumberTest test, EventKind kind) {
        String name = test.attribute();
        boolean zero = test.number() == 0;
        if (name.equals("error") || name.equals("ret") && zero) {
            boolean good = zero && (test.comparison() == Comparison.EQUAL || test.comparison() == Comparison.AT_LEAST);
            if (zero) {
                boolean said = isNumber(0) && isDirected(test.comparison());
                return said || says(good ? "succeeded" : "failed")
                        ? Optional.empty()
                        : Optional.of("nothing in the request says that they " + (good ? "succeed" : "fail"));
            }
            return RequestValues.of(request.toUpperCase(Locale.ROOT)).errors().isEmpty() && !isNumber(test.number())
                    ? Optional.of("nothing in the request names that error")
                    : Optional.empty();
        }
        Optional<Attribute> attribute = PartNames.attribute(name, kind, catalog);
        Unit.Family family = attribute.map(one -> one.unit().family()).orElse(Unit.Family.PLAIN);
        boolean root = zero && name.equals("uid") && stems.contains("root");
        boolean stands = tokens.stream().anyMatch(token -> isNumber(token, test.number(), family));
        if (!root && !stands) {
            return Optional.of("nothing in the request says " + name + " "
                    + test.comparison().symbol() + " " + test.number());
        }
        boolean named = attribute.filter(this::names).isPresent() || family != Unit.Family.PLAIN;
        if (!root && !named) {
            return Optional.of("nothing in the request says " + name);
        }
        return isDirected(test.comparison())
                ? Optional.empty()
                : Optional.of("the request does not say “" + test.comparison().symbol() + "”");
    }

    /// Whether the words fit the comparison: no ≥ for "over", no < for "more than".
    private boolean isDirected(Comparison comparison) {
        boolean up = says("up") || request.contains(">");
        boolean down = says("down") || request.contains("<");
        boolean inclusive = says("inclusive") || request.contains("=");
        return switch (comparison) {
            case EQUAL, UNEQUAL -> true;
            case GREATER -> up && !stems.contains("least");
            case LESS -> down;
            case AT_LEAST -> (up || says("between")) && inclusive;
            case AT_MOST -> (down || says("between")) && inclusive;
        };
    }

    private Optional<String> text(Condition.TextTest test, EventKind kind) {
        String text = test.text().toLowerCase(Locale.ROOT);
        if (text.isBlank() || !request.contains(text)) {
            return Optional.of("nothing in the request says “" + test.text() + "”");
        }
        boolean path = text.contains("/") || text.startsWith(".");
        boolean process = test.attribute().equals("process") || test.attribute().equals("parent");
        if (path && process || !path && !process && !names(test.attribute(), kind)) {
            return Optional.of("nothing in the request says that “" + test.text() + "” is the " + test.attribute());
        }
        if (!path && Nameless.is(text, tokens)) {
            return Optional.of("nothing in the request says that “" + test.text() + "” is a name");
        }
        boolean said = switch (test.relation()) {
            case IS -> true;
            case STARTS_WITH -> says("starts");
            case ENDS_WITH -> says("ends") || text.startsWith(".");
            case CONTAINS -> says("contains");
        };
        return said
                ? Optional.empty()
                : Optional.of("the request does not say “" + test.relation().symbol() + "”");
    }

    private static boolean isNumber(Token token, long number, Unit.Family family) {
        boolean is = token.kind() == Token.Kind.NUMBER || token.kind() == Token.Kind.HERTZ;
        return is
                && token.number() == number
                && token.unit().map(unit -> unit.family() == family).orElse(family != Unit.Family.TIME);
    }

    private boolean isNumber(long number) {
        return tokens.stream()
                .anyMatch(token -> (token.kind() == Token.Kind.NUMBER || token.kind() == Token.Kind.HERTZ)
                        && (token.number() == number
                                || token.unit()
                                        .filter(unit -> token.number() == number * unit.factor())
                                        .isPresent()));
    }

    private boolean isTime(long nanos) {
        boolean moment = nanos == NANOS_PER_SECOND && (stems.contains("second") || stems.contains("sec"))
                || nanos == NANOS_PER_MINUTE && stems.contains("minute");
        return moment || tokens.stream().anyMatch(token -> isNumber(token, nanos, Unit.Family.TIME));
    }

    /// What the request asks for by name and the intent does not have, as sentences.
    List<String> leftOut(Intent intent) {
        List<String> wrong = new ArrayList<>();
        demanded("histogram", intent, wrong);
        demanded("average", intent, wrong);
        demanded("distinct", intent, wrong);
        if (says("demand.latency") && intent.parts().stream().noneMatch(Grounds::isOfTime)) {
            wrong.add("the request asks how long something takes, and the intent does not");
        }
        grouped(intent, wrong);
        return wrong;
    }

    private void demanded(String what, Intent intent, List<String> wrong) {
        if (says("demand." + what) && intent.parts().stream().noneMatch(part -> has(part, what))) {
            wrong.add("the request says " + what + ", and the intent does not");
        }
    }

    private static boolean has(Part part, String what) {
        return part.what() instanceof What.Aggregate(var measure, var _, var _)
                && switch (measure) {
                    case Measure.Log2Histogram(), Measure.LinearHistogram _ -> what.equals("histogram");
                    case Measure.Average(), Measure.Statistics() -> what.equals("average");
                    case Measure.Distinct() -> what.equals("distinct");
                    case Measure.Count() ->
                        what.equals("distinct") && !part.keys().isEmpty();
                    case Measure.Sum(), Measure.Minimum(), Measure.Maximum() -> false;
                    case Measure.First(), Measure.Last(), Measure.Rate() -> false;
                };
    }

    private static boolean isOfTime(Part part) {
        Set<String> names = PartNames.own(part);
        return names.contains(PartNames.LATENCY) || names.contains("since");
    }

    /// "by NAME" and "per NAME" of an attribute want that attribute.
    private void grouped(Intent intent, List<String> wrong) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            String word = tokens.get(i).text().toLowerCase(Locale.ROOT);
            if (tokens.get(i).kind() != Token.Kind.WORD || !word.equals("by") && !word.equals("per")) {
                continue;
            }
            Token next = tokens.get(i + 1);
            List<String> own = next.kind() == Token.Kind.WORD ? Wording.stems(next.text()) : List.of();
            Set<String> fitting = new LinkedHashSet<>();
            Set<String> used = new LinkedHashSet<>();
            for (Part part : intent.parts()) {
                used.addAll(PartNames.own(part));
                catalog.find(part.event()).ifPresent(kind -> fitting.addAll(called(own, kind)));
            }
            if (!fitting.isEmpty() && fitting.stream().noneMatch(used::contains)) {
                wrong.add("the request says " + word + " " + next.text() + ", and the intent does not");
            }
        }
    }

    /// Attributes of a kind, and of any, that are called by one of these stems.
    private Set<String> called(List<String> own, EventKind kind) {
        Set<String> names = new LinkedHashSet<>();
        List<Attribute> all = new ArrayList<>(kind.attributes());
        catalog.ambient().values().forEach(one -> all.add(one.attribute()));
        for (Attribute attribute : all) {
            Set<String> words = new LinkedHashSet<>(WORDS.getOrDefault("key." + attribute.name(), Set.of()));
            attribute.phrases().stream()
                    .map(Wording::stems)
                    .filter(one -> one.size() == 1)
                    .forEach(words::addAll);
            if (own.stream().anyMatch(words::contains)) {
                names.add(attribute.name());
            }
        }
        return names;
    }
}
