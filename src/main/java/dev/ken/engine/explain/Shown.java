package dev.ken.engine.explain;

import java.util.List;

/// One thing that a user gets to see of a program.
///
/// @param what  `a line`, `a histogram by powers of 2 in @usecs`
/// @param facts what is told of it, in the order to be read
public record Shown(String what, List<Fact> facts) {
    public Shown {
        facts = List.copyOf(facts);
    }

    /// @param name `of`, `tells`, `when`, `where`, `by` or `shown`
    public record Fact(String name, String text) {}
}
