package dev.ken.engine;

import dev.ken.comprehension.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// Event kinds by what a phrase means, for the reader of requests: the search over the catalog, made when it is first
/// needed and kept for the facts that it was made of.
public record NearestKinds(Facts facts, AtomicReference<Optional<Ready>> kept) implements Nearest {
    private static final int MOST_LATELY = 500;

    /// A search and what it was made of.
    ///
    /// @param lately what was found for phrases: the same sentence is looked up again and again while it is read
    public record Ready(Facts facts, Search search, Map<Asked, List<String>> lately) {}

    /// A phrase and how many kinds were wanted.
    record Asked(String phrase, int limit) {}

    /// Of its own.
    public NearestKinds(Facts facts) {
        this(facts, new AtomicReference<>(Optional.empty()));
    }

    @Override
    public List<String> kinds(String phrase, int limit) {
        Ready ready = kept.updateAndGet(old -> old.filter(one -> one.facts().equals(facts))
                        .or(() -> Optional.of(new Ready(facts, new Search(facts), new ConcurrentHashMap<>()))))
                .orElseThrow();
        Asked asked = new Asked(phrase, limit);
        List<String> before = ready.lately().get(asked);
        if (before != null) {
            return before;
        }
        List<String> found = ready.search().kindsFor(phrase, limit).stream()
                .map(Search.Hit::name)
                .toList();
        if (ready.lately().size() >= MOST_LATELY) {
            ready.lately().clear();
        }
        ready.lately().put(asked, found);
        return found;
    }
}
