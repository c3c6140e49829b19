package dev.ken.comprehension;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Titles of tools, which give no order though their first word could: "Kill audit", "Block device monitor".
final class Titles {
    private static final Set<String> ENDS = Tables.words("titles.words");
    private static final Set<String> MEASURED = Tables.words("measured.words");
    private static final Set<String> POINTING = Set.of(
            "the", "a", "an", "my", "our", "this", "that", "these", "those", "all", "any", "every", "each", "me", "it");
    private static final int LONGEST = 5;

    private Titles() {}

    /// Whether the words up to a colon or the end are a title.
    static boolean begins(List<Token> sentence) {
        int colon = Openings.colon(sentence);
        List<Token> title = sentence.subList(0, colon > 0 ? colon : sentence.size());
        return title.size() > 1
                && title.size() <= LONGEST
                && ENDS.contains(text(title.getLast()))
                && title.stream().map(Titles::text).noneMatch(POINTING::contains);
    }

    /// Whether the word there names something together with the next: "flush latency by device", "opens, close calls".
    static boolean names(List<Token> sentence, int at) {
        return at + 1 < sentence.size()
                && (MEASURED.contains(text(sentence.get(at + 1)))
                        || at > 0 && sentence.get(at + 1).kind() == Token.Kind.COMMA);
    }

    private static String text(Token token) {
        return token.text().toLowerCase(Locale.ROOT);
    }
}
