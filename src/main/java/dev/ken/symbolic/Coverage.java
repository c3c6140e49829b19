package dev.ken.symbolic;

import java.util.List;

/// What an execution did not look at: limits that were hit and things that are not modelled, as sentences. Empty: all
/// of it.
public record Coverage(List<String> gaps) {
    public Coverage {
        gaps = List.copyOf(gaps);
    }
}
