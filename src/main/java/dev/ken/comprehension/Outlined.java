package dev.ken.comprehension;

import dev.ken.comprehension.Outline.Missed;
import dev.ken.comprehension.Outline.Outcome;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What an outline comes to: all of a text, or the question whether it is meant without what is not understood.
///
/// @param guess what words that the rules do not understand are sure to ask for, with what was said around them
record Outlined(Catalog catalog, Function<String, Optional<Intent>> guess) {
    private static final String USUALLY = " is taken for what such words usually ask for: ";
    private static final String LEFT_OUT = " not understood and left out.";

    /// Whether sentences are left out of an intent.
    static boolean leavesOut(Intent intent) {
        return intent.assumptions().stream().anyMatch(told -> told.endsWith(LEFT_OUT));
    }

    /// Whether sentences of it are read by what such words usually ask for.
    static boolean isGuessed(Intent intent) {
        return intent.assumptions().stream().anyMatch(told -> told.contains(USUALLY));
    }

    /// Most pieces of a text that may be left out of it.
    private static final int MOST_MISSED = 3;
    /// Most pieces that are guessed.
    private static final int MOST_GUESSED = 4;

    /// All of it, or a question; else `usual`.
    Reading of(Outcome read, Reading usual) {
        Outcome outcome = guessed(read);
        List<String> unread =
                outcome.unread().stream().map(text -> "“" + text + "”").toList();
        if (outcome.intent().isPresent() && unread.isEmpty()) {
            return new Reading.Understood(outcome.intent().get());
        }
        boolean most = unread.size() == 1
                || unread.size() <= MOST_MISSED
                        && outcome.intent().stream().anyMatch(one -> one.parts().size() >= unread.size());
        if (outcome.intent().isPresent() && most) {
            return without(unread, outcome.intent().get());
        }
        return usual instanceof Reading.NotUnderstood(String _, List<String> hints) && unread.size() > 1
                ? new Reading.NotUnderstood("I do not understand " + String.join(", and not ", unread) + ".", hints)
                : usual;
    }

    private Reading without(List<String> unread, Intent intent) {
        List<String> assumptions =
                new ArrayList<>(List.of(Texts.list(unread) + (unread.size() == 1 ? " is" : " are") + LEFT_OUT));
        assumptions.addAll(intent.assumptions());
        Intent rest = new Intent(intent.parts(), intent.durationNanos(), assumptions);
        return new Reading.NeedsClarification(
                "I do not understand " + String.join(", and not ", unread) + ". Is the rest meant without "
                        + (unread.size() == 1 ? "it?" : "them?"),
                List.of(new Reading.Choice(String.join(" ", Gloss.of(rest, catalog)), rest)));
    }

    /// With what is sure of the words that are not read.
    private Outcome guessed(Outcome outcome) {
        if (outcome.missed().size() > MOST_GUESSED) {
            return outcome;
        }
        List<Missed> missed = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        List<String> assumptions = new ArrayList<>();
        Optional<Long> duration = outcome.intent().flatMap(Intent::durationNanos);
        outcome.intent().ifPresent(intent -> {
            parts.addAll(intent.parts());
            assumptions.addAll(intent.assumptions());
        });
        for (Missed one : outcome.missed()) {
            Optional<Intent> found = one.asks()
                    ? guess.apply(told(one.text(), outcome.around()))
                            .filter(intent -> intent.parts().stream().noneMatch(parts::contains))
                    : Optional.empty();
            if (found.isEmpty()) {
                missed.add(one);
                continue;
            }
            parts.addAll(found.get().parts());
            duration = duration.or(found.get()::durationNanos);
            assumptions.add("“" + one.text() + "”" + USUALLY + String.join("; ", Gloss.of(found.get(), catalog)) + ".");
        }
        return missed.size() == outcome.missed().size()
                ? outcome
                : new Outcome(Optional.of(new Intent(parts, duration, assumptions)), missed, outcome.around());
    }

    private static String told(String asks, List<String> around) {
        List<String> all = new ArrayList<>(around);
        all.add(asks);
        return String.join(". ", all) + ".";
    }
}
