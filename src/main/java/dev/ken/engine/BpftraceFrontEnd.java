package dev.ken.engine;

import dev.ken.bpftrace.BpftraceParser;
import dev.ken.bpftrace.Checked;
import dev.ken.bpftrace.Checker;
import dev.ken.bpftrace.Parsed;
import dev.ken.source.Diagnostic;
import dev.ken.source.Diagnostic.Severity;
import dev.ken.source.Source;
import java.util.List;
import java.util.Optional;

/// bpftrace scripts.
public final class BpftraceFrontEnd implements FrontEnd {
    private static final String UNSAFE = "unsafe-function";

    @Override
    public Lowering lower(Source program, Facts facts) {
        Parsed parsed = BpftraceParser.parse(program);
        if (!parsed.ok()) {
            return new Lowering.NotAProgram(errors(parsed.diagnostics()));
        }
        Checked checked = Checker.check(parsed.script(), facts.kernel());
        Optional<Diagnostic> unsafe = checked.diagnostics().stream()
                .filter(diagnostic -> diagnostic.code().equals(UNSAFE))
                .findFirst();
        if (unsafe.isPresent()) {
            return new Lowering.Unsafe(unsafe.get().as(Severity.ERROR));
        }
        return checked.ok()
                ? new Lowering.Lowered(dev.ken.bpftrace.Lowering.lower(checked, facts.kernel()), checked.diagnostics())
                : new Lowering.NotAProgram(errors(checked.diagnostics()));
    }

    private static List<Diagnostic> errors(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                .toList();
    }
}
