package dev.ken.bpftrace;

import dev.ken.source.Diagnostic;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A script, what its maps hold, the constants and types of its preamble, and what is wrong with it on one kernel.
public record Checked(
        BpftraceScript script,
        Map<String, MapShape> maps,
        Map<String, Long> constants,
        CTypes types,
        List<Diagnostic> diagnostics) {
    public Checked {
        maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
        constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
        diagnostics = List.copyOf(diagnostics);
    }

    public boolean ok() {
        return diagnostics.stream().noneMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
    }
}
