package dev.ken.engine;

import dev.ken.comprehension.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Event kinds by what a phrase means, for the reader of requests: the search over the catalog, made when it is first
/// needed and kept for the facts that it was made of.
public record NearestKinds(Facts facts, AtomicReference<Optional<Ready>> kept) implements Nearest {
    /// A search and what it was made of.
    public record Ready(Facts facts, Search search) {}

    /// Of its own.
    public NearestKinds(Facts facts) {
        this(facts, new AtomicReference<>(Optional.empty()));
    }

    @Override
    public List<String> kinds(String phrase, int limit) {
        Ready ready = kept.updateAndGet(old -> old.filter(one -> one.facts().equals(facts))
                        .or(() -> Optional.of(new Ready(facts, new Search(facts)))))
                .orElseThrow();
        return ready.search().kindsFor(phrase, limit).stream()
                .map(Search.Hit::name)
                .toList();
    }
}
