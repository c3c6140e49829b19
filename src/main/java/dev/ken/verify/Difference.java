package dev.ken.verify;

import java.util.List;

/// How two programs compare by what they print.
public sealed interface Difference {
    /// On no sequence of occurrences, of whatever length, do they print different things or end at different times.
    ///
    /// @param reason how that is known
    record Equal(String reason) implements Difference {}

    /// On these events they do, as running both on them showed.
    ///
    /// @param first  what the first program prints, as text
    /// @param second what the second one prints
    record Different(List<Counterexample.Event> events, String first, String second) implements Difference {
        public Different {
            events = List.copyOf(events);
        }
    }

    /// Neither was shown, for `reason`. Never to be taken for equality.
    record Undecided(String reason) implements Difference {}
}
