package dev.ken.bpftrace;

import dev.ken.source.Diagnostic;
import java.util.List;

/// What could be read of a text, and what was wrong with it. The script is complete where there is no error.
///
/// @param uses what the script uses that not all versions of the language have, in the order of the text
public record Parsed(BpftraceScript script, List<Diagnostic> diagnostics, List<Use> uses) {
    public Parsed {
        diagnostics = List.copyOf(diagnostics);
        uses = List.copyOf(uses);
    }

    public boolean ok() {
        return diagnostics.stream().noneMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
    }

    /// What one version of the language does not have.
    List<Diagnostic> missing(Dialect dialect) {
        return uses.stream()
                .filter(use -> !use.feature().in(dialect))
                .map(use -> use.missing(dialect))
                .toList();
    }
}
