package dev.ken.comprehension.hunch;

import dev.ken.contract.After;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Attribute.Type;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The facts of kinds, and which words name them. Kinds that the catalog derives from a name (`syscall.NAME`,
/// `function.NAME`) are one kind here, `syscall.*`.
public final class KindFacts {
    /// The time of whatever has a start and an end.
    static final String LATENCY = "latency";

    private static final String ANY_NAME = "*";
    private static final List<String> USER = List.of("uprobe:", "usdt:");

    /// A fact.
    ///
    /// @param ambient whether it is one of every kind
    /// @param phrases what it is called, each as words without endings, long ones first
    record Fact(String name, Type type, Unit unit, boolean ambient, List<List<String>> phrases) {
        boolean isNumber() {
            return type == Type.INTEGER || type == Type.SIGNED || type == Type.ERRNO;
        }
    }

    /// Where a fact is named: from which word on, and how many.
    record Place(int from, int size) {}

    private final Catalog catalog;
    private final Map<String, Map<String, Fact>> known = new ConcurrentHashMap<>();
    private final Map<Fact, Fact> alike = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> called = new ConcurrentHashMap<>();
    private final Map<String, List<List<String>>> names = new ConcurrentHashMap<>();

    /// Of that catalog.
    public KindFacts(Catalog catalog) {
        this.catalog = catalog;
    }

    /// The kind, or the one that stands for all such kinds.
    public String template(String kind) {
        if (catalog.curated().containsKey(kind)) {
            return kind;
        }
        for (String user : USER) {
            if (kind.startsWith(user)) {
                return user + ANY_NAME;
            }
        }
        int dot = kind.indexOf('.');
        return dot < 0 ? kind : kind.substring(0, dot + 1) + ANY_NAME;
    }

    /// The name that a kind has within all such kinds.
    static String named(String kind) {
        return kind.substring(Math.max(kind.lastIndexOf('.'), kind.lastIndexOf(':')) + 1);
    }

    /// The facts of a kind or of such kinds, by name.
    Map<String, Fact> of(String template) {
        return known.computeIfAbsent(template, this::read);
    }

    /// The same with what a turn adds.
    Map<String, Fact> of(String template, Turn turn) {
        if (!turn.isAfter()) {
            return of(template);
        }
        Map<String, Fact> own = of(template);
        return known.computeIfAbsent(template + " " + After.SINCE, _ -> {
            Map<String, Fact> facts = new LinkedHashMap<>(own);
            put(facts, After.SINCE, Type.INTEGER, Unit.NANOSECONDS, List.of("time", "delay", "gap"));
            return facts;
        });
    }

    private Map<String, Fact> read(String template) {
        Map<String, Fact> facts = new LinkedHashMap<>();
        catalog.ambient().values().forEach(one -> put(facts, one.attribute(), true));
        Optional<EventKind> kind = template.endsWith(ANY_NAME) ? Optional.empty() : catalog.find(template);
        kind.ifPresent(found -> found.attributes().forEach(one -> put(facts, one, false)));
        if (kind.isEmpty()) {
            put(facts, "ret", Type.SIGNED, Unit.NONE, List.of("return value", "result"));
            put(facts, "error", Type.ERRNO, Unit.NONE, List.of("error", "errno"));
        }
        if (kind.map(EventKind::isSpan).orElse(true)) {
            put(facts, LATENCY, Type.INTEGER, Unit.NANOSECONDS, List.of("latency", "duration", "time taken", "time"));
        }
        return facts;
    }

    private void put(Map<String, Fact> facts, Attribute one, boolean ambient) {
        Set<List<String>> phrases = new LinkedHashSet<>();
        phrases.add(Hearing.stems(one.gloss().replaceFirst("^(the|its|how) ", "")));
        one.phrases().forEach(phrase -> phrases.add(Hearing.stems(phrase)));
        phrases.add(Hearing.stems(one.name().replace('_', ' ')));
        put(facts, new Fact(one.name(), one.type(), one.unit(), ambient, sorted(phrases)));
    }

    /// Facts that are alike are one object.
    private void put(Map<String, Fact> facts, Fact fact) {
        facts.put(fact.name(), alike.computeIfAbsent(fact, one -> one));
    }

    private void put(Map<String, Fact> facts, String name, Type type, Unit unit, List<String> phrases) {
        put(
                facts,
                new Fact(
                        name,
                        type,
                        unit,
                        false,
                        sorted(phrases.stream().map(Hearing::stems).toList())));
    }

    private static List<List<String>> sorted(java.util.Collection<List<String>> phrases) {
        return phrases.stream()
                .filter(phrase -> !phrase.isEmpty())
                .sorted(Comparator.comparingInt((List<String> phrase) -> -phrase.size()))
                .toList();
    }

    /// Whether a kind is called so.
    boolean isCalled(String template, String word) {
        String stem = Hearing.stem(word.toLowerCase(java.util.Locale.ROOT));
        return called.computeIfAbsent(template, this::readNames).contains(stem);
    }

    private Set<String> readNames(String template) {
        Set<String> names = new TreeSet<>(Hearing.stems(template));
        Optional.ofNullable(catalog.curated().get(template)).ifPresent(kind -> {
            names.addAll(Hearing.stems(kind.gloss()));
            kind.phrases().forEach(phrase -> names.addAll(Hearing.stems(phrase)));
        });
        return names;
    }

    /// How well words call a kind: by a whole name of two words or more, of one word, all words of a name in another
    /// order, or none.
    String calledBy(String template, Heard heard) {
        Set<String> said = new TreeSet<>(heard.words());
        String best = "by nothing";
        for (List<String> name : names.computeIfAbsent(template, this::readPhrases)) {
            boolean whole = Collections.indexOfSubList(heard.words(), name) >= 0;
            if (whole && name.size() > 1) {
                return "by a phrase";
            }
            if (whole) {
                best = "by a word";
            } else if (name.size() > 1 && said.containsAll(name) && best.equals("by nothing")) {
                best = "by scattered words";
            }
        }
        return best;
    }

    private List<List<String>> readPhrases(String template) {
        List<List<String>> all = new ArrayList<>();
        Optional.ofNullable(catalog.curated().get(template)).ifPresent(kind -> {
            all.add(Hearing.stems(kind.plural()));
            kind.phrases().forEach(phrase -> all.add(Hearing.stems(phrase)));
        });
        all.removeIf(List::isEmpty);
        return all;
    }

    /// Where a fact is named.
    static List<Place> places(Heard heard, Fact fact) {
        List<Place> places = new ArrayList<>();
        for (List<String> phrase : fact.phrases()) {
            for (int i = 0; i + phrase.size() <= heard.words().size(); i++) {
                int from = i;
                int to = i + phrase.size();
                if (heard.words().subList(from, to).equals(phrase)
                        && places.stream().noneMatch(one -> from < one.from() + one.size() && one.from() < to)) {
                    places.add(new Place(from, phrase.size()));
                }
            }
        }
        return places;
    }
}
