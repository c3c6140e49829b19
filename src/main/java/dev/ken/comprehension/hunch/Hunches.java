package dev.ken.comprehension.hunch;

import dev.ken.comprehension.hunch.KindFacts.Fact;
import dev.ken.comprehension.hunch.Several.Labelled;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which intents a request may mean, going by what was learnt.
public final class Hunches {
    private static final int MOST_KINDS = 5;
    private static final int MOST_CALLED = 3;
    private static final int MOST_MEASURES = 3;
    private static final int MOST_TURNS = 2;
    private static final int MOST_WAYS = 4;
    /// So many readings of each of several things are put together.
    private static final int MOST_OPTIONS = 3;
    /// Of so many the decisions are looked at one by one.
    private static final int MOST_BASES = 2;
    private static final int MOST_NEARBY = 8;
    private static final double LEAST_SEVERAL = 0.05;
    private static final double LEAST_CHANCE = 0.02;
    private static final double EVEN = 0.5;
    private static final String TIME = "time";
    /// The ways to tell of a fact.
    static final Set<String> MEASURED = Set.of(
            "sum", "average", "minimum", "maximum", "statistics", "histogram", "linear", "first", "last", "distinct");

    private final Catalog catalog;
    private final KindFacts facts;
    private final Hearing hearing;
    private final Weights weights;
    private final Map<String, Integer> numbers;
    private final Set<String> apart;

    /// An intent and how much it surprises.
    public record Hunch(Intent intent, Surprise surprise) {
        /// All its decisions together.
        public double nats() {
            return surprise.nats();
        }
    }

    /// How likely a request has no answer.
    ///
    /// @param unanswered whether nothing can be observed for it, or it leaves open what is meant
    /// @param vague      where it has none, whether it leaves open what is meant
    public record Doubt(double unanswered, double vague) {}

    /// For kinds of that catalog.
    ///
    /// @param numbers of signals and errors, by name
    /// @param apart   words beside which nothing that is said of one thing is meant of the others
    public Hunches(Catalog catalog, Hearing hearing, Weights weights, Map<String, Integer> numbers, Set<String> apart) {
        this.catalog = catalog;
        this.facts = new KindFacts(catalog);
        this.hearing = hearing.knowing(weights.words());
        this.weights = weights;
        this.numbers = numbers;
        this.apart = apart.stream().map(Hearing::stem).collect(Collectors.toUnmodifiableSet());
    }

    /// What a request may mean, the likeliest first; only what the catalog allows.
    public List<Hunch> of(String request) {
        return of(request, List.of());
    }

    /// The same, where somebody says that words of it call those kinds.
    public List<Hunch> of(String request, List<String> called) {
        Scored scored = new Scored(weights, facts, hearing, request);
        List<Hunch> all = new ArrayList<>(single(scored, called, MOST_BASES));
        double several = scored.flag(Cues.FLAG + Slots.SEVERAL);
        if (several > LEAST_SEVERAL) {
            all.addAll(several(scored.heard(), Surprise.whole(Scored.nats(several))));
        }
        boolean parted = several > EVEN;
        all.sort(Comparator.comparing((Hunch hunch) -> (hunch.intent().parts().size() > 1) != parted)
                .thenComparingDouble(Hunch::nats));
        return all;
    }

    /// Intents of several parts, one for each thing that the pieces of a request ask for.
    private List<Hunch> several(Heard heard, Surprise several) {
        Pieces pieces = Pieces.of(heard);
        Optional<Shared> shared = isApart(heard) ? Optional.empty() : Optional.of(new Shared(facts));
        List<Hunch> all = new ArrayList<>();
        Map<Heard, List<Hunch>> known = new HashMap<>();
        for (Labelled one : new Several(pieces, weights.model(Several.MODEL)).likeliest(MOST_WAYS)) {
            List<List<Hunch>> options = new ArrayList<>();
            for (int part = 0; part < one.parts(); part++) {
                options.add(known.computeIfAbsent(
                        pieces.of(one.labels(), part),
                        focused ->
                                single(new Scored(weights, facts, hearing, focused, List.of()), List.of(), 0).stream()
                                        .limit(MOST_OPTIONS)
                                        .toList()));
            }
            all.addAll(new Together(options, several.and(Surprise.whole(one.nats())), shared).likeliest());
        }
        return all;
    }

    /// A way in which a request asks for several things.
    ///
    /// @param texts what asks for each of them, with what holds for all
    /// @param nats  how much it surprises
    public record Parting(List<String> texts, double nats) {}

    /// "Huge pages - faults by process": a dash behind a heading is a colon.
    private static final Pattern HEADED = Pattern.compile("(?<=\\w)\\s+(?:[-—–]|--)\\s+(?=\\w)");
    /// "forks + execs"
    private static final Pattern ADDED = Pattern.compile("\\s+[+&]\\s+(?=\\p{L})");

    /// The likeliest ways in which a request asks for several things; none where it hardly does.
    public List<Parting> partings(String said) {
        String request = ADDED.matcher(HEADED.matcher(said).replaceFirst(": ")).replaceAll(", ");
        List<Integer> starts = new ArrayList<>();
        Pieces pieces = Pieces.of(hearing.heard(request, starts));
        double several = new Scored(weights, facts, hearing, request).flag(Cues.FLAG + Slots.SEVERAL);
        List<Labelled> ways = several <= LEAST_SEVERAL
                ? List.of()
                : new Several(pieces, weights.model(Several.MODEL)).likeliest(MOST_WAYS);
        return ways.stream()
                .map(one -> new Parting(pieces.texts(one.labels(), request, starts), Scored.nats(several) + one.nats()))
                .toList();
    }

    /// Intents of one part, the likeliest first.
    private List<Hunch> single(Scored scored, List<String> called, int nearby) {
        Map<Intent, Surprise> all = new LinkedHashMap<>();
        List<Slots> bases = new ArrayList<>();
        Set<String> kinds = new LinkedHashSet<>(best(scored.classes("kind"), MOST_KINDS, 0));
        called.stream().map(facts::template).limit(MOST_CALLED).forEach(kinds::add);
        for (String kind : kinds) {
            for (String measure : best(scored.classes("measure"), MOST_MEASURES, LEAST_CHANCE)) {
                for (Turn turn : turns(scored, kind, measure)) {
                    Slots slots = decided(scored, kind, measure, turn);
                    bases.add(slots);
                    add(scored, slots, all);
                }
            }
        }
        bases.sort(Comparator.comparingDouble(scored::nats));
        for (Slots base : bases.subList(0, Math.min(nearby, bases.size()))) {
            new Nearby(scored, facts.of(base.event(), base.turn()), weights.closed())
                    .of(base).stream()
                            .sorted(Comparator.comparingDouble(scored::nats))
                            .limit(MOST_NEARBY)
                            .forEach(slots -> add(scored, slots, all));
        }
        return all.entrySet().stream()
                .map(entry -> new Hunch(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingDouble(Hunch::nats))
                .toList();
    }

    /// The intent, where what is said of one part of who does it and where is meant of all.
    public Intent shared(Intent intent) {
        return new Intent(new Shared(facts).of(intent.parts()), intent.durationNanos(), intent.assumptions());
    }

    /// The same of a request, unless it sets its things apart: who does it is said of any part, where of the first.
    public Intent shared(String request, Intent intent) {
        return isApart(hearing.heard(request))
                ? intent
                : new Intent(new Shared(facts).spoken(intent.parts()), intent.durationNanos(), intent.assumptions());
    }

    private boolean isApart(Heard heard) {
        return heard.words().stream().anyMatch(apart::contains);
    }

    private void add(Scored scored, Slots slots, Map<Intent, Surprise> all) {
        new Building(slots, scored.heard(), facts.of(slots.event(), slots.turn()), numbers)
                .intent()
                .filter(one -> IntentCheck.of(one, catalog).isEmpty())
                .ifPresent(one -> all.merge(one, scored.surprise(slots), Hunches::less));
    }

    private static Surprise less(Surprise one, Surprise other) {
        return other.nats() < one.nats() ? other : one;
    }

    /// How much an intent surprises that somebody else read; empty where it has several parts.
    public Optional<Surprise> surprise(String request, Intent intent) {
        return Slots.of(intent, hearing.heard(request), facts, numbers)
                .map(slots -> new Scored(weights, facts, hearing, request).surprise(slots));
    }

    /// How likely a request has no answer.
    public Doubt doubt(String request) {
        Scored scored = new Scored(weights, facts, hearing, request);
        return new Doubt(
                scored.flag(Cues.FLAG + Slots.UNANSWERED),
                weights.models().containsKey(Cues.FLAG + Slots.VAGUE) ? scored.flag(Cues.FLAG + Slots.VAGUE) : 0);
    }

    /// What tells how intents fit a request.
    public Fits fits(String request) {
        return new Fits(hearing.heard(request), hearing, facts, numbers);
    }

    static List<String> best(Map<String, Double> chances, int most, double least) {
        return chances.entrySet().stream()
                .filter(entry -> entry.getValue() >= least)
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// None, where the way to tell allows it, and those that are likeliest.
    private static List<Turn> turns(Scored scored, String kind, String measure) {
        List<Turn> turns = new ArrayList<>();
        if (Turn.NONE.fits(kind, measure)) {
            turns.add(Turn.NONE);
        }
        double turned = scored.turned(measure);
        scored.turns(kind, measure).entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Turn.OTHER) && entry.getValue() * turned >= LEAST_CHANCE)
                .sorted(Map.Entry.<Turn, Double>comparingByValue()
                        .reversed()
                        .thenComparing(entry -> entry.getKey().text()))
                .limit(MOST_TURNS)
                .forEach(entry -> turns.add(entry.getKey()));
        return turns;
    }

    Slots decided(Scored scored, String kind, String measure, Turn turn) {
        String event = event(scored, kind);
        Map<String, Fact> known = facts.of(event, turn);
        List<Role> roles = new ArrayList<>();
        Set<String> tested = new TreeSet<>();
        Optional<Mention> number = number(scored, kind, known, turn);
        for (Mention mention : scored.heard().mentions()) {
            Role role = number.filter(mention::equals).isPresent()
                    ? Role.of(Role.WHEN)
                    : role(scored, mention, scored.roles(mention, kind, known, turn), known, roles);
            roles.add(role);
            if (role.isTest()) {
                tested.add(role.fact());
            }
        }
        Optional<Fact> measured = likeliest(scored, known, "of")
                .filter(fact ->
                        MEASURED.contains(measure) || measure.equals(Slots.RATE) && scored.job("of", fact) >= EVEN);
        Set<String> flags = flags(scored, roles, measure);
        if (!turn.isNone()) {
            flags.add(Slots.MORE);
        }
        Set<String> keys = measure.equals(Slots.REPORT) ? Set.of() : having(scored, known, "key");
        if (keys.isEmpty() && flags.contains(Role.TOP) && !measure.equals(Slots.REPORT)) {
            keys = likeliest(scored, known, "key")
                    .map(fact -> Set.of(fact.name()))
                    .orElse(Set.of());
        }
        boolean columned = measure.equals(Slots.REPORT) || measure.equals("maximum") || measure.equals("minimum");
        return new Slots(
                event,
                kind,
                measure,
                measured.map(Fact::name),
                scored.classes("unit").entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .filter(unit -> !unit.equals("none"))
                        .orElse(""),
                keys,
                columned ? having(scored, known, "column") : Set.of(),
                roles,
                closed(scored, known, tested),
                flags,
                turn);
    }

    /// The number that a turn needs.
    private static Optional<Mention> number(Scored scored, String kind, Map<String, Fact> known, Turn turn) {
        return scored.heard().mentions().stream()
                .filter(mention -> Scored.legal(mention, kind, turn).contains(Role.WHEN))
                .max(Comparator.comparingDouble((Mention mention) ->
                        scored.roles(mention, kind, known, turn).getOrDefault(Role.WHEN, 0.0)));
    }

    /// The kind with the name that is said, of those that are called by one.
    private String event(Scored scored, String kind) {
        return scored.heard().mentions().stream()
                .filter(_ -> kind.endsWith("*"))
                .filter(mention -> mention.sort() == Mention.Sort.NAME)
                .max(Comparator.comparingDouble((Mention mention) ->
                        scored.roles(mention, kind, facts.of(kind), Turn.NONE).getOrDefault(Role.NAME, 0.0)))
                .flatMap(mention -> Building.event(kind, mention))
                .filter(event -> catalog.find(event).isPresent())
                .orElse(kind);
    }

    /// A mention has the likeliest role; some are given once.
    private static Role role(
            Scored scored, Mention mention, Map<String, Double> chances, Map<String, Fact> known, List<Role> before) {
        String name = chances.entrySet().stream()
                .filter(entry -> !isOnce(entry.getKey())
                        || before.stream().noneMatch(one -> one.name().equals(entry.getKey())))
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(Role.NONE.name());
        Role role = Role.of(name);
        if (role.isTest() && known.containsKey(role.fact())) {
            return new Role(name, likeliest(scored.operators(known.get(role.fact()), mention)));
        }
        return name.equals(Role.HAVING) ? new Role(name, ">") : role.isTest() ? new Role(name, Atom.FROM) : role;
    }

    private static boolean isOnce(String role) {
        return Set.of(Role.TOP, Role.EVERY, Role.FOR, Role.HAVING, Role.HERTZ, Role.NAME, Role.WITHIN, Role.WHEN)
                .contains(role);
    }

    static String likeliest(Map<String, Double> chances) {
        return chances.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }

    /// The fact of a kind that is likeliest to have that job.
    private static Optional<Fact> likeliest(Scored scored, Map<String, Fact> known, String job) {
        return known.values().stream()
                .filter(fact -> !fact.name().equals(Slots.PID) && !fact.name().equals(TIME))
                .max(Comparator.comparingDouble(fact -> scored.job(job, fact)));
    }

    private static Set<String> having(Scored scored, Map<String, Fact> known, String job) {
        Set<String> names = new LinkedHashSet<>();
        known.values().stream()
                .filter(fact -> !fact.name().equals(Slots.PID))
                .filter(fact -> scored.job(job, fact) > EVEN)
                .forEach(fact -> names.add(fact.name()));
        return names;
    }

    private Set<String> closed(Scored scored, Map<String, Fact> known, Set<String> tested) {
        Set<String> closed = new TreeSet<>();
        Set<String> facts = new TreeSet<>(tested);
        weights.closed().stream()
                .filter(one -> known.containsKey(Scored.attribute(one)))
                .filter(one -> scored.flag(Cues.CLOSED + one) > EVEN)
                .sorted(Comparator.comparingDouble((String one) -> -scored.flag(Cues.CLOSED + one)))
                .filter(one -> facts.add(Scored.attribute(one)))
                .forEach(closed::add);
        return closed;
    }

    private static Set<String> flags(Scored scored, List<Role> roles, String measure) {
        Set<String> flags = new TreeSet<>();
        roles.stream().map(Role::name).filter(Slots.FLAGS::contains).forEach(flags::add);
        if (measure.equals(Slots.RATE)) {
            flags.add(Role.EVERY);
        }
        if (scored.flag(Cues.FLAG + Role.TOP) > EVEN) {
            flags.add(Role.TOP);
        }
        return flags;
    }

    /// Whether two intents of one part test the same.
    public static boolean testSame(Intent one, Intent other) {
        return tests(one).equals(tests(other));
    }

    /// Whether an intent tests all that another does.
    public static boolean testsAll(Intent one, Intent other) {
        return tests(one).containsAll(tests(other));
    }

    private static Set<String> tests(Intent intent) {
        Set<String> tests = new TreeSet<>();
        intent.parts().forEach(part -> Atom.of(part.where()).forEach(atom -> tests.add(atom.text())));
        return tests;
    }

    /// What the models are learnt from: see `HunchTraining` in the tests.
    KindFacts facts() {
        return facts;
    }
}
