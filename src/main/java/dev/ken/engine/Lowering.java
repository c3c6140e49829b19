package dev.ken.engine;

import dev.ken.ir.Module;
import dev.ken.source.Diagnostic;
import java.util.List;

/// What reading a program gives.
public sealed interface Lowering {
    /// A program, as the judge sees it, and what there is to warn of.
    record Lowered(Module module, List<Diagnostic> warnings) implements Lowering {
        public Lowered {
            warnings = List.copyOf(warnings);
        }
    }

    /// Not a program on this kernel. At least one diagnostic.
    record NotAProgram(List<Diagnostic> diagnostics) implements Lowering {
        public NotAProgram {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /// It would do something to the system (`system`, `signal`, `override`, writing user memory). Refused.
    record Unsafe(Diagnostic diagnostic) implements Lowering {}
}
