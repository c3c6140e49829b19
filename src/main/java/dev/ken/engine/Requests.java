package dev.ken.engine;

import dev.ken.contract.IntentCheck;
import java.util.List;
import java.util.Optional;

/// Reads requests, with what can be said of a text before anybody tries to understand it.
public final class Requests {
    private static final int MOST_FOREIGN_PERCENT = 40;

    private Requests() {}

    /// What a request means. An understood intent has only names that this kernel knows.
    public static Understanding read(Request request, Comprehender comprehender, Facts facts) {
        Optional<Understanding> unreadable = unreadable(request);
        if (unreadable.isPresent()) {
            return unreadable.get();
        }
        Understanding understanding = comprehender.read(request, facts);
        if (understanding instanceof Understanding.Understood understood) {
            List<String> wrong = IntentCheck.of(understood.intent(), facts.catalog());
            if (!wrong.isEmpty()) {
                return new Understanding.NotUnderstood(
                        String.join("; ", wrong), List.of("Look for what there is with: ken search WORDS"));
            }
        }
        return understanding;
    }

    private static Optional<Understanding> unreadable(Request request) {
        String text = request.text();
        if (text.isBlank()) {
            return Optional.of(new Understanding.NotUnderstood(
                    "the request is empty",
                    List.of("Say what is to be observed, for example: count system calls by process for 5 seconds")));
        }
        if (text.length() > Request.LONGEST) {
            return Optional.of(
                    new Understanding.NotUnderstood(
                            "the request has " + text.length() + " characters; the limit is " + Request.LONGEST,
                            List.of(
                                    "A request is a sentence or two. To judge a program, use: ken verify --request TEXT PROGRAM")));
        }
        long letters = text.codePoints().filter(Character::isLetter).count();
        long foreign = text.codePoints()
                .filter(Character::isLetter)
                .filter(c -> Character.UnicodeScript.of(c) != Character.UnicodeScript.LATIN)
                .count();
        if (letters > 0 && 100 * foreign > MOST_FOREIGN_PERCENT * letters) {
            return Optional.of(new Understanding.NotUnderstood(
                    "the request is not in English", List.of("KEN reads English only. Please put it in English.")));
        }
        return Optional.empty();
    }
}
