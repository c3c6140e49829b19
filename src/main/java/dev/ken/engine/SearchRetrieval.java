package dev.ken.engine;

import dev.ken.comprehension.ModelReader;
import dev.ken.synthesis.Exemplar;
import java.util.List;
import java.util.Optional;

/// What the search finds. Made for one kernel at a time.
public final class SearchRetrieval implements Retrieval {
    private static final int MOST_KINDS = 6;

    private Optional<Made> made = Optional.empty();

    private record Made(Facts facts, Search search) {}

    @Override
    public List<Exemplar> examples(Request request, Facts facts) {
        return List.of();
    }

    @Override
    public List<ModelReader.Example> intents(Request request, Facts facts) {
        return List.of();
    }

    @Override
    public List<String> kinds(Request request, Facts facts) {
        return search(facts).kindsFor(request.text(), MOST_KINDS).stream()
                .map(Search.Hit::name)
                .toList();
    }

    private synchronized Search search(Facts facts) {
        Made now = made.filter(one -> one.facts().equals(facts)).orElseGet(() -> new Made(facts, new Search(facts)));
        made = Optional.of(now);
        return now.search();
    }
}
