package dev.ken.comprehension;

import dev.ken.comprehension.hunch.Hunches;
import dev.ken.comprehension.hunch.Hunches.Hunch;
import dev.ken.contract.Intent;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// Sets what the rules make of a request against what was learnt ([Hunches]). What the rules do not settle is settled
/// by a hunch that hardly surprises and that loses nothing which the rules understand; a likely one becomes the first
/// choice of a question; and where the rules settle it otherwise than is likely by far, both become choices.
/// `docs/evaluation.md` has how the numbers were chosen.
///
/// @param keeps    whether an intent loses nothing that the rules understand of the request
/// @param finished an intent as it is told, for a request
record Guessed(
        Catalog catalog,
        Hunches hunches,
        Predicate<Intent> keeps,
        BiFunction<String, Intent, Reading> finished) {
    /// A hunch that surprises by so many nats at most is taken.
    static final double SURE_NATS = Double.parseDouble(System.getProperty("ken.sure", "0.35"));
    /// A hunch that surprises by so many at most is offered.
    static final double LIKELY_NATS = 3;
    /// A reading that surprises by so many more than the likeliest is asked about.
    static final double APART_NATS = Double.parseDouble(System.getProperty("ken.apart", "5"));

    private static final double CLEAR_NATS = 2;
    private static final int MOST_TRIED = 2;

    /// What becomes of a reading.
    Reading of(String said, Reading read) {
        return switch (read) {
            case Reading.Understood(Intent intent) -> apart(said, intent).orElse(read);
            case Reading.NeedsClarification(String question, List<Reading.Choice> choices) ->
                best(said)
                        .map(hunch -> hunch.nats() <= SURE_NATS ? taken(said, hunch) : offered(question, choices, hunch))
                        .orElse(read);
            case Reading.Declined(String told, Optional<String> _) when Reader.isRefusal(told) -> read;
            case Reading.Declined _, Reading.NotUnderstood _ ->
                best(said)
                        .map(hunch -> hunch.nats() <= SURE_NATS
                                ? taken(said, hunch)
                                : offered("I am not sure that I understand this. Is this meant?", List.of(), hunch))
                        .orElse(read);
        };
    }

    /// The likeliest that loses nothing, where one is likely.
    private Optional<Hunch> best(String said) {
        return hunches.of(said).stream()
                .limit(MOST_TRIED)
                .filter(hunch -> hunch.nats() <= LIKELY_NATS)
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

    private Optional<Reading> apart(String said, Intent intent) {
        Optional<Double> nats = hunches.nats(said, intent);
        if (nats.isEmpty() || nats.get() <= APART_NATS) {
            return Optional.empty();
        }
        return best(said)
                .filter(hunch -> hunch.nats() <= CLEAR_NATS && nats.get() - hunch.nats() > APART_NATS)
                .filter(hunch -> !Hunches.testsMore(intent, hunch.intent()))
                .map(hunch -> new Reading.NeedsClarification(
                        "Such words usually ask for something else. Which is meant? Or say it in other words.",
                        List.of(choice(intent), choice(hunch.intent()))));
    }

    private Reading.Choice choice(Intent intent) {
        return new Reading.Choice(gloss(intent), intent);
    }

    private String gloss(Intent intent) {
        return String.join("; ", Gloss.of(intent, catalog));
    }
}
