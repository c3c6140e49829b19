package dev.ken.comprehension;

import dev.ken.corpus.Wording;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Event kinds by the words of their phrases, in any order and with other words for the same ("drive" for "block").
/// Where [Lexicon] finds phrases as they stand, this finds those that are said in another way.
final class Kinds {
    /// Most kinds that are proposed for one sentence.
    private static final int MOST = 6;

    /// How much of a phrase must stand in the sentence itself and not in words for the same.
    private static final double LEAST_DIRECT = 0.5;

    private static final Set<String> FUNCTION_WORDS =
            Set.copyOf(Wording.stems(String.join(" ", Tables.words("function.words"))));

    /// Function words after which something is asked for, so that they may not be passed over.
    private static final Set<String> GROUPING = Set.copyOf(Wording.stems("by per"));

    private static final double RELATED = 0.7;
    private static final double BESIDE = 0.3;

    /// One kind: the stems of its phrases that are not chatter, and all stems that anything about it has.
    private record Bag(String kind, List<Set<String>> phrases, Set<String> all) {}

    private record Scored(String kind, double score) {}

    /// Knows no kind.
    static final Kinds NONE = new Kinds(List.of());

    private final List<Bag> bags = new ArrayList<>();
    private final Map<String, Bag> byName = new LinkedHashMap<>();
    private final Map<String, Integer> frequency = new LinkedHashMap<>();
    /// Phrases by the first of their stems, with the places of their kinds.
    private final Map<String, List<Placed>> byFirst = new HashMap<>();

    private record Placed(int bag, Set<String> phrase) {}

    Kinds(Catalog catalog) {
        this(catalog.curated().values());
    }

    private Kinds(Iterable<EventKind> kinds) {
        for (EventKind kind : kinds) {
            Bag bag = bag(kind);
            bag.phrases()
                    .forEach(phrase -> byFirst.computeIfAbsent(phrase.iterator().next(), _ -> new ArrayList<>())
                            .add(new Placed(bags.size(), phrase)));
            bags.add(bag);
            byName.put(kind.name(), bag);
            bag.all().forEach(stem -> frequency.merge(stem, 1, Integer::sum));
        }
    }

    private static Bag bag(EventKind kind) {
        List<Set<String>> phrases = new ArrayList<>();
        Set<String> all = new LinkedHashSet<>();
        List<String> texts = new ArrayList<>(kind.phrases());
        texts.add(kind.plural());
        for (String text : texts) {
            Set<String> content = new LinkedHashSet<>(Wording.stems(text));
            all.addAll(content);
            content.removeIf(FUNCTION_WORDS::contains);
            if (!content.isEmpty()) {
                phrases.add(content);
            }
        }
        all.addAll(Wording.stems(kind.gloss()));
        all.addAll(Wording.stems(kind.name().replace('.', ' ')));
        return new Bag(kind.name(), List.copyOf(phrases), all);
    }

    /// The kinds of which the words say a whole phrase, the best first.
    List<String> saidBy(List<String> words) {
        List<String> stems = Wording.stems(String.join(" ", words));
        Set<String> meant = Wording.meant(stems);
        Set<String> direct = Set.copyOf(stems);
        List<Scored> found = new ArrayList<>();
        Map<Integer, Double> masses = new TreeMap<>();
        for (String first : meant) {
            for (Placed one : byFirst.getOrDefault(first, List.of())) {
                if (meant.containsAll(one.phrase()) && isDirect(one.phrase(), direct)) {
                    masses.merge(one.bag(), mass(one.phrase(), direct), Math::max);
                }
            }
        }
        masses.forEach((place, best) -> {
            Bag bag = bags.get(place);
            if (best > 0) {
                Set<String> beside = new LinkedHashSet<>(bag.all());
                beside.retainAll(direct);
                found.add(new Scored(bag.kind(), best + BESIDE * mass(beside, direct)));
            }
        });
        return found.stream()
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .limit(MOST)
                .map(Scored::kind)
                .toList();
    }

    /// The kinds of which one phrase has all of the words, those with the shortest first.
    List<String> named(List<String> words) {
        Set<String> stems = new LinkedHashSet<>(Wording.stems(String.join(" ", words)));
        stems.removeIf(FUNCTION_WORDS::contains);
        List<Scored> found = new ArrayList<>();
        for (Bag bag : bags) {
            bag.phrases().stream()
                    .filter(phrase -> !stems.isEmpty() && phrase.containsAll(stems))
                    .mapToInt(Set::size)
                    .min()
                    .ifPresent(length -> found.add(new Scored(bag.kind(), length)));
        }
        return found.stream()
                .sorted(Comparator.comparingDouble(Scored::score))
                .map(Scored::kind)
                .toList();
    }

    private boolean isDirect(Set<String> phrase, Set<String> direct) {
        double whole = phrase.stream().mapToDouble(this::rarity).sum();
        double said = phrase.stream()
                .filter(direct::contains)
                .mapToDouble(this::rarity)
                .sum();
        return said >= LEAST_DIRECT * whole;
    }

    private double mass(Set<String> stems, Set<String> direct) {
        return stems.stream()
                .mapToDouble(stem -> (direct.contains(stem) ? 1 : RELATED) * rarity(stem))
                .sum();
    }

    private double rarity(String stem) {
        return Math.log(1 + (double) bags.size() / (1 + frequency.getOrDefault(stem, 0)));
    }

    /// Whether `words` belong to what the kind is called, so that they need no other meaning.
    boolean has(String kind, List<String> words) {
        return missing(kind, words).isEmpty();
    }

    /// Those of `words` that belong to nothing that the kind is called.
    List<String> missing(String kind, List<String> words) {
        Bag bag = byName.getOrDefault(kind, EMPTY);
        Set<String> stems = new LinkedHashSet<>(Wording.stems(String.join(" ", words)));
        stems.removeAll(bag.all());
        stems.removeIf(stem -> FUNCTION_WORDS.contains(stem) && !GROUPING.contains(stem));
        if (stems.isEmpty()) {
            return List.of();
        }
        List<String> left = words.stream()
                .filter(word -> Wording.stems(word).stream().anyMatch(stems::contains))
                .toList();
        return left.isEmpty() ? List.copyOf(stems) : left;
    }

    /// Those of `words` that even with words for the same, and without words that only say how, belong to nothing that
    /// the kind is called.
    List<String> unexplained(String kind, List<String> words) {
        Bag bag = byName.getOrDefault(kind, EMPTY);
        return missing(kind, words).stream()
                .filter(word -> !LIGHT.contains(word.toLowerCase(Locale.ROOT)))
                .filter(word -> Wording.meant(Wording.stems(word)).stream().noneMatch(bag.all()::contains))
                .toList();
    }

    /// How much of the phrase of the kind that is said best the words say, 0..1.
    double saidShare(String kind, List<String> words) {
        List<String> stems = Wording.stems(String.join(" ", words));
        stems = stems.stream().filter(stem -> !FUNCTION_WORDS.contains(stem)).toList();
        Set<String> meant = Wording.meant(stems);
        Set<String> direct = Set.copyOf(stems);
        double best = 0;
        for (Set<String> phrase : byName.getOrDefault(kind, EMPTY).phrases()) {
            Set<String> said = new LinkedHashSet<>(phrase);
            said.retainAll(meant);
            double whole = phrase.stream().mapToDouble(this::rarity).sum();
            best = Math.max(best, mass(said, direct) / whole);
        }
        return best;
    }

    private static final Set<String> LIGHT = Tables.words("light.words");

    private static final Bag EMPTY = new Bag("", List.of(), Set.of());
}
