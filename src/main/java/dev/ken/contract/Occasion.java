package dev.ken.contract;

import java.util.List;
import java.util.Optional;

/// Which occurrences of a group are told of, by how many there have been, or how much, this one included: the
/// third and later ones (`count > 2`), only the first (`count = 1`), those from which on more than 1 MiB was
/// written (`sum bytes > 1 MiB`). Groups begin anew with each period of the part.
///
/// @param summed the attribute that is added up; empty: occurrences are counted
/// @param keys   what makes a group; empty: all occurrences are one
/// @param once   only the first occurrence of a group for which it holds
public record Occasion(
        Optional<String> summed, Condition.Comparison comparison, long number, List<String> keys, boolean once) {
    public Occasion {
        keys = List.copyOf(keys);
    }
}
