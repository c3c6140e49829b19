package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// "reading certificates below /etc/ssl": what the files of a directory are, said between what is done to them and the
/// directory. It tells nothing that the directory does not.
final class PathObjects {
    private static final Set<String> DONE = Set.copyOf(
            Lexicon.stems("read write open touch access edit modify delete remove unlink create change rename load"));
    private static final Set<String> WITHIN = Set.of("under", "in", "inside", "below", "beneath", "within", "from");
    private static final Set<String> ARTICLES = Set.of("the", "my", "our", "any", "all", "some", "a", "an", "its");
    /// How many words tell what the files are.
    private static final int MOST_WORDS = 3;

    private PathObjects() {}

    /// The places of such words among `free`, which nothing else explains.
    static Set<Integer> among(Set<Integer> free, List<Token> tokens) {
        Set<Integer> places = new LinkedHashSet<>();
        for (int path = 2; path < tokens.size(); path++) {
            boolean within = tokens.get(path).kind() == Kind.PATH
                    && tokens.get(path).text().startsWith("/")
                    && WITHIN.contains(tokens.get(path - 1).stem());
            int first = path - 1;
            while (within && first > 0 && path - first <= MOST_WORDS && free.contains(first - 1)) {
                first--;
            }
            int verb = first - 1;
            while (verb > 0 && ARTICLES.contains(tokens.get(verb).stem())) {
                verb--;
            }
            if (within
                    && first < path - 1
                    && verb >= 0
                    && DONE.contains(tokens.get(verb).stem())) {
                for (int place = first; place < path - 1; place++) {
                    places.add(place);
                }
            }
        }
        return places;
    }
}
