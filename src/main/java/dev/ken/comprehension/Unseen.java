package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.kernel.catalog.Catalog;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Whether all that a text of several sentences mentions, and asks something of, is among what is observed. What is not
/// there was lost: it is asked about, never passed over.
final class Unseen {
    private final Catalog catalog;
    private final Kinds kinds;
    private final Function<List<Token>, Draft> scan;

    Unseen(Catalog catalog, Kinds kinds, Function<List<Token>, Draft> scan) {
        this.catalog = catalog;
        this.kinds = kinds;
        this.scan = scan;
    }

    /// The words that name something that `intent` does not observe.
    Set<String> in(List<Token> text, Intent intent) {
        Set<String> seen = new LinkedHashSet<>();
        for (Part part : intent.parts()) {
            seen.add(part.event());
            PartNames.otherEvent(part).ifPresent(seen::add);
        }
        Set<String> lost = new LinkedHashSet<>();
        Clauses clauses = new Clauses(scan);
        for (List<Token> sentence : Openings.parted(text)) {
            for (Clauses.Clause clause : clauses.of(Background.without(sentence))) {
                Draft draft = clause.draft();
                if (!clause.isFrame() && (Asks.any(draft) || draft.each)) {
                    lost(draft, seen).forEach(lost::add);
                }
            }
        }
        return lost;
    }

    private Stream<String> lost(Draft draft, Set<String> seen) {
        return Events.mentioned(draft, catalog, kinds).stream()
                .filter(mention -> !mention.words().isEmpty())
                .filter(mention -> mention.kinds().stream()
                        .map(kind -> kind.split(" where ", 2)[0])
                        .flatMap(Fitting::siblings)
                        .noneMatch(seen::contains))
                .filter(mention -> seen.stream().noneMatch(kind -> kinds.has(kind, mention.words())))
                .map(mention -> String.join(" ", mention.words()));
    }
}
