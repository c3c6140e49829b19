package dev.ken.contract;

import java.util.List;
import java.util.Optional;

/// That something else happened before to the same thing: the occurrences of a [Part] with an `After` are those
/// that follow an occurrence of `event`, paired with the last such one, which is thereby used up. Attributes of
/// that first occurrence are called `first.NAME`, and `since` is the time from the one to the other. Where
/// `event` is the part's own kind, each occurrence follows the one before it, and `since` is the gap between
/// them.
///
/// @param where       which first occurrences count; others are not seen at all
/// @param links       what both have in common; empty: any first occurrence will do
/// @param withinNanos the longest time between them; empty: any
public record After(String event, Condition where, List<Link> links, Optional<Long> withinNanos) {
    /// The prefix of names of attributes of the first occurrence.
    public static final String FIRST = "first.";
    /// The time from the first occurrence to the second.
    public static final String SINCE = "since";

    public After {
        links = List.copyOf(links);
    }

    /// Attribute `first` of the first occurrence equals attribute `second` of the second.
    public record Link(String first, String second) {}
}
