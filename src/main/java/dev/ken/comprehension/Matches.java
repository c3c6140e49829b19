package dev.ken.comprehension;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Where rules fit in texts that were looked at lately, whatever lexicon looked, if they know the same: the sentences
/// of a request are looked at a dozen times. Serves several threads.
final class Matches {
    private static final int MOST_TEXTS = 400;
    private static final float LOAD = 0.75f;

    private record Text(List<Token> tokens, String names) {}

    /// What was found in one text.
    ///
    /// @param names what had been learnt
    /// @param found by places, to be added to
    record Noted(String names, Map<Integer, Optional<Matcher.Match>> found) {}

    private final Map<Text, Map<Integer, Optional<Matcher.Match>>> lately = new LinkedHashMap<>(MOST_TEXTS, LOAD, true);

    /// The matches in `tokens` for who has learnt `names`.
    synchronized Noted of(List<Token> tokens, String names) {
        Map<Integer, Optional<Matcher.Match>> found =
                lately.computeIfAbsent(new Text(List.copyOf(tokens), names), _ -> new ConcurrentHashMap<>());
        if (lately.size() > MOST_TEXTS) {
            lately.remove(lately.keySet().iterator().next());
        }
        return new Noted(names, found);
    }
}
