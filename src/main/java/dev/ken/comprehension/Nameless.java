package dev.ken.comprehension;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Words of a request that a model may take for the name of something, and that stand where no name does ("to be
/// retried").
final class Nameless {
    private static final Set<String> PROGRAMS = Tables.words("programs.words");
    private static final Set<String> BEFORE = Grounds.of("unnamed");

    private Nameless() {}

    /// Whether a word stands, in each of its places, behind one that no name follows, and is not known as a program or
    /// quoted.
    static boolean is(String text, List<Token> tokens) {
        boolean named = PROGRAMS.contains(text) || !text.chars().allMatch(Character::isLowerCase);
        boolean stands = false;
        for (int at = 1; at < tokens.size() && !named; at++) {
            Token token = tokens.get(at);
            if (token.text().toLowerCase(Locale.ROOT).replaceAll("['’]s$", "").equals(text)) {
                stands = true;
                String before = tokens.get(at - 1).text().toLowerCase(Locale.ROOT);
                named = token.kind() != Token.Kind.WORD || !BEFORE.contains(before);
            }
        }
        return stands && !named;
    }
}
