package dev.ken.comprehension;

import dev.ken.contract.After;
import dev.ken.contract.Condition;
import dev.ken.contract.ConditionText;
import dev.ken.contract.Having;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.Selection;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Attribute.Type;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes the parts of an intent from what a sentence says and the event kind that it is about.
final class Assembler {
    sealed interface Result {}

    /// `leftOver`: words that say something and have no place in the parts.
    record Parts(List<Part> parts, List<String> assumptions, Set<String> leftOver) implements Result {}

    record Refused(Reading reading) implements Result {}

    /// "over" a shorter time than this is said of what takes that long, not of how long to observe.
    private static final long SHORTEST_OBSERVED_NANOS = 1_000_000_000L;
    /// "no more than 5 minutes" is hardly said of what takes less than that.
    private static final long LONGEST_TAKEN_NANOS = 60_000_000_000L;
    private static final String FAILS = "error != 0";
    static final int DEFAULT_TOP = 10;
    private static final Set<String> FREQUENT = Tables.words("frequent.kinds");

    private final Draft draft;
    private final Setting setting;
    private final EventKind kind;
    private final Condition given;
    private final Attributes attributes;
    private final List<String> assumptions = new ArrayList<>();
    private final Folding folding;
    private final Columns shown;

    /// What else is to be known of the kind.
    ///
    /// @param isAlone nothing else is mentioned, so every word is about this
    /// @param isLoose words may be said otherwise than the kind is called, and those that only say how are passed over
    /// @param after   what an occurrence must follow
    record Setting(Catalog catalog, Kinds kinds, boolean isAlone, boolean isLoose, Optional<After> after) {
        Setting(Catalog catalog, Kinds kinds, boolean isAlone, Optional<After> after) {
            this(catalog, kinds, isAlone, false, after);
        }
    }

    /// `named` is the name of a kind, and after a space what else is true of its occurrences (`block.io where …`).
    Assembler(Draft draft, String named, Setting setting) {
        this.draft = draft;
        this.setting = setting;
        String[] sides = named.split(" where ", 2);
        this.kind = spanned(kind(sides[0], setting.catalog()), draft, setting);
        this.given = sides.length == 2 ? condition(sides[1]) : new Condition.Always();
        this.attributes = new Attributes(
                kind,
                setting.catalog(),
                setting.kinds(),
                setting.after().map(after -> kind(after.event(), setting.catalog())));
        this.folding = new Folding(draft, kind, attributes, assumptions);
        this.shown = new Columns(draft, kind, attributes, assumptions);
    }

    /// Where a time is asked of what happens at one moment, the kind that is the time of the same.
    private EventKind spanned(EventKind moment, Draft draft, Setting setting) {
        Optional<String> span = Optional.ofNullable(SPANS.get(moment.name()))
                .filter(name -> setting.after().isEmpty() && asksTime(draft))
                .filter(name -> setting.catalog().find(name).isPresent());
        span.ifPresent(name -> assumptions.add(
                "The time is that in which " + kind(name, setting.catalog()).gloss() + "."));
        return span.map(name -> kind(name, setting.catalog())).orElse(moment);
    }

    private static boolean asksTime(Draft draft) {
        return draft.about.contains("latency")
                || draft.also.stream().anyMatch(TIMES::contains)
                || draft.columns.stream().anyMatch(TIMES::contains)
                || draft.conditions.stream().anyMatch(text -> text.startsWith("latency "));
    }

    private static final java.util.Set<String> TIMES = java.util.Set.of("latency");
    private static final Map<String, String> SPANS = Tables.pairs("spans.table");

    private static EventKind kind(String name, Catalog catalog) {
        return catalog.find(name).orElseThrow(() -> new IllegalStateException("no event kind " + name));
    }

    private static Condition condition(String text) {
        return ConditionText.parse(text).orElseThrow(() -> new IllegalStateException("no condition: " + text));
    }

    Result assemble() {
        try {
            assumptions.addAll(draft.assumptions);
            pickShare();
            draft.countedUnless.ifPresent(word -> {
                if (attributes.resolve(word).isPresent()) {
                    draft.maybe.add(word);
                } else {
                    draft.measures.add("count");
                }
            });
            Slow.list(draft, attributes);
            Condition where = where();
            List<String> keys = new Keys(draft, kind, attributes, assumptions).keys();
            List<Part> parts = new ArrayList<>();
            for (What folded : whats(keys)) {
                What what = Pace.told(folded, draft);
                parts.add(part(what, picked(where), keys));
            }
            assumptions.addAll(attributes.guessed());
            Set<String> left = new LinkedHashSet<>(shown.unknown());
            left.addAll(new Remainder(draft, kind, attributes, setting).of(parts));
            return new Parts(parts, List.copyOf(new LinkedHashSet<>(assumptions)), left);
        } catch (Unsuitable unsuitable) {
            return new Refused(unsuitable.reading());
        }
    }

    /// "the share of reads that fail": what is said of them picks those whose share is asked.
    private void pickShare() {
        if (!draft.share.filter(SAID::equals).isPresent()) {
            return;
        }
        List<String> said = draft.conditions.stream()
                .filter(text -> PartNames.in(condition(text)).stream()
                        .noneMatch(name -> setting.catalog().ambient().containsKey(name)))
                .toList();
        if (said.isEmpty()) {
            throw Unsuitable.refused(
                    "The request does not say of which " + kind.plural() + " the share is to be known.",
                    "For example: the share of reads that fail.");
        }
        draft.picked.addAll(said);
        draft.share = Optional.of(said.size() == 1 ? said.getFirst() : "(" + String.join(") and (", said) + ")");
    }

    private static final String SAID = "said";

    /// Those of all that a share is about.
    private Condition picked(Condition where) {
        if (draft.share.isEmpty()) {
            return where;
        }
        List<Condition> all = new ArrayList<>();
        add(all, where);
        add(all, resolved(condition(draft.share.get()), draft.share.get()));
        return all.size() == 1 ? all.getFirst() : new Condition.And(all);
    }

    private Part part(What what, Condition where, List<String> keys) {
        boolean table = !(what instanceof What.Report);
        Optional<Integer> top = draft.top;
        if (table && top.isEmpty() && draft.most && !keys.isEmpty()) {
            top = Optional.of(DEFAULT_TOP);
            assumptions.add(Ranks.assumed(DEFAULT_TOP));
        }
        if (!table && draft.periodNanos.isPresent() && draft.occasion.isEmpty() && draft.having.isEmpty()) {
            throw doubts().listedOrCounted();
        }
        if (!table && draft.top.isPresent()) {
            throw Unsuitable.refused(
                    "What is listed one by one has no largest.", "Ask for a count or a total by something, and its top 10.");
        }
        if (table && draft.top.isPresent() && keys.isEmpty()) {
            throw Unsuitable.refused("The request does not say of what the largest are shown.", "For example: the top 10 processes, or by path.");
        }
        boolean sampled = kind.points().stream().anyMatch(point -> point.probe().startsWith("profile:"));
        if (draft.rateHertz.isPresent() && !sampled) {
            throw Unsuitable.refused("Only CPU samples have a rate; " + kind.plural() + " are seen as they happen.");
        }
        return new Part(
                kind.name(),
                setting.after(),
                where,
                table ? Optional.empty() : new Occasions(draft, attributes).of(keys),
                what,
                table ? keys : List.of(),
                table || draft.occasion.isPresent() || draft.having.isPresent() ? draft.periodNanos : Optional.empty(),
                table && draft.cumulative && draft.periodNanos.isPresent(),
                table && !keys.isEmpty() ? top : Optional.empty(),
                table ? having(what) : Optional.empty(),
                draft.rateHertz);
    }

    private Doubts doubts() {
        return new Doubts(draft, named(), setting);
    }

    private String named() {
        return given instanceof Condition.Always ? kind.name() : kind.name() + " where " + ConditionText.print(given);
    }

    /// The number is in the unit in which the value is shown.
    private Optional<Having> having(What what) {
        return draft.having.map(text -> {
            String[] words = text.split(" ");
            long number = Long.parseLong(words[1]);
            long factor = words.length > 2 ? unit(what).map(Unit::factor).orElse(1L) : 1;
            if (number % factor != 0) {
                throw Unsuitable.refused("The limit is no whole number in the unit that is shown.");
            }
            boolean counts = what instanceof What.Aggregate(Measure.Count _, _, _);
            if (words.length > 2 && counts) {
                throw Unsuitable.refused("What is counted is compared with a number without unit.");
            }
            return new Having(Drafts.comparison(words[0]), number / factor);
        });
    }

    private static Optional<Unit> unit(What what) {
        return switch (what) {
            case What.Aggregate aggregate -> aggregate.unit();
            case What.Extreme extreme -> extreme.unit();
            case What.Net net -> net.unit();
            case What.Report _, What.InFlight _, What.Ratio _, What.Rule _ -> Optional.empty();
        };
    }

    private Attribute attribute(String words) {
        return attributes.required(words);
    }

    // ---- filter ----

    private Condition where() {
        List<Condition> all = new ArrayList<>();
        add(all, given);
        for (String text : draft.conditions) {
            if (text.equals(FAILS) && attributes.resolve("error").isEmpty() && setting.kinds().has(kind.name(), List.of("failed"))) {
                // What only happens on failure needs no test for it.
                continue;
            }
            boolean product = text.startsWith("process is \"")
                    && Remainder.isProduct(kind, text.substring(text.indexOf('"') + 1, text.length() - 1));
            if (product) {
                continue;
            }
            add(all, resolved(condition(text), text));
        }
        saidToFail().ifPresent(condition -> add(all, condition));
        for (String text : draft.unitless) {
            throw doubts().unit(text);
        }
        boolean brief = draft.overNanos.filter(time -> time < SHORTEST_OBSERVED_NANOS).isPresent();
        if (draft.overNanos.isPresent() && (brief || attributes.byName("latency").isPresent())) {
            String over = "latency > " + draft.overNanos.get() + " ns";
            add(all, resolved(condition(over), over));
        }
        if (draft.conditions.stream().anyMatch(text -> text.matches("[(]?error = .*") && !text.equals("error = 0"))) {
            all.remove(new Condition.NumberTest("error", Condition.Comparison.UNEQUAL, 0));
        }
        Contradictions.check(all);
        Contradictions.alternatives(all);
        return all.isEmpty() ? new Condition.Always() : all.size() == 1 ? all.getFirst() : new Condition.And(all);
    }

    /// "packets larger than 1400 bytes": the unit tells what is tested of the events named.
    private Attribute tested(String name, String text) {
        if (name.equals("error")) {
            return attribute(name);
        }
        boolean own = attributes.resolve(name).isEmpty()
                && setting.kinds().has(kind.name(), List.of(name.split("_")));
        boolean time = text.matches(".*\\d ns\\b.*");
        boolean size = text.matches(".*\\d B\\b.*");
        Attribute attribute = attribute(own && (time || size) ? time ? "latency" : "size" : name);
        // "slow system calls longer than 500 ms" is no test of their numbers.
        boolean moment = attribute.name().equals("time") || attribute.unit().family() != Unit.Family.TIME;
        return time && moment ? attribute("latency") : attribute;
    }

    /// "failed logins" are no logins that succeed, though both are called so.
    private Optional<Condition> saidToFail() {
        boolean said = draft.hits.stream()
                .filter(hit -> hit.kind().equals(kind.name()))
                .flatMap(hit -> hit.words().stream())
                .anyMatch(word -> FAILING.contains(word.toLowerCase(Locale.ROOT)));
        boolean always = FAILING.stream().anyMatch(word -> kind.gloss().matches(".*\\b" + word + "\\b.*"));
        return said && !always && draft.share.isEmpty() && !draft.conditions.contains(FAILS)
                ? attributes.resolve("error").map(_ -> resolved(condition(FAILS), FAILS))
                : Optional.empty();
    }

    private static final Set<String> FAILING = Tables.words("failing.words");

    private static void add(List<Condition> all, Condition condition) {
        switch (condition) {
            case Condition.Always() -> {}
            case Condition.And(List<Condition> several) -> several.forEach(one -> add(all, one));
            case Condition.Or _,
                    Condition.Not _,
                    Condition.NumberTest _,
                    Condition.TextTest _,
                    Condition.AttributeTest _,
                    Condition.BitTest _,
                    Condition.Descends _ -> {
                if (!all.contains(condition)) {
                    all.add(condition);
                }
            }
        }
    }

    private Condition resolved(Condition condition, String text) {
        return switch (condition) {
            case Condition.Always() -> condition;
            case Condition.And(var several) ->
                new Condition.And(several.stream().map(one -> resolved(one, text)).toList());
            case Condition.Or(var several) ->
                new Condition.Or(several.stream().map(one -> resolved(one, text)).toList());
            case Condition.Not(var inner) -> new Condition.Not(resolved(inner, text));
            case Condition.Descends _ -> condition;
            case Condition.BitTest(String name, long mask) -> new Condition.BitTest(attribute(name).name(), mask);
            case Condition.AttributeTest(String left, var comparison, String right) ->
                new Condition.AttributeTest(attribute(left).name(), comparison, attribute(right).name());
            case Condition.NumberTest(String name, var comparison, long number) -> {
                Attribute attribute = tested(name, text);
                if (attribute.type() == Type.TEXT || attribute.type() == Type.STACK) {
                    throw Unsuitable.refused(Texts.capital(attribute.gloss()) + " is no number.");
                }
                if (attribute.unit().family() == Unit.Family.TIME && !text.contains(" ns")) {
                    throw doubts().unit(text);
                }
                if (text.startsWith("latency <") && number >= LONGEST_TAKEN_NANOS) {
                    throw Unsuitable.refused("It is not clear whether that is how long to observe.", "Say: for 5 minutes.");
                }
                folding.tell(attribute, name);
                yield new Condition.NumberTest(attribute.name(), comparison, number);
            }
            case Condition.TextTest(String name, var relation, String wanted) -> {
                Attribute attribute = attribute(name);
                if (attribute.type() != Type.TEXT) {
                    throw Unsuitable.refused(Texts.capital(attribute.gloss()) + " is a number, not “" + wanted + "”.");
                }
                folding.tell(attribute, name);
                yield new Condition.TextTest(attribute.name(), relation, wanted);
            }
        };
    }

    // ---- what ----

    private List<What> whats(List<String> keys) {
        if (draft.inFlight && !draft.about.isEmpty() && draft.measures.contains("sum")) {
            throw Unsuitable.refused("How many are under way is counted; nothing of them is added up.", "Say each in a sentence of its own.");
        }
        if (draft.inFlight && !kind.isSpan()) {
            throw Unsuitable.refused(
                    Texts.capital(kind.plural()) + " happen at one moment; there are none under way.", "They can be counted or listed.");
        }
        if (draft.inFlight) {
            return List.of(new What.InFlight(draft.highest || draft.measures.contains("maximum") || draft.most && keys.isEmpty()));
        }
        if (draft.share.isPresent()) {
            draft.conditions.remove(draft.share.get());
            draft.conditions.removeAll(draft.picked);
            return List.of(new What.Ratio(new Selection(kind.name(), where())));
        }
        List<String> measures = new ArrayList<>(draft.measures);
        if (folding.countsBeside() && measures.equals(List.of("count"))) {
            draft.about.add("bytes");
            measures.add("sum");
        } else if (measures.contains("sum") && !draft.about.isEmpty() && measures.size() == 2 && !folding.countsBeside()) {
            // "how many bytes" asks for their sum.
            measures.remove("count");
        }
        folding.foldsOnce(measures);
        if (measures.isEmpty()) {
            What implied = implied(keys);
            return implied instanceof What.Aggregate folded && folded.measure() instanceof Measure.Count
                    ? withAlso(folded, keys)
                    : List.of(implied);
        }
        boolean context = !draft.also.isEmpty() || !draft.columns.isEmpty();
        List<What> whats = new ArrayList<>();
        for (String measure : measures) {
            What what = folding.folded(measure);
            boolean extreme = measure.equals("maximum") || measure.equals("minimum");
            whats.add(context && extreme && what instanceof What.Aggregate folded ? shown.extreme(folded, keys) : what);
        }
        return whats;
    }

    /// A count, and with it what else is to be shown that is a number: "writes by process with bytes".
    private List<What> withAlso(What.Aggregate count, List<String> keys) {
        List<What> whats = new ArrayList<>(List.of(count));
        for (String words : draft.also) {
            Optional<Attribute> number = attributes.resolve(words).filter(a -> !keys.contains(a.name()));
            Optional<String> measure = number.map(Attribute::unit).flatMap(unit -> switch (unit.family()) {
                case SIZE -> Optional.of("sum");
                case TIME -> Optional.of("average");
                case PLAIN -> Optional.empty();
            });
            if (measure.isPresent() && !number.orElseThrow().name().equals("time")) {
                draft.about.add(words);
                assumptions.add(Texts.capital(number.orElseThrow().gloss()) + (measure.get().equals("sum") ? " is added up." : " is shown as an average."));
                whats.add(folding.folded(measure.get()));
                draft.about.remove(words);
            }
        }
        return whats;
    }

    private What implied(List<String> keys) {
        boolean named = !draft.columns.isEmpty() || !draft.also.isEmpty();
        boolean grouped = !keys.isEmpty() || draft.top.isPresent() || draft.counted || draft.periodNanos.isPresent();
        boolean sampled = kind.name().equals("cpu.sample");
        if (draft.most && draft.about.isEmpty() && folding.mostOfAmount()) {
            draft.about.add("bytes");
            return folding.folded("sum");
        }
        boolean time = draft.about.isEmpty() ? folding.mostOfTime() : draft.timed && draft.about.equals(Set.of("latency"));
        if (draft.most && time) {
            draft.about.add("latency");
            return folding.folded("sum");
        }
        if (sampled || draft.most && !keys.isEmpty()) {
            return new What.Aggregate(new Measure.Count(), Optional.empty(), Optional.empty());
        }
        boolean inBytes = draft.unit.filter(unit -> unit.family() == Unit.Family.SIZE).isPresent();
        if (inBytes && !named && draft.about.isEmpty()) {
            return folding.folded("sum");
        }
        if (draft.timed && !keys.isEmpty()) {
            assumptions.add("The time is added up.");
            return folding.folded("sum");
        }
        if (!draft.about.isEmpty() && !draft.each && grouped && folding.asksAmount()) {
            assumptions.add("The bytes are added up.");
            return folding.folded("sum");
        }
        if (!draft.about.isEmpty() && !draft.each) {
            assumptions.add("The " + folding.measured().map(a -> a.unit().family() == Unit.Family.TIME ? "time" : a.name()).orElse("value")
                    + " is shown as a histogram.");
            return folding.folded("histogram");
        }
        Optional<String> amount = amountByKey(keys);
        if (amount.isPresent()) {
            draft.about.add(amount.get());
            return folding.folded("sum");
        }
        Optional<Attribute> transferred = draft.maybe.stream()
                .flatMap(words -> attributes.resolve(words).stream())
                .filter(a -> a.unit().family() == Unit.Family.SIZE || Folding.adds(a))
                .findFirst();
        if (grouped && transferred.isPresent() && !named) {
            return folding.folded("sum");
        }
        Optional<Attribute> things = folding.amountOfThings();
        if (grouped && !named && draft.about.isEmpty() && things.isPresent()) {
            assumptions.add(Texts.capital(things.get().gloss()) + " are added up.");
            draft.about.add(things.get().name());
            return folding.folded("sum");
        }
        if (grouped && !(draft.each && named)) {
            return new What.Aggregate(new Measure.Count(), Optional.empty(), Optional.empty());
        }
        boolean slow = draft.conditions.stream().anyMatch(text -> text.startsWith("latency >"))
                || draft.overNanos.isPresent();
        if (!draft.each && !named && !slow && FREQUENT.contains(kind.name())) {
            assumptions.add(Texts.capital(kind.plural()) + " are frequent, so they are counted, not listed.");
            return new What.Aggregate(new Measure.Count(), Optional.empty(), Optional.empty());
        }
        return shown.report(keys);
    }

    /// "pages per process": the one amount that is shown by something is added up.
    private Optional<String> amountByKey(List<String> keys) {
        return keys.isEmpty() || draft.columns.size() != 1 || !draft.also.isEmpty() || draft.occasion.isPresent()
                ? Optional.empty()
                : draft.columns.stream()
                        .filter(words -> attributes
                                .resolve(words)
                                .filter(a -> a.unit().family() == Unit.Family.SIZE || Folding.adds(a))
                                .isPresent())
                        .findFirst();
    }
}
