package dev.ken.comprehension;

import dev.ken.kernel.catalog.Attribute;
import dev.ken.source.Blanks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What attributes are called in the headings of tables: the beginning of their glosses.
final class GlossTitle {
    private static final Set<String> BEING = Set.of("is", "are", "was");
    private static final Set<String> ARTICLES = Set.of("the", "its", "a");
    private static final Set<String> PRONOUNS = Set.of("which", "it", "they");
    private static final Set<String> QUESTIONS = Set.of("how", "what", "which", "why", "where", "whose", "most");

    private GlossTitle() {}

    /// What KEN calls an attribute in a heading, where that is several words that begin with a thing.
    static Optional<String> of(Attribute attribute) {
        String gloss = attribute.gloss();
        int end = gloss.length();
        for (char aside : new char[] {'(', ',', ':'}) {
            int at = gloss.indexOf(aside);
            end = at < 0 ? end : Math.min(end, at);
        }
        List<String> words = new ArrayList<>(Blanks.words(gloss.substring(0, end)));
        if (ARTICLES.contains(words.getFirst())) {
            words.removeFirst();
        }
        boolean named = words.size() > 1
                && Character.isLetter(words.getFirst().charAt(0))
                && !QUESTIONS.contains(words.getFirst())
                && words.stream().noneMatch(PRONOUNS::contains)
                && !isClause(words);
        return named ? Optional.of(String.join(" ", words)) : Optional.empty();
    }

    /// "threads that wait", where "process that is traced" is a thing.
    private static boolean isClause(List<String> words) {
        int that = words.indexOf("that");
        return that >= 0 && (that + 1 == words.size() || !BEING.contains(words.get(that + 1)));
    }
}
