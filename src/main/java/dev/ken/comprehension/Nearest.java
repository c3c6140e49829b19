package dev.ken.comprehension;

import java.util.List;

/// Event kinds of the catalog by what a phrase means, for phrases whose words none of them has.
@FunctionalInterface
public interface Nearest {
    /// Finds nothing.
    Nearest NONE = (_, _) -> List.of();

    /// The names of at most `limit` kinds that `phrase` may mean, the likeliest first; empty where nothing is near.
    List<String> kinds(String phrase, int limit);
}
