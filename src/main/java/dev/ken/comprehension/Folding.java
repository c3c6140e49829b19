package dev.ken.comprehension;

import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What is measured, and how it is folded into one value.
final class Folding {
    /// Measures of attributes that need not be numbers.
    private static final Set<String> ANY_ATTRIBUTE = Set.of("distinct", "first", "last");

    /// Measures that add values up, which of what only tells things apart is nothing.
    private static final Set<String> SUMMING = Set.of("sum", "average", "statistics");

    private final Draft draft;
    private final EventKind kind;
    private final Attributes attributes;
    private final List<String> assumptions;

    /// What is assumed is added to `assumptions`.
    Folding(Draft draft, EventKind kind, Attributes attributes, List<String> assumptions) {
        this.draft = draft;
        this.kind = kind;
        this.attributes = attributes;
        this.assumptions = assumptions;
    }

    /// Whether its values are amounts of things, so that "how many" asks for their sum.
    static boolean adds(Attribute attribute) {
        return attribute.name().endsWith("pages") || AMOUNTS.contains(attribute.name());
    }

    private static final Set<String> AMOUNTS = Set.of("packets", "sectors", "objects", "blocks", "segments", "extents");

    /// The number that the request names.
    Optional<Attribute> measured() {
        Set<String> words = new LinkedHashSet<>(draft.about);
        if (!draft.about.equals(Set.of("latency"))) {
            words.addAll(draft.maybe);
        }
        if (words.isEmpty()) {
            draft.unit.ifPresent(unit -> words.add(unit.family() == Unit.Family.TIME ? "latency" : "bytes"));
        }
        return words.stream()
                .flatMap(word -> attributes.resolve(word).stream())
                .filter(Attributes::isNumber)
                // The time of day is nothing to add up or to spread.
                .filter(attribute -> !attribute.name().equals("time"))
                .filter(attribute ->
                        !Keys.isIdentity(attribute) || SUMMING.stream().noneMatch(draft.measures::contains))
                .findFirst();
    }

    /// The measure of that name, of what is measured.
    What folded(String name) {
        if (name.equals("count") && (draft.measures.size() > 1 || countsBeside())) {
            return new What.Aggregate(new Measure.Count(), Optional.empty(), Optional.empty());
        }
        if (name.equals("count")) {
            // "count vfs_write bytes"
            Optional<Attribute> size = Stream.concat(
                            draft.about.stream(), draft.maybe.stream().filter("bytes"::equals))
                    .flatMap(word -> attributes.resolve(word).stream())
                    .filter(a -> a.unit().family() == Unit.Family.SIZE)
                    .findFirst();
            Optional<Attribute> amount = amountOfThings();
            if (amount.isPresent()) {
                return new What.Aggregate(
                        new Measure.Sum(), Optional.of(amount.get().name()), Optional.empty());
            }
            return size.isPresent()
                    ? folded("sum")
                    : new What.Aggregate(new Measure.Count(), Optional.empty(), Optional.empty());
        }
        if (!draft.about.isEmpty() && measured().isEmpty()) {
            attributes.required(draft.about.iterator().next());
        }
        if (name.equals("sum") && draft.about.isEmpty() && measured().isEmpty() && asksHowMuch()) {
            // "how much does it write"
            draft.about.add("bytes");
        }
        if (name.equals("sum") && draft.about.isEmpty() && measured().isEmpty()) {
            assumptions.add("A total without saying of what is a count.");
            return new What.Aggregate(new Measure.Count(), Optional.empty(), Optional.empty());
        }
        if (ANY_ATTRIBUTE.contains(name)) {
            Attribute any = attributes.required(draft.about.stream().findFirst().orElse("process"));
            return new What.Aggregate(measure(name, any, Optional.empty()), Optional.of(any.name()), Optional.empty());
        }
        Attribute attribute = measured()
                .or(this::spoken)
                .or(this::usual)
                .orElseThrow(() -> Unsuitable.refused(
                        Texts.capital(kind.plural()) + " have no number that could be measured.",
                        "They can be counted or listed."));
        (draft.about.isEmpty() ? draft.maybe : draft.about)
                .stream().findFirst().ifPresent(word -> tell(attribute, word));
        Optional<Unit> unit = unit(attribute);
        return new What.Aggregate(measure(name, attribute, unit), Optional.of(attribute.name()), unit);
    }

    /// "bytes read per process" are added up, where "sizes" are spread.
    boolean asksAmount() {
        return Set.of("bytes", "data", "traffic").containsAll(draft.about)
                && measured().filter(a -> a.unit().family() == Unit.Family.SIZE).isPresent();
    }

    /// "pages written by device": what is said in the plural and is a number of things is added up.
    Optional<Attribute> amountOfThings() {
        return attributes
                .within(draft.sentence)
                .filter(Folding::adds)
                .filter(a -> a.phrases().stream()
                        .anyMatch(phrase -> draft.sentence.stream().anyMatch(phrase::equalsIgnoreCase)));
    }

    /// "the number of writes and the bytes written" asks for both, "the number of bytes written" for one.
    boolean countsBeside() {
        List<String> said = draft.sentence.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        int counted = said.stream()
                .filter(COUNTING::contains)
                .map(said::indexOf)
                .findFirst()
                .orElse(-1);
        int bytes = said.indexOf("bytes");
        return counted >= 0
                && counted < bytes
                && said.subList(counted, bytes).stream().anyMatch(BESIDE::contains)
                && attributes
                        .resolve("bytes")
                        .filter(a -> a.unit().family() == Unit.Family.SIZE)
                        .isPresent();
    }

    /// "the most heap memory" is the most bytes: of what cannot be counted, the amount is meant.
    boolean mostOfAmount() {
        List<String> said = draft.sentence.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        int most = said.indexOf("most");
        return most >= 0
                && said.subList(most, Math.min(said.size(), most + 1 + MODIFIERS)).stream()
                        .anyMatch(MASS::contains)
                && attributes
                        .resolve("bytes")
                        .filter(a -> a.unit().family() == Unit.Family.SIZE)
                        .isPresent();
    }

    /// "programs that sleep the most": what lasts is told by how long, not by how often.
    boolean mostOfTime() {
        List<String> said = draft.sentence.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        int most = said.indexOf("most");
        int before = most - 1 - (most > 0 && said.get(most - 1).equals("the") ? 1 : 0);
        return kind.isSpan()
                && before >= 0
                && LASTING.containsAll(Lexicon.stems(said.get(before)))
                && (most + 1 == said.size() || !said.get(most + 1).equals("often"));
    }

    private static final Set<String> LASTING = Set.copyOf(Lexicon.stems("sleep wait block stall idle pause hang"));
    private static final Set<String> MASS = Tables.words("mass.words");
    /// How many words after "most" are looked at: "the most anonymous heap memory".
    private static final int MODIFIERS = 3;

    private static final Set<String> COUNTING = Set.of("count", "counts", "number", "numbers", "many");
    private static final Set<String> BESIDE = Set.of("and", "plus", "with");

    /// "how much time do faults take, on average", "how many bytes are sent: histogram": the words behind say how the
    /// answer is folded, and "how much" no second sum beside it.
    void foldsOnce(List<String> measures) {
        List<String> said = draft.sentence.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        int how = Math.max(
                Collections.indexOfSubList(said, List.of("how", "much")),
                Collections.indexOfSubList(said, List.of("how", "many")));
        boolean beside = said.stream().anyMatch(TOTALS::contains)
                || IntStream.range(1, said.size())
                        .filter(at -> FOLDED.contains(said.get(at)))
                        .mapToObj(at -> said.subList(Math.max(0, at - 2), at))
                        .anyMatch(before -> before.stream().anyMatch(Set.of("and", "plus")::contains));
        if (how >= 0 && measures.size() == 2 && measures.getFirst().equals("sum") && !beside) {
            measures.remove("sum");
        }
        int by = Math.max(
                Collections.indexOfSubList(said, List.of("by", "average")),
                Collections.indexOfSubList(said, List.of("by", "mean")));
        if (by >= 0
                && measures.containsAll(List.of("maximum", "average"))
                && GREATEST.stream().noneMatch(said::contains)) {
            // "the slowest by average time": the largest averages.
            measures.remove("maximum");
        }
    }

    private static final Set<String> GREATEST = Set.of("maximum", "max", "worst", "greatest");
    private static final Set<String> TOTALS = Set.of("total", "totals", "sum", "altogether", "overall", "all");
    private static final Set<String> FOLDED = Set.of(
            "average",
            "mean",
            "avg",
            "histogram",
            "distribution",
            "maximum",
            "max",
            "largest",
            "longest",
            "highest",
            "minimum",
            "min",
            "median",
            "spread",
            "percentiles");

    private boolean asksHowMuch() {
        String said = String.join(" ", draft.sentence).toLowerCase(Locale.ROOT);
        return said.contains("how much ")
                && attributes.resolve("bytes").filter(Attributes::isNumber).isPresent();
    }

    /// What the name of the kind says is measured: "round trip times".
    private Optional<Attribute> spoken() {
        return attributes
                .within(draft.words)
                .filter(Attributes::isNumber)
                .filter(attribute ->
                        !Keys.isIdentity(attribute) || SUMMING.stream().noneMatch(draft.measures::contains));
    }

    private Optional<Attribute> usual() {
        Optional<Attribute> usual = attributes.byName("latency").or(() -> attributes.byName("size"));
        usual.ifPresent(attribute -> assumptions.add("What is measured is " + attribute.gloss() + "."));
        return usual;
    }

    private Optional<Unit> unit(Attribute attribute) {
        if (draft.unit.isPresent()) {
            if (draft.unit.get().family() != attribute.unit().family()) {
                throw Unsuitable.refused(
                        Texts.capital(attribute.gloss()) + " cannot be given in " + Texts.unit(draft.unit.get()) + ".");
            }
            return draft.unit;
        }
        if (attribute.unit().family() == Unit.Family.TIME && draft.bucketsInBase && draft.step.isPresent()) {
            return Optional.of(ofBuckets());
        }
        if (attribute.unit().family() == Unit.Family.TIME) {
            assumptions.add("Times are shown in microseconds.");
            return Optional.of(Unit.MICROSECONDS);
        }
        return Optional.empty();
    }

    /// The largest unit of time in which the buckets are whole numbers.
    private Unit ofBuckets() {
        List<Long> bounds = Stream.of(draft.step, draft.minimum, draft.maximum)
                .flatMap(Optional::stream)
                .toList();
        return Stream.of(Unit.SECONDS, Unit.MILLISECONDS, Unit.MICROSECONDS)
                .filter(unit -> bounds.stream().allMatch(bound -> bound % unit.factor() == 0))
                .findFirst()
                .orElse(Unit.NANOSECONDS);
    }

    private Measure measure(String name, Attribute attribute, Optional<Unit> unit) {
        boolean linear = name.equals("linear") || name.equals("histogram") && draft.step.isPresent();
        if (linear) {
            return Buckets.of(draft, attribute, unit, assumptions);
        }
        return switch (name) {
            case "sum" -> new Measure.Sum();
            case "average" -> new Measure.Average();
            case "minimum" -> new Measure.Minimum();
            case "maximum" -> new Measure.Maximum();
            case "statistics" -> new Measure.Statistics();
            case "histogram" -> new Measure.Log2Histogram();
            case "distinct" -> new Measure.Distinct();
            case "first" -> new Measure.First();
            case "last" -> new Measure.Last();
            default -> throw new IllegalStateException("no measure " + name);
        };
    }

    /// Says what a word was taken for, where something else could have been meant.
    void tell(Attribute attribute, String word) {
        String plain = word.replace('_', ' ');
        boolean transfers =
                kind.attribute("size").isPresent() && kind.attribute("bytes").isPresent();
        if (transfers && (attribute.name().equals("size") || attribute.name().equals("bytes"))) {
            assumptions.add("“" + plain + "” is " + attribute.gloss() + ", not "
                    + kind.attribute(attribute.name().equals("size") ? "bytes" : "size")
                            .map(Attribute::gloss)
                            .orElse("")
                    + ".");
        }
        if (attribute.name().equals("path") && !kind.tellsLastPart("path")) {
            assumptions.add("Paths are compared as the program gave them.");
        }
    }
}
