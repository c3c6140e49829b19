package dev.ken.comprehension;

import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Decides which of the event kinds that a sentence names it is about.
final class Events {
    sealed interface Choice {}

    record None() implements Choice {}

    /// All of these.
    record Chosen(List<String> kinds) implements Choice {}

    /// One of these, and the words do not say which.
    record Competing(List<String> kinds) implements Choice {}

    private static final int SURE = 100;

    private Events() {}

    static Choice choose(Draft draft, Catalog catalog) {
        List<Draft.Hit> best = new ArrayList<>();
        Set<Integer> taken = new LinkedHashSet<>();
        List<String> competing = new ArrayList<>();
        for (Draft.Hit hit : draft.hits) {
            boolean overlaps = hit.places().stream().anyMatch(taken::contains);
            if (catalog.find(hit.kind()).isEmpty()
                    || best.stream().anyMatch(b -> b.kind().equals(hit.kind()))) {
                if (!overlaps) {
                    taken.addAll(hit.places());
                }
                continue;
            }
            if (!overlaps) {
                best.add(hit);
                taken.addAll(hit.places());
            } else if (best.stream()
                    .anyMatch(b -> b.score() == hit.score() && b.places().equals(hit.places()))) {
                competing.add(hit.kind());
            }
        }
        if (best.isEmpty()) {
            return new None();
        }
        boolean sure = best.getFirst().score() >= SURE;
        List<Draft.Hit> kept = best.stream()
                .filter(hit -> !(sure && hit.kind().equals("syscall") && best.getFirst() != hit))
                .toList();
        if (!competing.isEmpty() && !sure) {
            List<String> all = new ArrayList<>(List.of(kept.getFirst().kind()));
            all.addAll(competing);
            return new Competing(all);
        }
        List<String> kinds = kept.stream()
                .sorted(java.util.Comparator.comparing(hit -> hit.places().getFirst()))
                .map(Draft.Hit::kind)
                .toList();
        return kinds.size() == 1 || draft.joined ? new Chosen(kinds) : new Competing(kinds);
    }
}
