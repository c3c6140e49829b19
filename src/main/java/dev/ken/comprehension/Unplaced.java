package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// Words that have no place in what the rest of a request means. Where they cannot turn or narrow it as far as
/// is known, it is asked whether the rest is meant without them.
final class Unplaced {
    private static final String LEFT_OUT = "Left out, as it was not understood: ";

    /// Most words that may be left out of one request.
    private static final int MOST = 3;

    /// Words that turn, narrow or order what is asked, so that nothing is meant without them.
    private static final Set<String> BINDING = Tables.words("binding.words");

    private Unplaced() {}

    /// Whether what is meant without them may be asked: few words, each of them known English or a word of the catalog,
    /// no number and no name.
    static boolean canBeLeftOut(Set<String> words, Lexicon lexicon) {
        Set<String> told = told(words);
        return told.size() <= MOST
                && told.stream()
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .flatMap(word -> Stream.of(word.split(" ")))
                        .allMatch(word -> word.chars().allMatch(c -> Character.isLetter(c) || c == '-')
                                && !BINDING.contains(word)
                                && !Matcher.isConstant(word)
                                && !lexicon.namesEvents(word)
                                && lexicon.isEnglishOrKnown(word));
    }

    /// Those that say something.
    private static Set<String> told(Set<String> words) {
        Set<String> told = new LinkedHashSet<>(words);
        told.removeAll(Draft.CONNECTING);
        return told.isEmpty() ? words : told;
    }

    static Reading asked(Set<String> words, Intent rest, Catalog catalog) {
        List<String> quoted = told(words).stream().map(word -> "“" + word + "”").toList();
        String all = String.join(", ", quoted);
        List<String> assumptions = new ArrayList<>(rest.assumptions());
        assumptions.addFirst(LEFT_OUT + all + ".");
        Intent without = new Intent(rest.parts(), rest.durationNanos(), assumptions);
        return new Reading.NeedsClarification(
                "I do not understand " + all + " here. Is this meant without " + (quoted.size() == 1 ? "it?" : "them?"),
                List.of(new Reading.Choice(String.join(" ", Gloss.of(without, catalog)), without)));
    }

    /// How many words were left out of an intent, as it says itself.
    static int leftOut(Intent intent) {
        return (int) intent.assumptions().stream()
                .filter(assumption -> assumption.startsWith(LEFT_OUT))
                .flatMapToInt(String::chars)
                .filter(letter -> letter == '“')
                .count();
    }
}
