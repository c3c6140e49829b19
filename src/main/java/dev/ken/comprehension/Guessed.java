package dev.ken.comprehension;

import dev.ken.comprehension.Accounts.Account;
import dev.ken.comprehension.Candidate.Origin;
import dev.ken.comprehension.hunch.Hunches;
import dev.ken.comprehension.hunch.Hunches.Doubt;
import dev.ken.comprehension.hunch.Hunches.Hunch;
import dev.ken.comprehension.hunch.Surprise;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Sets what the rules make of a request against what was learnt ([Hunches]): all that it
/// may mean is weighed ([Signs], [Odds]), what is likely enough is taken, and of the likeliest is asked where nothing
/// is. `docs/evaluation.md` has how the numbers were chosen.
///
/// @param odds     how much each sign counts
/// @param likeliest what the request may mean, the likeliest first
/// @param pieced   what its pieces come to, where it may ask for several things, the likeliest first
/// @param weighing what is known of an intent
/// @param called   by how many words the rules find events named at most; empty where they find none
/// @param words    how many words the request has
/// @param doubt    how likely the request has no answer
/// @param finished an intent as it is told, for a request
record Guessed(
        Catalog catalog,
        Odds odds,
        Supplier<List<Hunch>> likeliest,
        Supplier<List<Intent>> pieced,
        Weighing weighing,
        Supplier<Optional<Integer>> called,
        int words,
        Supplier<Doubt> doubt,
        BiFunction<String, Intent, Reading> finished) {
    /// What is so likely is taken.
    private static final double TAKEN = 0.6;
    /// For each word that it makes nothing of, it must be so much likelier.
    private static final double EACH_LOST = 0.05;
    /// What is so likely is taken whatever else may be meant.
    private static final double SURE = 0.8;
    /// A choice of a question that is so likely is not passed over for one that is a little likelier.
    private static final double RIVAL = 0.5;
    /// What is so likely is offered.
    private static final double OFFERED = 0.1;
    /// The same, where the rules understand nothing.
    private static final double LIKELY = 0.3;
    /// A hunch of what the rules read that surprises by so many nats at most needs no weighing.
    private static final double AGREED_NATS = 1;

    /// So many words are a phrase.
    private static final int PHRASE = 2;

    /// What the rules settled stands from there on, where all else that is likely leaves out some of it.
    private static final double POSSIBLE = 0.4;
    /// Below it a request has an answer, though words of it may be refused.
    private static final double ANSWERED = 0.02;
    /// From there on it has none.
    private static final double UNANSWERED = 0.5;
    /// From there on such a request leaves open what is meant.
    private static final double VAGUE = 0.5;

    private static final String NOTHING = "As far as it is understood, nothing can be observed for this.";
    private static final String OTHERWISE =
            "Ask for something that a running kernel does, for example: count file opens by process.";
    private static final String OPEN = "The request does not say what is to be observed. Is this meant?";
    /// How questions begin whether the rest is meant.
    private static final String UNREAD = "I do not understand";
    /// How a hint begins that tells a word near to one that is not understood.
    private static final String MEANT = "Did you mean";

    private static final Set<Measure> SAID =
            Set.of(new Measure.Minimum(), new Measure.Maximum(), new Measure.Average(), new Measure.Distinct());

    private static final int MOST_CHOICES = 4;
    private static final int MOST_HUNCHES = 3;

    /// Tells what is known of an intent that somebody read.
    interface Weighing {
        Candidate of(Intent intent, Origin origin, int rank, Optional<Surprise> surprise);
    }

    /// A candidate and how likely it is what is meant.
    record Rated(Candidate candidate, double chance) {}

    /// What becomes of a reading; what the rules did not settle may have no answer.
    Reading of(String said, Reading read) {
        Reading weighed = weighed(said, read);
        boolean settled = read instanceof Reading.Understood
                || weighed instanceof Reading.Declined
                || likeliest.get().isEmpty();
        if (settled || doubt.get().unanswered() < UNANSWERED) {
            return weighed;
        }
        boolean vague = doubt.get().vague() >= VAGUE;
        if (!vague) {
            return new Reading.Declined(NOTHING, Optional.of(OTHERWISE));
        }
        return weighed instanceof Reading.NeedsClarification ? weighed : question(OPEN, offered(read, rated(read), 0));
    }

    /// Whether there is nothing to weigh: a hunch agrees, the lives of processes are asked for (of which people see the
    /// start in many ways), this kernel does not tell of such events, or the rules refuse and it is not sure that the
    /// request has an answer.
    private boolean stands(Reading read) {
        return read instanceof Reading.Understood(Intent intent) && (isAgreed(intent) || Relations.isLife(intent))
                || HowMuch.isAsked(read)
                || read instanceof Reading.Declined(String told, Optional<String> _)
                        && (Fitting.isUntold(told)
                                || Reader.isRefusal(told) && doubt.get().unanswered() >= ANSWERED);
    }

    private Reading weighed(String said, Reading read) {
        if (stands(read)) {
            return read;
        }
        List<Rated> rated = rated(read);
        if (rated.isEmpty()) {
            return read;
        }
        Rated best = rated.getFirst();
        if (read instanceof Reading.Understood && onlyLess(read, rated)) {
            return read;
        }
        if (best.chance() < needed(best.candidate())
                || loses(best.candidate())
                || changesMachine(best.candidate())
                || competes(read, rated)
                || isCalledOtherwise(best.candidate(), rated)
                || drops(best.candidate(), read)
                || lacks(said, best.candidate(), read)
                || measuresOtherwise(best.candidate(), read)
                || isMisspelt(read)) {
            return asked(read, rated);
        }
        return read instanceof Reading.Understood(Intent intent)
                        && tellsSame(intent, best.candidate().intent())
                ? read
                : taken(said, best.candidate());
    }

    /// Whether words of the request call other events better than those that it is about: events that the rules settle
    /// something about, or by a phrase, where it makes nothing of a word and is not sure.
    private boolean isCalledOtherwise(Candidate best, List<Rated> rated) {
        int own = best.called().orElse(0);
        boolean settled = rated.stream()
                .map(Rated::candidate)
                .anyMatch(one -> one.origin() == Origin.RULES && one.called().orElse(0) > own);
        boolean lost = rated.getFirst().chance() < SURE
                && best.objected() > 0
                && called.get().orElse(0) >= PHRASE
                && called.get().orElse(0) > own;
        return best.origin() != Origin.RULES && (settled || lost);
    }

    /// Whether what the rules settled is not unlikely, loses nothing, and whatever else is likely leaves out a
    /// condition of it.
    private static boolean onlyLess(Reading read, List<Rated> rated) {
        return rated.stream()
                        .anyMatch(one -> one.candidate().origin() == Origin.RULES
                                && one.candidate().isClean()
                                && one.chance() >= POSSIBLE)
                && rated.stream()
                        .filter(one -> one.candidate().origin() != Origin.RULES && one.chance() >= OFFERED)
                        .allMatch(one -> drops(one.candidate(), read) || measuresOtherwise(one.candidate(), read));
    }

    /// Whether both tell the same, though perhaps in other units: rules know units best.
    private static boolean tellsSame(Intent read, Intent best) {
        return Candidate.told(withoutUnits(read)).equals(Candidate.told(withoutUnits(best)));
    }

    private static Intent withoutUnits(Intent intent) {
        return new Intent(
                intent.parts().stream()
                        .map(part -> part.what() instanceof What.Aggregate(var measure, var attribute, _)
                                ? part.telling(new What.Aggregate(measure, attribute, Optional.empty()))
                                : part)
                        .toList(),
                intent.durationNanos(),
                intent.assumptions());
    }

    private static double needed(Candidate best) {
        return TAKEN + EACH_LOST * (best.objected() + Unplaced.leftOut(best.intent()));
    }

    /// Whether a word that nobody knows, or a whole sentence, is lost.
    private static boolean loses(Candidate best) {
        return best.origin() != Origin.RULES && (best.names() > 0 || Outlined.leavesOut(best.intent()));
    }

    /// Whether it has packets dropped or calls refused: what is only likely to be meant so is asked about.
    private static boolean changesMachine(Candidate best) {
        return best.origin() != Origin.RULES
                && best.intent().parts().stream().anyMatch(part -> part.what() instanceof What.Rule);
    }

    /// Whether another choice of a question is likely enough, too.
    private static boolean competes(Reading read, List<Rated> rated) {
        return read instanceof Reading.NeedsClarification
                && rated.getFirst().chance() < SURE
                && rated.size() > 1
                && rated.get(1).chance() >= RIVAL;
    }

    /// Whether it has fewer parts than the rules settled, or is of the same events and leaves out a condition that they
    /// read, or is the same but for a key of theirs or their order.
    private static boolean drops(Candidate best, Reading read) {
        return read instanceof Reading.Understood(Intent intent)
                && (best.intent().parts().size() < intent.parts().size()
                        || events(intent).equals(events(best.intent()))
                                && (!Hunches.testsAll(best.intent(), intent) || lacksKey(best.intent(), intent)));
    }

    /// Whether it is of events of which the kernel does not tell what was asked in so many words, as the rules say.
    private boolean lacks(String said, Candidate best, Reading read) {
        return read instanceof Reading.Declined(String told, Optional<String> _)
                && Attributes.untold(told).filter(said::contains).isPresent()
                && best.intent().parts().stream()
                        .flatMap(part -> catalog.find(part.event()).stream())
                        .anyMatch(kind -> told.contains(" of " + kind.plural() + " "));
    }

    private static boolean lacksKey(Intent best, Intent read) {
        return best.parts().size() == read.parts().size()
                && IntStream.range(0, read.parts().size())
                        .anyMatch(
                                i -> lacksKey(best.parts().get(i), read.parts().get(i)));
    }

    private static boolean lacksKey(Part best, Part read) {
        return best.what().equals(read.what())
                && !best.keys().equals(read.keys())
                && read.keys().containsAll(best.keys());
    }

    /// Whether the rules miss a fact that events do not have, and know one that is spelt like it.
    private static boolean isMisspelt(Reading read) {
        return read instanceof Reading.Declined(String _, Optional<String> instead)
                && instead.filter(hint -> hint.startsWith(MEANT)).isPresent();
    }

    /// Whether it is of the events of what the rules read first, and lacks a measure that they read and that only words
    /// for it ask for: "minimum read latency" is no histogram, however usual that is.
    private static boolean measuresOtherwise(Candidate best, Reading read) {
        return ruled(read).stream()
                .limit(1)
                .filter(intent -> events(intent).equals(events(best.intent())))
                .anyMatch(intent -> !said(best.intent()).containsAll(said(intent)));
    }

    /// The measures of an intent that no other words ask for than their own.
    private static Set<Measure> said(Intent intent) {
        Set<Measure> said = new HashSet<>();
        for (Part part : intent.parts()) {
            switch (part.what()) {
                case What.Aggregate(var measure, var _, var _) when SAID.contains(measure) -> said.add(measure);
                case What.Aggregate(Measure.Statistics _, var _, var _) -> said.add(new Measure.Average());
                case What.Extreme extreme ->
                    said.add(extreme.largest() ? new Measure.Maximum() : new Measure.Minimum());
                case What.Aggregate _, What.Report _, What.Net _, What.InFlight _, What.Ratio _, What.Rule _ -> {}
            }
        }
        return said;
    }

    private static Set<String> events(Intent intent) {
        return intent.parts().stream().map(Part::event).collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean isAgreed(Intent intent) {
        return intent.parts().size() == 1
                && !Outlined.isGuessed(intent)
                && likeliest.get().stream()
                        .findFirst()
                        .filter(hunch -> hunch.nats() <= AGREED_NATS)
                        .filter(hunch -> Candidate.told(hunch.intent()).equals(Candidate.told(intent)))
                        .isPresent();
    }

    /// All that it may mean, the likeliest first.
    List<Rated> rated(Reading read) {
        List<Candidate> all = candidates(read);
        Signs signs = signs(read, all);
        Map<String, Rated> rated = new LinkedHashMap<>();
        all.forEach(one -> rated.merge(
                one.told(),
                new Rated(one, isOpen(one) || isOfNothing(one) ? 0 : odds.chance(signs.of(one))),
                Guessed::likelier));
        return rated.values().stream()
                .sorted(Comparator.comparingDouble(Rated::chance).reversed())
                .toList();
    }

    /// What two say is as likely as what the likelier of them says; the rules say more of why.
    private static Rated likelier(Rated first, Rated second) {
        return new Rated(first.candidate(), Math.max(first.chance(), second.chance()));
    }

    /// Whether more than one thing may be meant by its very words.
    private static boolean isOpen(Candidate one) {
        return one.open().contains(Account.AMBIGUOUS) || one.open().contains(Account.REACH);
    }

    private static boolean isOfNothing(Candidate one) {
        return one.intent().parts().stream().anyMatch(Contradictions::isOfNothing);
    }

    /// What the rules read, the likeliest hunches, and what its pieces come to where the rules did not settle it.
    List<Candidate> candidates(Reading read) {
        List<Candidate> all = new ArrayList<>();
        Origin origin = read instanceof Reading.Understood ? Origin.RULES : Origin.CHOICE;
        ruled(read).forEach(intent -> all.add(weighing.of(intent, origin, all.size(), surprise(intent))));
        int rank = 0;
        Claimed claimed = new Claimed(catalog);
        for (Hunch hunch : likeliest.get()) {
            if (rank < MOST_HUNCHES) {
                all.add(weighing.of(claimed.of(hunch.intent()), Origin.HUNCH, rank++, Optional.of(hunch.surprise())));
            }
        }
        for (Intent intent : read instanceof Reading.Understood ? List.<Intent>of() : pieced.get()) {
            if (all.stream().noneMatch(one -> one.told().equals(Candidate.told(intent)))) {
                all.add(weighing.of(intent, Origin.HUNCH, rank++, surprise(intent)));
            }
        }
        return all;
    }

    Signs signs(Reading read, List<Candidate> all) {
        return new Signs(word(read), words, called.get(), all);
    }

    /// How much the hunch that says the same surprises, where there is one.
    private Optional<Surprise> surprise(Intent intent) {
        return likeliest.get().stream()
                .filter(hunch -> Candidate.told(hunch.intent()).equals(Candidate.told(intent)))
                .map(Hunch::surprise)
                .findFirst();
    }

    private static List<Intent> ruled(Reading read) {
        return switch (read) {
            case Reading.Understood(Intent intent) -> List.of(intent);
            case Reading.NeedsClarification(String _, var choices) ->
                choices.stream().limit(MOST_CHOICES).map(Reading.Choice::intent).toList();
            case Reading.Declined _, Reading.NotUnderstood _ -> List.of();
        };
    }

    private static String word(Reading read) {
        return switch (read) {
            case Reading.Understood _ -> "settled";
            case Reading.NeedsClarification(String question, var _) ->
                question.startsWith(UNREAD) ? "asked without words" : "asked";
            case Reading.Declined _ -> "declined";
            case Reading.NotUnderstood _ -> "not understood";
        };
    }

    private Reading taken(String said, Candidate candidate) {
        Intent intent = candidate.intent();
        List<String> assumptions = new ArrayList<>(intent.assumptions());
        assumptions.add("Taken for what such words usually ask for: " + gloss(intent) + ".");
        return finished.apply(said, new Intent(intent.parts(), intent.durationNanos(), assumptions));
    }

    private Reading asked(Reading read, List<Rated> rated) {
        return switch (read) {
            case Reading.Understood _ ->
                question(
                        "Such words usually ask for something else. Which is meant? Or say it in other words.",
                        offered(read, rated, OFFERED));
            case Reading.NeedsClarification(String question, var choices) ->
                isOfOneThing(choices) ? read : question(question, offered(read, rated, OFFERED));
            case Reading.Declined(String told, Optional<String> instead) ->
                maybe(read, told + instead.map(hint -> " " + hint).orElse(""), rated);
            case Reading.NotUnderstood(String told, List<String> hints) ->
                maybe(
                        read,
                        told
                                + hints.stream()
                                        .filter(hint -> hint.startsWith(MEANT))
                                        .map(hint -> " " + hint)
                                        .findFirst()
                                        .orElse(""),
                        rated);
        };
    }

    private Reading maybe(Reading read, String told, List<Rated> rated) {
        Map<String, Intent> offered = offered(read, rated, LIKELY);
        return offered.isEmpty() ? read : question(told + " Is this meant?", offered);
    }

    /// What is likely enough, and whatever the rules read.
    private static Map<String, Intent> offered(Reading read, List<Rated> rated, double least) {
        Map<String, Intent> offered = new LinkedHashMap<>();
        rated.stream()
                .filter(one -> one.chance() >= least)
                .forEach(one ->
                        offered.put(one.candidate().told(), one.candidate().intent()));
        ruled(read).forEach(intent -> offered.putIfAbsent(Candidate.told(intent), intent));
        return offered;
    }

    /// "Reads slower than 10": the question in which unit the time is has its own choices.
    private static boolean isOfOneThing(List<Reading.Choice> choices) {
        return choices.size() > 1
                && choices.stream()
                                .map(choice -> events(choice.intent()))
                                .distinct()
                                .count()
                        == 1;
    }

    private Reading question(String question, Map<String, Intent> offered) {
        return new Reading.NeedsClarification(
                question,
                offered.values().stream()
                        .limit(MOST_CHOICES)
                        .map(intent -> new Reading.Choice(gloss(intent), intent))
                        .toList());
    }

    private String gloss(Intent intent) {
        return String.join("; ", Gloss.of(intent, catalog));
    }
}
