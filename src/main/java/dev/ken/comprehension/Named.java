package dev.ken.comprehension;

import dev.ken.kernel.catalog.Catalog;
import java.util.List;

/// Which kinds of events the clauses of a text name, and whether two of them name the same.
record Named(Catalog catalog, Kinds kinds) {
    /// Whether what `item` mentions is how something that `other` asks of is called.
    boolean isCalled(Draft item, Draft other) {
        List<Events.Mention> mentions = Events.mentioned(item, catalog, kinds);
        return !mentions.isEmpty()
                && kindsOf(other).stream()
                        .anyMatch(kind -> mentions.stream()
                                .allMatch(mention -> !mention.words().isEmpty()
                                        && kinds.has(kind.split(" where ", 2)[0], mention.words())));
    }

    /// Whether what the clause mentions is how `kind` is called, too.
    boolean refersTo(Draft draft, String kind) {
        List<Events.Mention> mentions = Events.mentioned(draft, catalog, kinds);
        return mentions.size() == 1
                && !mentions.getFirst().words().isEmpty()
                && kinds.has(kind.split(" where ", 2)[0], mentions.getFirst().words());
    }

    /// Whether `kind` is among those that the words of the clause may name.
    boolean mayMean(Draft draft, String kind) {
        return Events.mentioned(draft, catalog, kinds).stream()
                .anyMatch(mention -> mention.kinds()
                        .subList(0, Math.max(1, mention.equals()))
                        .contains(kind));
    }

    List<String> kindsOf(Draft draft) {
        return Events.mentioned(draft, catalog, kinds).stream()
                .map(mention -> mention.kinds().getFirst())
                .toList();
    }
}
