package dev.ken.runtime;

import dev.ken.source.Diagnostic;
import java.util.List;

/// What came of compiling a program in C.
public sealed interface Compilation {
    /// An ELF object for BPF.
    record Compiled(byte[] object, List<Diagnostic> warnings) implements Compilation {
        public Compiled {
            warnings = List.copyOf(warnings);
        }
    }

    /// It is no program. At least one diagnostic.
    record Errors(List<Diagnostic> diagnostics) implements Compilation {
        public Errors {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /// Nothing was compiled, since something is missing here. `hint` says what to do about it.
    record Unavailable(String reason, String hint) implements Compilation {}
}
