package dev.ken.bpftrace;

import java.util.List;

/// A type as written in a cast: `base` is one word or `struct name`; `pointers` counts stars; `lengths` are
/// array lengths, -1 for `[]`.
public record TypeName(String base, int pointers, List<Long> lengths) {
    public TypeName {
        lengths = List.copyOf(lengths);
    }
}
