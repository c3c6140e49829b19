package dev.ken.bpftrace;

import dev.ken.source.Diagnostic;
import java.util.List;

/// What could be read of a text, and what was wrong with it. The script is complete where there is no error.
public record Parsed(BpftraceScript script, List<Diagnostic> diagnostics) {
    public Parsed {
        diagnostics = List.copyOf(diagnostics);
    }

    public boolean ok() {
        return diagnostics.stream().noneMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
    }
}
