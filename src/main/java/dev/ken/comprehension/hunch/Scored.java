package dev.ken.comprehension.hunch;

import dev.ken.comprehension.hunch.KindFacts.Fact;
import dev.ken.comprehension.hunch.Mention.Sort;
import dev.ken.kernel.catalog.Attribute.Type;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// How likely each decision about one request is.
final class Scored {
    /// Makes the shares of kinds as sharp as their kinds turned out right.
    private static final double TEMPERATURE = 0.12;

    private static final double LEAST = 1e-4;
    private static final long MOST_LISTED = 10_000;
    private static final long MOST_HERTZ = 10_000;
    private static final long LEAST_TIME = 1_000_000;
    private static final long LONGEST = 1_000_000_000_000_000L;
    private static final long MOST_TESTED = 1L << 62;
    private static final double NEARLY_NONE = 0.05;
    private static final String KIND = "kind";
    /// The model of [Turn]s, of requests that have one.
    static final String TURN = "turn";

    private static final String SAMPLES = "cpu.sample";
    private static final Set<String> ENDS = Set.of("source", "destination");
    private static final Set<String> NAMES = Set.of("uid", "gid", "device", "interface");

    private final Weights weights;
    private final KindFacts facts;
    private final Hearing hearing;
    private final Heard heard;
    private final List<Map<String, Double>> sentences;
    private final Set<String> whole;
    private final Map<Mention, Set<String>> around = new HashMap<>();
    private final Map<String, Map<String, Double>> chances = new HashMap<>();
    private final Map<String, Double> flags = new HashMap<>();
    private final Map<String, Map<Turn, Double>> turns = new HashMap<>();
    private final Map<String, Map<Fact, Double>> jobs = new HashMap<>();
    /// Facts that are alike are one object, and looked up as such; so are the facts of a kind.
    private final Map<Fact, Set<String>> cues = new IdentityHashMap<>();
    private final Map<Map<String, Fact>, Map<Setting, Map<String, Double>>> roles = new IdentityHashMap<>();
    private final Map<Fact, Map<Mention, Double>> tested = new IdentityHashMap<>();
    private final Map<Fact, Map<Mention, Map<String, Double>>> operators = new IdentityHashMap<>();

    /// What the roles of a mention depend on, besides facts.
    private record Setting(Mention mention, String kind, Turn turn) {}

    Scored(Weights weights, KindFacts facts, Hearing hearing, String request) {
        this(weights, facts, hearing, hearing.heard(request), hearing.sentences(request));
    }

    /// Of something heard, with its sentences where they are looked at.
    Scored(Weights weights, KindFacts facts, Hearing hearing, Heard heard, List<Heard> parts) {
        this.weights = weights;
        this.facts = facts;
        this.hearing = hearing;
        this.heard = heard;
        this.sentences = parts.size() < 2
                ? List.of()
                : parts.stream()
                        .map(one -> shares(weights.model(KIND), Cues.whole(one)))
                        .toList();
        this.whole = Cues.whole(heard);
        heard.mentions().forEach(mention -> around.put(mention, Cues.around(heard, mention, hearing)));
    }

    private static Map<String, Double> shares(Linear model, Set<String> cues) {
        double[] all = model.shares(cues, TEMPERATURE);
        Map<String, Double> map = new LinkedHashMap<>();
        for (int i = 0; i < all.length; i++) {
            map.put(model.classes().get(i), all[i]);
        }
        return map;
    }

    /// How likely a sentence is about other events than those.
    private double elsewhere(Set<String> kinds) {
        return sentences.stream()
                .filter(sentence -> kinds.stream().allMatch(kind -> sentence.getOrDefault(kind, 0.0) < NEARLY_NONE))
                .mapToDouble(sentence -> sentence.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0))
                .max()
                .orElse(0);
    }

    static double nats(double chance) {
        return -Math.log(Math.max(chance, LEAST));
    }

    /// Each class of a model of the whole, with its chance.
    Map<String, Double> classes(String name) {
        return chances.computeIfAbsent(name, _ -> {
            Linear model = weights.model(name);
            if (name.equals(KIND)) {
                return shares(model, whole);
            }
            double[] all = model.chances(whole);
            Map<String, Double> map = new LinkedHashMap<>();
            for (int i = 0; i < all.length; i++) {
                map.put(model.classes().get(i), all[i]);
            }
            return map;
        });
    }

    double chance(String model, String value) {
        return classes(model).getOrDefault(value, 0.0);
    }

    /// How likely a trait of the whole, or a closed condition, is.
    double flag(String name) {
        return flags.computeIfAbsent(name, _ -> weights.model(name).chance(whole));
    }

    /// Each turn that goes with that kind and measure, with its chance if there is one; none where none was learnt.
    Map<Turn, Double> turns(String kind, String measure) {
        if (!weights.models().containsKey(TURN)) {
            return Map.of();
        }
        return turns.computeIfAbsent(kind + " " + measure, _ -> {
            Map<Turn, Double> all = new LinkedHashMap<>();
            classes(TURN).forEach((text, chance) -> all.put(Turn.parse(text), chance));
            all.keySet().removeIf(turn -> !turn.fits(kind, measure));
            double total =
                    all.values().stream().mapToDouble(Double::doubleValue).sum();
            all.replaceAll((_, chance) -> chance / Math.max(total, LEAST));
            return all;
        });
    }

    /// How likely a request has a turn that tells in such a way.
    double turned(String measure) {
        return Turn.isPaired(measure) ? 1 : flag(Cues.FLAG + Slots.MORE);
    }

    /// How likely a fact of a kind has that job (`key`, `of`, `column`).
    double job(String job, Fact fact) {
        return jobs.computeIfAbsent(job, _ -> new IdentityHashMap<>())
                .computeIfAbsent(fact, _ -> weights.model(Cues.JOB + job).chance(cues(fact)));
    }

    private Set<String> cues(Fact fact) {
        return cues.computeIfAbsent(fact, _ -> Cues.fact(fact, heard, whole));
    }

    /// The roles that a mention may have with such a kind, each with its chance.
    Map<String, Double> roles(Mention mention, String kind, Map<String, Fact> known, Turn turn) {
        return roles.computeIfAbsent(known, _ -> new HashMap<>())
                .computeIfAbsent(new Setting(mention, kind, turn), setting -> rolesOf(setting, known));
    }

    private Map<String, Double> rolesOf(Setting setting, Map<String, Fact> known) {
        Mention mention = setting.mention();
        Map<String, Double> all = new LinkedHashMap<>();
        Linear model = weights.model("role");
        boolean inKind = facts.isCalled(setting.kind(), mention.text());
        for (String role : legal(mention, setting.kind(), setting.turn())) {
            all.put(role, model.chance(Cues.role(role, mention, around(mention), inKind)));
        }
        for (Fact fact : known.values()) {
            if (isTestable(fact, mention)) {
                all.put(Role.where(fact.name()), tested(fact, mention));
            }
        }
        if (mention.sort() == Sort.NAME || mention.sort() == Sort.NUMBER) {
            String descends = Role.where(Atom.DESCENDS);
            all.put(descends, model.chance(Cues.role(descends, mention, around(mention), inKind)));
        }
        double total = all.values().stream().mapToDouble(Double::doubleValue).sum();
        all.replaceAll((_, chance) -> chance / Math.max(total, LEAST));
        return all;
    }

    private double tested(Fact fact, Mention mention) {
        return tested.computeIfAbsent(fact, _ -> new HashMap<>())
                .computeIfAbsent(
                        mention, _ -> weights.model("role").chance(Cues.tested(fact, heard, mention, around(mention))));
    }

    Set<String> around(Mention mention) {
        return around.getOrDefault(mention, Set.of());
    }

    static List<String> legal(Mention mention, String kind, Turn turn) {
        List<String> roles = new ArrayList<>(List.of(Role.NONE.name()));
        if (mention.sort() == Sort.NUMBER) {
            roles.add(Role.HAVING);
            if (mention.unit().isEmpty() && mention.isWithin(1, MOST_LISTED)) {
                roles.add(Role.TOP);
            }
            if (mention.isTime() && mention.isWithin(LEAST_TIME, LONGEST)) {
                roles.addAll(List.of(Role.EVERY, Role.FOR));
            }
            if (mention.isTime() && turn.isAfter() && mention.isWithin(1, LONGEST)) {
                roles.add(Role.WITHIN);
            }
            if (turn.isOpen() && !mention.isTime() && mention.isWithin(0, LONGEST)) {
                roles.add(Role.WHEN);
            }
            boolean rate = mention.unit().equals("hz")
                    || kind.equals(SAMPLES) && mention.unit().isEmpty();
            if (rate && mention.isWithin(1, MOST_HERTZ)) {
                roles.add(Role.HERTZ);
            }
        } else if (mention.sort() == Sort.NAME && kind.endsWith("*")) {
            roles.add(Role.NAME);
        }
        return roles;
    }

    static boolean isTestable(Fact fact, Mention mention) {
        return switch (mention.sort()) {
            case NUMBER ->
                fact.isNumber()
                        && mention.isWithin(0, MOST_TESTED)
                        && mention.isTime() == (fact.unit().family() == Unit.Family.TIME)
                        && (!mention.isSize() || fact.unit().family() != Unit.Family.TIME);
            case PATH -> fact.type() == Type.TEXT;
            case NAME -> fact.type() == Type.TEXT || NAMES.contains(fact.name());
            case ADDRESS ->
                fact.type() == Type.ADDRESS
                        || fact.type() == Type.TEXT && !fact.ambient() && !NAMES.contains(fact.name())
                        || ENDS.contains(fact.name());
            case SIGNAL -> fact.name().startsWith("signal");
            case ERROR -> fact.type() == Type.ERRNO;
        };
    }

    /// The ways to compare a fact with a mention, each with its chance.
    Map<String, Double> operators(Fact fact, Mention mention) {
        return operators
                .computeIfAbsent(fact, _ -> new HashMap<>())
                .computeIfAbsent(mention, _ -> operatorsOf(fact, mention));
    }

    private Map<String, Double> operatorsOf(Fact fact, Mention mention) {
        Linear model = weights.model("operator");
        double[] all = model.chances(Cues.operator(fact, around(mention)));
        Map<String, Double> map = new LinkedHashMap<>();
        double total = 0;
        for (int i = 0; i < all.length; i++) {
            String operator = model.classes().get(i);
            if (Building.isOperator(operator, mention.sort())) {
                map.put(operator, all[i]);
                total += all[i];
            }
        }
        double sum = total;
        map.replaceAll((_, chance) -> chance / Math.max(sum, LEAST));
        return map;
    }

    /// How much all decisions surprise together, in nats.
    double nats(Slots slots) {
        return surprise(slots).nats();
    }

    /// How much each decision surprises. What sets two kinds of events against each other is about either.
    Surprise surprise(Slots slots) {
        Map<String, Fact> known = facts.of(slots.event(), slots.turn());
        Set<String> kinds = new TreeSet<>(Set.of(slots.kind()));
        slots.turn().other().map(facts::template).ifPresent(kinds::add);
        double kind = kinds.stream().mapToDouble(one -> chance(KIND, one)).sum();
        double measure = nats(chance("measure", slots.measure())) + turn(slots);
        if (slots.of().isPresent()) {
            measure += of(slots, known);
        }
        double whole = nats(1 - flag(Cues.FLAG + Slots.SEVERAL))
                + nats(1 - flag(Cues.FLAG + Slots.UNANSWERED))
                + nats(1 - elsewhere(kinds));
        return new Surprise(
                nats(kind),
                measure,
                keys(slots, known),
                closed(slots, known),
                mentions(slots, known),
                flags(slots),
                whole);
    }

    private double keys(Slots slots, Map<String, Fact> known) {
        double nats = 0;
        for (Fact fact : known.values()) {
            if (!fact.name().equals(Slots.PID) && !slots.measure().equals(Slots.REPORT)) {
                double key = job("key", fact);
                nats += nats(slots.keys().contains(fact.name()) ? key : 1 - key);
            }
        }
        return nats;
    }

    private double flags(Slots slots) {
        double nats = 0;
        for (String flag : Slots.FLAGS) {
            if (!isImplied(flag, slots.measure())) {
                double chance = flag(Cues.FLAG + flag);
                nats += nats(slots.flags().contains(flag) ? chance : 1 - chance);
            }
        }
        return nats;
    }

    private double closed(Slots slots, Map<String, Fact> known) {
        double nats = nats(LEAST)
                * slots.closed().stream()
                        .filter(one -> !weights.models().containsKey(Cues.CLOSED + one))
                        .count();
        for (String closed : weights.closed()) {
            if (known.containsKey(attribute(closed)) || slots.closed().contains(closed)) {
                double chance = flag(Cues.CLOSED + closed);
                nats += nats(slots.closed().contains(closed) ? chance : 1 - chance);
            }
        }
        return nats;
    }

    /// Whether such a way to tell always has the flag, or needs none.
    static boolean isImplied(String flag, String measure) {
        return flag.equals(Role.EVERY) && measure.equals(Slots.RATE)
                || flag.equals(Slots.MORE) && Turn.isPaired(measure);
    }

    private double turn(Slots slots) {
        Map<Turn, Double> fitting = turns(slots.kind(), slots.measure());
        return slots.turn().isNone() || fitting.isEmpty()
                ? 0
                : nats(fitting.getOrDefault(slots.turn(), fitting.getOrDefault(Turn.OTHER, 0.0)));
    }

    private double of(Slots slots, Map<String, Fact> known) {
        double total = known.values().stream()
                .filter(fact -> !fact.name().equals(Slots.PID))
                .mapToDouble(fact -> job("of", fact))
                .sum();
        Fact fact = known.get(slots.of().orElseThrow());
        return nats(fact == null ? 0 : job("of", fact) / Math.max(total, LEAST));
    }

    private double mentions(Slots slots, Map<String, Fact> known) {
        double nats = 0;
        for (int i = 0; i < heard.mentions().size(); i++) {
            Mention mention = heard.mentions().get(i);
            Role role = slots.roles().get(i);
            nats += nats(roles(mention, slots.kind(), known, slots.turn()).getOrDefault(role.name(), 0.0));
            if (role.isTest() && known.containsKey(role.fact())) {
                nats += nats(operators(known.get(role.fact()), mention).getOrDefault(role.operator(), 0.0));
            }
        }
        return nats;
    }

    /// The fact that a closed condition tests.
    static String attribute(String closed) {
        String bare = closed.startsWith("not ") ? closed.substring("not ".length()) : closed;
        return bare.substring(0, bare.indexOf(' '));
    }

    Heard heard() {
        return heard;
    }

    Hearing hearing() {
        return hearing;
    }
}
