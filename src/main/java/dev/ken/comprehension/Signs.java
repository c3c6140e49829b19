package dev.ken.comprehension;

import dev.ken.comprehension.Accounts.Account;
import dev.ken.comprehension.Candidate.Origin;
import dev.ken.comprehension.hunch.Hunches;
import dev.ken.comprehension.hunch.Surprise;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What speaks for and against each of several intents being what a request means. Each sign has a name that says what
/// it is; [Odds] knows how much each counts.
///
/// @param read       the kind of answer that the rules gave, as a word
/// @param words      how many words the request has
/// @param called     by how many words the rules find events named at most; empty where they find none
/// @param candidates all that it may mean
record Signs(String read, int words, Optional<Integer> called, List<Candidate> candidates) {
    private static final double[] NATS = {.1, .2, .35, .5, .75, 1, 1.5, 2, 2.5, 3, 4, 5, 6.5, 8, 10};
    private static final double[] OF_ONE = {.02, .05, .1, .2, .35, .5, .75, 1, 1.5, 2, 3, 4, 6, 8};
    private static final double[] UNUSUAL = {.25, .5, 1, 1.5, 2, 3, 4, 6, 8};
    private static final double[] LEAD = {-6, -4, -3, -2, -1, -.5, 0, .5, 1, 2, 3, 4, 6};
    private static final double[] USUAL = {.25, .5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12};
    private static final double[] FELT = {.25, .5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25};
    private static final double[] BEST = {.2, .5, 1, 2, 4};
    private static final double[] RULED = {.5, 1, 2, 3, 4, 6, 8};
    private static final double[] WORDS = {5, 8, 12, 16, 20, 30, 40, 60};
    private static final double[] FEW = {0, 1, 2, 3, 4};
    private static final double NONE = 12;
    private static final int MOST_OBJECTED = 3;

    /// The signs of one of them.
    Set<String> of(Candidate one) {
        Set<String> signs = new TreeSet<>();
        String origin = one.origin().name().toLowerCase(Locale.ROOT);
        String several = one.isSeveral() ? "several " : "";
        signs.add(origin);
        signs.add(origin + ", rules: " + read);
        signs.add(several + origin);
        one.nats()
                .ifPresentOrElse(
                        nats -> {
                            add(signs, several + origin + " nats", nats, NATS);
                            add(signs, several + "lead", lead(one) - nats, LEAD);
                        },
                        () -> signs.add(several + "not weighed " + origin));
        one.surprise().ifPresent(surprise -> decisions(surprise, signs));
        add(signs, "usual", one.usual(), USUAL);
        felt(one, signs, several);
        one.unusual().forEach((trait, nats) -> add(signs, "unusual " + trait, nats, UNUSUAL));
        signs.addAll(one.fits());
        for (int lost = 1; lost <= Math.min(one.objected(), MOST_OBJECTED); lost++) {
            signs.add("lost " + lost);
            signs.add("lost " + lost + " " + origin);
        }
        for (Account account : one.open()) {
            signs.add("open " + account.name().toLowerCase(Locale.ROOT));
        }
        if (one.isClean()) {
            signs.add("clean");
            signs.add("clean " + origin);
        }
        called(one, signs, origin);
        add(signs, "words", words, WORDS);
        add(signs, origin + " rank", one.rank(), FEW);
        if (one.origin() == Origin.RULES) {
            add(signs, "assumed", one.intent().assumptions().size(), FEW);
        }
        others(one, signs, origin, several);
        return signs;
    }

    private void felt(Candidate one, Set<String> signs, String several) {
        add(signs, several + "felt", one.feltNats(), FELT);
        one.felt().forEach((word, nats) -> add(signs, "felt " + word, nats, OF_ONE));
        double least = candidates.stream()
                .filter(other -> !other.told().equals(one.told()))
                .mapToDouble(Candidate::feltNats)
                .min()
                .orElse(NONE + one.feltNats());
        add(signs, several + "felt lead", least - one.feltNats(), LEAD);
    }

    private static void decisions(Surprise surprise, Set<String> signs) {
        add(signs, "nats of the kind", surprise.kind(), OF_ONE);
        add(signs, "nats of the measure", surprise.measure(), OF_ONE);
        add(signs, "nats of the keys", surprise.keys(), OF_ONE);
        add(signs, "nats of conditions without a value", surprise.closed(), OF_ONE);
        add(signs, "nats of values", surprise.mentions(), OF_ONE);
        add(signs, "nats of times and the largest", surprise.flags(), OF_ONE);
        add(signs, "nats of the whole", surprise.whole(), OF_ONE);
    }

    private void called(Candidate one, Set<String> signs, String origin) {
        if (called.isEmpty()) {
            signs.add("nothing named");
            return;
        }
        signs.add(one.called().isPresent() ? "named" : "other named");
        signs.add((one.called().isPresent() ? "named " : "other named ") + origin);
        add(signs, "called by", one.called().orElse(0), FEW);
        add(signs, "others called by more", called.get() - one.called().orElse(0), FEW);
    }

    /// How much the likeliest other hunch surprises.
    private double lead(Candidate one) {
        return candidates.stream()
                .filter(other -> other.origin() == Origin.HUNCH && !other.told().equals(one.told()))
                .findFirst()
                .flatMap(Candidate::nats)
                .orElse(NONE);
    }

    private void others(Candidate one, Set<String> signs, String origin, String several) {
        boolean agrees = false;
        for (Candidate other : candidates) {
            if (other.origin() != one.origin() && other.told().equals(one.told())) {
                signs.add(several + "agrees " + other.origin().name().toLowerCase(Locale.ROOT));
                agrees = true;
            }
        }
        if (!agrees) {
            signs.add("alone");
        }
        Optional<Candidate> best = first(Origin.HUNCH);
        if (one.origin() != Origin.HUNCH && best.isPresent()) {
            if (best.get().told().equals(one.told())) {
                signs.add(several + origin + " is likeliest");
            } else {
                signs.add(
                        several + origin + (isSameEvent(best.get(), one) ? " same" : " other") + " event as likeliest");
                add(
                        signs,
                        several + origin + " differs, likeliest nats",
                        best.get().nats().orElse(NONE),
                        BEST);
            }
        }
        Optional<Candidate> rules = first(Origin.RULES);
        if (one.origin() == Origin.HUNCH
                && rules.isPresent()
                && !rules.get().told().equals(one.told())) {
            signs.add("rules same event " + isSameEvent(rules.get(), one));
            signs.add("rules clean " + rules.get().isClean());
            if (isSameEvent(rules.get(), one)) {
                signs.add("tests all of the rules "
                        + Hunches.testsAll(one.intent(), rules.get().intent()));
                signs.add("rules test all " + Hunches.testsAll(rules.get().intent(), one.intent()));
            }
            rules.get().nats().ifPresent(nats -> add(signs, "rules nats", nats, RULED));
            if (rules.get().isSeveral()) {
                signs.add("rules several");
            }
        }
    }

    private Optional<Candidate> first(Origin origin) {
        return candidates.stream().filter(one -> one.origin() == origin).findFirst();
    }

    private static boolean isSameEvent(Candidate one, Candidate other) {
        return one.intent()
                .parts()
                .getFirst()
                .event()
                .equals(other.intent().parts().getFirst().event());
    }

    private static void add(Set<String> signs, String name, double value, double[] steps) {
        for (double step : steps) {
            if (value > step) {
                signs.add(name + " > " + step);
            }
        }
    }
}
