package dev.ken.comprehension;

import dev.ken.comprehension.hunch.Hunches;
import dev.ken.contract.Intent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What is said of one part and meant of all, where words take it up again ("both for user 1000 only").
final class OfAll {
    private static final Set<String> WORDS = Tables.words("all.words");

    private OfAll() {}

    /// Whether an intent has several parts and the request has such words.
    static boolean isSaid(String said, Intent intent) {
        return intent.parts().size() > 1
                && Tokenizer.tokens(said).stream()
                        .anyMatch(token -> token.kind() == Token.Kind.WORD
                                && WORDS.contains(token.text().toLowerCase(Locale.ROOT)));
    }

    /// The intent with what holds for all in each part, and that it is so.
    static Intent told(Intent intent, Hunches hunches) {
        Intent shared = hunches.shared(intent);
        if (shared.parts().equals(intent.parts())) {
            return intent;
        }
        List<String> assumptions = new ArrayList<>(intent.assumptions());
        assumptions.add("What is said of who does it or where is meant of all that is shown.");
        return new Intent(shared.parts(), shared.durationNanos(), assumptions);
    }
}
