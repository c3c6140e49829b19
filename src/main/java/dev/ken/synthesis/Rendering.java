package dev.ken.synthesis;

import java.util.List;
import java.util.Optional;

/// What the renderer makes of an intent.
public sealed interface Rendering {
    /// A program, and what its output means.
    record Rendered(String program, List<Output> outputs) implements Rendering {
        public Rendered {
            outputs = List.copyOf(outputs);
        }
    }

    /// bpftrace cannot say it, for `reason` (a sentence).
    record Unrenderable(String reason) implements Rendering {}

    /// What one part of the intent shows.
    sealed interface Output {
        /// Map `map`; `unit` is empty for plain numbers.
        record Table(String map, String title, List<String> keys, String unit, Optional<Integer> top)
                implements Output {}

        /// Rows of tab-separated values.
        record Rows(List<String> columns) implements Output {}
    }
}
