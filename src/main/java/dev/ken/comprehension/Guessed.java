package dev.ken.comprehension;

import dev.ken.comprehension.hunch.Hunches;
import dev.ken.comprehension.hunch.Hunches.Hunch;
import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// Sets what the rules make of a request against what was learnt ([Hunches]). What the rules do not settle is settled
/// by a hunch that hardly surprises and that loses nothing which the rules understand; a likely one becomes the first
/// choice of a question; and where the rules settle it otherwise than is likely by far, both become choices.
/// `docs/evaluation.md` has how the numbers were chosen.
///
/// @param likeliest what the request may mean, the likeliest first
/// @param keeps    whether an intent loses nothing that the rules understand of the request
/// @param named    whether an intent is about events that the rules find named, or they find none
/// @param finished an intent as it is told, for a request
record Guessed(
        Catalog catalog,
        Hunches hunches,
        Supplier<List<Hunch>> likeliest,
        Predicate<Intent> keeps,
        Predicate<Intent> named,
        BiFunction<String, Intent, Reading> finished) {
    /// A hunch that surprises by so many nats at most is taken.
    static final double SURE_NATS = 0.35;
    /// The same, where the rules find other events named.
    static final double SUREST_NATS = 0.2;
    /// One of several parts that surprises by so many is asked about, where the rules read other ones.
    static final double OTHER_NATS_OF_SEVERAL = 2;
    /// A hunch that surprises by so many at most is offered.
    static final double LIKELY_NATS = 1.5;
    /// The same of one of several parts.
    static final double LIKELY_NATS_OF_SEVERAL = 2.5;
    /// A reading of other events that surprises by so many more than the likeliest is asked about.
    static final double APART_NATS = 3;

    private static final double CLEAR_NATS = 1;
    private static final double MORE_NATS = 1;
    private static final int MOST_TRIED = 2;

    /// What becomes of a reading.
    Reading of(String said, Reading read) {
        return switch (read) {
            case Reading.Understood(Intent intent) -> apart(said, intent).orElse(read);
            case Reading.NeedsClarification(String question, List<Reading.Choice> choices) ->
                best(Guessed::likely)
                        .filter(hunch -> isSure(hunch) || choices.size() < 2)
                        .map(hunch -> isSure(hunch) ? taken(said, hunch) : offered(question, choices, hunch))
                        .orElse(read);
            case Reading.Declined(String told, Optional<String> _) when Reader.isRefusal(told) -> read;
            case Reading.Declined _ ->
                best(_ -> SURE_NATS)
                        .filter(this::isSure)
                        .map(hunch -> taken(said, hunch))
                        .orElse(read);
            case Reading.NotUnderstood(String told, List<String> _) ->
                best(Guessed::likely)
                        .map(hunch -> isSure(hunch)
                                ? taken(said, hunch)
                                : offered(told + " Is this meant?", List.of(), hunch))
                        .orElse(read);
        };
    }

    /// Whether it hardly surprises; the less so, where the rules find other events named.
    private boolean isSure(Hunch hunch) {
        return hunch.nats() <= SUREST_NATS || hunch.nats() <= SURE_NATS && named.test(hunch.intent());
    }

    private static double likely(Hunch hunch) {
        return hunch.intent().parts().size() > 1 ? LIKELY_NATS_OF_SEVERAL : LIKELY_NATS;
    }

    /// The likeliest that loses nothing, where it surprises by so many nats at most.
    private Optional<Hunch> best(ToDoubleFunction<Hunch> most) {
        return likeliest.get().stream()
                .limit(MOST_TRIED)
                .filter(hunch -> hunch.nats() <= most.applyAsDouble(hunch))
                .filter(hunch -> keeps.test(hunch.intent()))
                .findFirst();
    }

    private Reading taken(String said, Hunch hunch) {
        List<String> assumptions = new ArrayList<>(hunch.intent().assumptions());
        assumptions.add("Taken for what such words usually ask for: " + gloss(hunch.intent()) + ".");
        return finished.apply(
                said, new Intent(hunch.intent().parts(), hunch.intent().durationNanos(), assumptions));
    }

    private Reading offered(String question, List<Reading.Choice> choices, Hunch hunch) {
        List<Reading.Choice> all = new ArrayList<>(List.of(choice(hunch.intent())));
        all.addAll(choices);
        return new Reading.NeedsClarification(question, all);
    }

    /// What becomes of a reading of the rules, where something else is likelier by far: what is shown of the same
    /// events is taken from a sure hunch, and about other events there is a question.
    private Optional<Reading> apart(String said, Intent intent) {
        if (intent.parts().size() > 1) {
            double several = pointsBack(said) ? SURE_NATS : OTHER_NATS_OF_SEVERAL;
            return best(hunch -> hunch.intent().parts().size() > 1 ? several : SURE_NATS)
                    .filter(hunch -> !saysAll(intent, hunch.intent()))
                    .map(hunch -> either(intent, hunch));
        }
        Part part = intent.parts().getFirst();
        return best(Guessed::clear).flatMap(hunch -> {
            if (hunch.intent().parts().size() > 1) {
                return Optional.of(either(intent, hunch));
            }
            Part other = hunch.intent().parts().getFirst();
            double more = hunches.nats(said, intent).orElse(hunch.nats()) - hunch.nats();
            if (!part.event().equals(other.event())) {
                return more > APART_NATS ? Optional.of(either(intent, hunch)) : Optional.empty();
            }
            boolean sure = more > MORE_NATS && hunch.nats() <= SURE_NATS;
            return sure && isAlikeButTable(intent, hunch.intent()) ? Optional.of(taken(said, hunch)) : Optional.empty();
        });
    }

    /// "a histogram of their latency": what it is about was said in another piece.
    private static boolean pointsBack(String said) {
        Set<String> pointing = Tables.words("pointing.words");
        return Tokenizer.tokens(said).stream()
                .anyMatch(token -> pointing.contains(token.text().toLowerCase(Locale.ROOT)));
    }

    private static double clear(Hunch hunch) {
        return hunch.intent().parts().size() > 1 ? SURE_NATS : CLEAR_NATS;
    }

    /// Whether an intent says all that another of several parts does: of each part the same occurrences and measure,
    /// and its keys, period and limit, where it has them.
    private static boolean saysAll(Intent one, Intent other) {
        return other.parts().stream().allMatch(part -> one.parts().stream().anyMatch(more -> saysAll(more, part)))
                && Hunches.testsAll(one, other);
    }

    private static boolean saysAll(Part one, Part other) {
        return one.event().equals(other.event())
                && told(one.what()).equals(told(other.what()))
                && one.keys().size() >= other.keys().size()
                && (other.periodNanos().isEmpty() || other.periodNanos().equals(one.periodNanos()))
                && (other.top().isEmpty() || other.top().equals(one.top()));
    }

    private static Object told(What what) {
        return what instanceof What.Aggregate(var measure, var attribute, var _)
                ? List.of(measure, attribute)
                : what.getClass();
    }

    /// Whether two tables tell of the same occurrences over the same times, and differ in measure, keys or limit alone.
    private static boolean isAlikeButTable(Intent one, Intent other) {
        return isTable(one)
                && isTable(other)
                && bare(one).equals(bare(other))
                && one.durationNanos().equals(other.durationNanos())
                && Hunches.testSame(one, other);
    }

    private static boolean isTable(Intent intent) {
        What what = intent.parts().getFirst().what();
        return what instanceof What.Aggregate || what instanceof What.Extreme;
    }

    private static Part bare(Intent intent) {
        return intent.parts()
                .getFirst()
                .telling(new What.Report(List.of()))
                .by(List.of())
                .of(new Condition.Always())
                .unranked();
    }

    private Reading either(Intent intent, Hunch hunch) {
        return new Reading.NeedsClarification(
                "Such words usually ask for something else. Which is meant? Or say it in other words.",
                List.of(choice(intent), choice(hunch.intent())));
    }

    private Reading.Choice choice(Intent intent) {
        return new Reading.Choice(gloss(intent), intent);
    }

    private String gloss(Intent intent) {
        return String.join("; ", Gloss.of(intent, catalog));
    }
}
