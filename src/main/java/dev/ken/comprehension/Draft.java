package dev.ken.comprehension;

import dev.ken.contract.Condition;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An intent while a request is read: which tokens are understood, and what they said.
final class Draft {
    static final String LATENCY = "latency";
    private static final Set<String> FILLERS = WordLists.words("fillers.txt");

    private static final Set<String> FILLER_STEMS = stems(FILLERS);

    private static Set<String> stems(Set<String> words) {
        Set<String> stems = new LinkedHashSet<>();
        words.forEach(word -> stems.add(Stems.of(word)));
        return stems;
    }

    final List<Token> tokens;
    final EventKind kind;
    final Catalog catalog;
    final Set<String> keys = new LinkedHashSet<>();
    final List<String> assumptions = new ArrayList<>();
    Optional<What> what = Optional.empty();
    Optional<Long> periodNanos = Optional.empty();
    Optional<Long> durationNanos = Optional.empty();
    Optional<Integer> top = Optional.empty();
    Optional<Integer> rateHertz = Optional.empty();
    Optional<Unit> unit = Optional.empty();
    final List<What.Column> columns = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final boolean[] taken;

    Draft(List<Token> tokens, EventKind kind, Catalog catalog) {
        this.tokens = tokens;
        this.kind = kind;
        this.catalog = catalog;
        this.taken = new boolean[tokens.size()];
    }

    void take(int position) {
        taken[position] = true;
    }

    void take(int from, int count) {
        for (int i = from; i < from + count; i++) {
            take(i);
        }
    }

    boolean isFree(int position) {
        return position >= 0 && position < taken.length && !taken[position];
    }

    boolean[] takenNow() {
        return taken.clone();
    }

    boolean has(int position) {
        return position >= 0 && position < tokens.size();
    }

    Token at(int position) {
        return tokens.get(position);
    }

    boolean is(int position, String... words) {
        return has(position) && tokens.get(position).isAny(words);
    }

    void where(Condition condition) {
        conditions.add(condition);
    }

    Condition condition() {
        return conditions.isEmpty()
                ? new Condition.Always()
                : conditions.size() == 1 ? conditions.get(0) : new Condition.And(conditions);
    }

    boolean tests(String attribute) {
        return conditions.toString().contains("attribute=" + attribute + ",");
    }

    /// Attributes of the kind, then those of any occurrence, with the phrases for each.
    Map<String, List<String>> vocabulary() {
        Map<String, List<String>> vocabulary = new LinkedHashMap<>();
        kind.attributes().forEach(attribute -> vocabulary.put(attribute.name(), phrases(attribute)));
        if (kind.isSpan()) {
            vocabulary.put(LATENCY, List.of("latency", "duration", "time taken", "time spent", "elapsed time"));
        }
        catalog.ambient().forEach((name, ambient) -> vocabulary.putIfAbsent(name, phrases(ambient.attribute())));
        return vocabulary;
    }

    private static List<String> phrases(Attribute attribute) {
        List<String> phrases = new ArrayList<>(attribute.phrases());
        phrases.add(attribute.name());
        return phrases;
    }

    /// The attribute whose longest phrase stands at `position`, and how many tokens it takes; empty if there is none.
    Optional<Map.Entry<String, Integer>> attributeAt(int position) {
        Optional<Map.Entry<String, Integer>> best = Optional.empty();
        for (Map.Entry<String, List<String>> entry : vocabulary().entrySet()) {
            for (String phrase : entry.getValue()) {
                int length = Phrases.at(phrase, tokens, position);
                if (length > best.map(Map.Entry::getValue).orElse(0)) {
                    best = Optional.of(Map.entry(entry.getKey(), length));
                }
            }
        }
        return best;
    }

    Optional<Attribute> attribute(String name) {
        return kind.attribute(name)
                .or(() -> Optional.ofNullable(catalog.ambient().get(name)).map(Catalog.AmbientAttribute::attribute));
    }

    Unit.Family family(String name) {
        return name.equals(LATENCY)
                ? Unit.Family.TIME
                : attribute(name).map(a -> a.unit().family()).orElse(Unit.Family.PLAIN);
    }

    boolean isText(String name) {
        return attribute(name).map(a -> a.type() == Attribute.Type.TEXT).orElse(false);
    }

    /// The attribute of the kind with that unit's family, if there is one; of several, what was asked for comes first.
    Optional<String> ofFamily(Unit.Family family) {
        if (family == Unit.Family.TIME) {
            return kind.isSpan() ? Optional.of(LATENCY) : Optional.empty();
        }
        return kind.attributes().stream()
                .filter(attribute -> attribute.unit().family() == family)
                .map(Attribute::name)
                .findFirst();
    }

    /// Where nothing is measured, occurrences are counted by the keys, or reported one by one.
    What defaultWhat(List<String> assumed) {
        if (!keys.isEmpty() || top.isPresent() || periodNanos.isPresent()) {
            return new What.Aggregate(new What.Measure.Count(), Optional.empty(), Optional.empty());
        }
        if (!columns.isEmpty()) {
            return new What.Report(columns);
        }
        if (kind.name().equals("cpu.sample")) {
            keys.add("process");
            assumed.add("Samples are counted by process.");
            return new What.Aggregate(new What.Measure.Count(), Optional.empty(), Optional.empty());
        }
        List<What.Column> usual = new ArrayList<>();
        for (String name : List.of("time", "pid", "process")) {
            usual.add(new What.Column(name, Optional.empty()));
        }
        boolean failures = tests("error");
        kind.attributes().stream()
                .filter(attribute -> attribute.phase() == Attribute.Phase.START
                        || failures && attribute.name().equals("error"))
                .filter(attribute ->
                        !attribute.name().equals("pid") && !attribute.name().equals("process"))
                .filter(attribute -> kind.points(attribute.phase()).stream()
                        .allMatch(point -> point.readings().containsKey(attribute.name())))
                .limit(4)
                .forEach(attribute -> usual.add(new What.Column(attribute.name(), Optional.empty())));
        assumed.add("Columns: "
                + String.join(", ", usual.stream().map(What.Column::attribute).toList()) + ".");
        return new What.Report(usual);
    }

    /// Whether a token only holds a sentence together.
    boolean isFiller(int position) {
        Token token = tokens.get(position);
        boolean word = token.kind() == Token.Kind.WORD;
        boolean sign =
                word || token.kind() == Token.Kind.NUMBER ? false : token.text().isBlank();
        return sign
                || word
                        && (FILLERS.contains(token.text().toLowerCase(java.util.Locale.ROOT))
                                || FILLER_STEMS.contains(token.stem()));
    }

    /// Words that carry meaning and that nothing understood.
    List<String> left() {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < taken.length; i++) {
            Token token = tokens.get(i);
            if (!taken[i] && !isFiller(i)) {
                left.add(token.text());
            }
        }
        return left;
    }
}
