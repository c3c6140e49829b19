package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Requests in other languages than English.
final class Foreign {
    private static final Set<String> WORDS = Tables.words("foreign.words");
    private static final double LATIN_SHARE = 0.7;

    private Foreign() {}

    /// Whether most letters are not Latin, or several words are those of another language.
    static boolean is(String request, List<Token> tokens) {
        long letters = request.chars().filter(Character::isLetter).count();
        long latin = request.chars()
                .filter(c -> Character.isLetter(c) && Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN)
                .count();
        if (letters > 0 && latin < LATIN_SHARE * letters) {
            return true;
        }
        long foreign = tokens.stream()
                .filter(token -> token.kind() == Kind.WORD)
                .filter(token -> WORDS.contains(token.text().toLowerCase(Locale.ROOT)))
                .count();
        return foreign >= 2;
    }
}
