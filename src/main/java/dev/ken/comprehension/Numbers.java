package dev.ken.comprehension;

import dev.ken.contract.After;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether all numbers that a request says in digits are in what was made of it: a limit or a period that is lost is
/// a wrong answer, not a small one. The same for "the same": it says that two occurrences have something in common.
final class Numbers {
    /// How many of the base unit the units are in which intents show numbers.
    private static final List<Long> FACTORS =
            List.of(1L, 1_000L, 1_000_000L, 1_000_000_000L, 1L << 10, 1L << 20, 1L << 30);

    /// What two occurrences may have in common.
    private static final Set<String> SHARED =
            Set.of("path", "file", "process", "thread", "pid", "tid", "descriptor", "fd", "socket", "inode");

    private Numbers() {}

    /// Why it is not understood, where one has no place.
    static Optional<Reading> lost(String request, Intent intent) {
        List<Token> tokens = Tokenizer.tokens(Clauses.unlisted(request));
        Set<Long> used = used(intent);
        for (int at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            boolean number = token.kind() == Token.Kind.NUMBER || token.kind() == Token.Kind.HERTZ;
            boolean percentile = at + 1 < tokens.size()
                    && Set.of("th", "percentile", "percentiles")
                            .contains(tokens.get(at + 1).text());
            if (number && !percentile && token.text().matches("\\d+(\\.\\d+)?[a-zA-Zµ]*") && !isUsed(token, used)) {
                return Optional.of(unplaced(token.text()));
            }
            boolean same = token.kind() == Token.Kind.WORD
                    && token.text().equalsIgnoreCase("same")
                    && at + 1 < tokens.size()
                    && SHARED.contains(tokens.get(at + 1).text());
            if (same
                    && intent.parts().stream()
                            .allMatch(part -> part.after()
                                    .map(After::links)
                                    .orElse(List.of())
                                    .isEmpty())) {
                return Optional.of(unplaced("same " + tokens.get(at + 1).text()));
            }
        }
        return Optional.empty();
    }

    private static Reading unplaced(String said) {
        return new Reading.NotUnderstood(
                "“" + said + "” has no place in what I understood.",
                List.of("Say in a sentence of its own what it is for."));
    }

    private static boolean isUsed(Token token, Set<Long> used) {
        boolean octal = token.text().matches("0?[0-7]{3,4}");
        return used.contains(token.number()) || octal && used.contains(Long.parseLong(token.text(), 8));
    }

    /// The numbers of an intent, each also as if it were in one of the units.
    private static Set<Long> used(Intent intent) {
        Set<Long> used = new LinkedHashSet<>();
        for (Token token :
                Tokenizer.tokens(IntentText.print(new Intent(intent.parts(), intent.durationNanos(), List.of())))) {
            if (token.kind() == Token.Kind.NUMBER || token.kind() == Token.Kind.HERTZ) {
                FACTORS.forEach(factor -> used.add(token.number() * factor));
            }
        }
        return used;
    }
}
