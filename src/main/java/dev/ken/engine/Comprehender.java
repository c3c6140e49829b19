package dev.ken.engine;

import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import java.util.List;
import java.util.Optional;

/// Reads requests, without seeing any program.
public interface Comprehender {
    /// Never throws for bad input.
    Understanding read(Request request, Facts facts);

    /// Reads an intent in its text form. Never throws for bad input.
    Stated stated(Source intent, Facts facts);

    /// What reading the text of an intent gives: no intent where there is an error among the diagnostics.
    record Stated(Optional<Understanding.Understood> understood, List<Diagnostic> diagnostics) {
        public Stated {
            diagnostics = List.copyOf(diagnostics);
        }
    }
}
