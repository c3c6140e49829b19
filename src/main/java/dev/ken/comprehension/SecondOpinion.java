package dev.ken.comprehension;

import dev.ken.comprehension.impression.Impression;
import dev.ken.comprehension.impression.Impression.Surprise;
import dev.ken.comprehension.impression.Traits;
import dev.ken.comprehension.impression.Wordprint;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.kernel.Lazy;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Whether what was read of a request surprises, going by what such words usually ask for ([Impression]). A reading
/// that does is asked about, together with the intents near to it that surprise less: two readings that were made
/// independently have to agree. `docs/evaluation.md` has how many misread requests that finds, and how many others.
final class SecondOpinion {
    /// How many nats of surprise are too many.
    static final double MOST_NATS = 10;

    private static final double CLEARLY_LESS = 3;
    private static final double EXPECTED_NATS = 1;
    private static final double FAR_MORE = 6;
    private static final int MOST_OTHERS = 3;
    private static final int MOST_DOUBTS = 2;
    private static final double DOUBTFUL = 1.5;
    private static final Lazy<Impression> IMPRESSION = new Lazy<>(Impression::shipped);
    private static final Map<String, String> DOUBTED = Tables.pairs("doubted.table");

    /// An intent and how much it surprises, in nats.
    record Rated(Intent intent, double nats) {}

    private final Catalog catalog;
    private final double[] likelihoods;

    /// Begins to read the weights on another thread.
    static void ahead() {
        IMPRESSION.ahead();
    }

    /// Whether labelled requests have a word.
    static boolean knows(String word) {
        return Wordprint.words(word).stream().allMatch(IMPRESSION.get().words()::contains);
    }

    SecondOpinion(Catalog catalog, String request) {
        this.catalog = catalog;
        this.likelihoods = IMPRESSION.get().likelihoods(request);
    }

    /// The question, where it surprises too much; nobody says in one way where lives of processes begin.
    Optional<Reading> asked(Intent intent) {
        Optional<String> doubted = doubted(intent);
        if (doubted.isEmpty() || Relations.isLife(intent)) {
            return Optional.empty();
        }
        double nats = nats(intent);
        List<Reading.Choice> choices = new ArrayList<>(List.of(choice(intent)));
        nearer(intent).stream()
                .filter(other -> other.nats() < nats - CLEARLY_LESS)
                .filter(other -> IntentCheck.of(other.intent(), catalog).isEmpty())
                .limit(MOST_OTHERS)
                .forEach(other -> choices.add(choice(other.intent())));
        return Optional.of(new Reading.NeedsClarification(
                "Such words usually ask for something else: " + doubted.get()
                        + " may be read wrongly. Which is meant? Or say it in other words.",
                choices));
    }

    /// What of an intent may be read wrongly, in words, where it surprises too much.
    Optional<String> doubted(Intent intent) {
        return nats(intent) < MOST_NATS ? Optional.empty() : Optional.of(Texts.list(doubts(intent)));
    }

    /// The one choice of a question that does not surprise, where all the others do.
    Optional<Reading> settled(Reading reading) {
        if (!(reading instanceof Reading.NeedsClarification(String _, List<Reading.Choice> choices))
                || choices.size() < 2) {
            return Optional.empty();
        }
        List<Rated> rated = choices.stream()
                .map(choice -> new Rated(choice.intent(), nats(choice.intent())))
                .sorted(Comparator.comparingDouble(Rated::nats))
                .toList();
        double least = rated.getFirst().nats();
        if (least > EXPECTED_NATS || rated.get(1).nats() < least + FAR_MORE) {
            return Optional.empty();
        }
        Intent intent = rated.getFirst().intent();
        List<String> assumptions = new ArrayList<>(intent.assumptions());
        assumptions.add(
                "Of what it may mean, the usual one is taken: " + String.join("; ", Gloss.of(intent, catalog)) + ".");
        return Optional.of(new Reading.Understood(new Intent(intent.parts(), intent.durationNanos(), assumptions)));
    }

    private Reading.Choice choice(Intent intent) {
        return new Reading.Choice(String.join("; ", Gloss.of(intent, catalog)), intent);
    }

    /// What surprises most, in words.
    private List<String> doubts(Intent intent) {
        Set<String> doubts = new LinkedHashSet<>();
        for (Surprise surprise : surprises(intent)) {
            String trait = surprise.trait().split(" ", 2)[0];
            if ((doubts.isEmpty() || surprise.nats() >= DOUBTFUL) && doubts.size() < MOST_DOUBTS) {
                doubts.add(Optional.ofNullable(DOUBTED.get(trait)).orElseThrow(() -> new IllegalStateException(trait)));
            }
        }
        return List.copyOf(doubts);
    }

    double nats(Intent intent) {
        return surprises(intent).stream().mapToDouble(Surprise::nats).sum();
    }

    /// The same by the word of each trait, with `+` where the intent has it.
    Map<String, Double> unusual(Intent intent) {
        Map<String, Double> sums = new TreeMap<>();
        surprises(intent)
                .forEach(one ->
                        sums.merge(one.trait().split(" ", 2)[0] + (one.has() ? "+" : "-"), one.nats(), Double::sum));
        return sums;
    }

    List<Surprise> surprises(Intent intent) {
        return IMPRESSION.get().surprises(likelihoods, Traits.of(intent));
    }

    /// Intents near to it, those that surprise least in front.
    List<Rated> nearer(Intent intent) {
        List<Rated> all = new ArrayList<>();
        Variants.of(intent).forEach(one -> all.add(new Rated(one, nats(one))));
        all.sort(Comparator.comparingDouble(Rated::nats));
        return all;
    }
}
