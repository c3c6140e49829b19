package dev.ken.bpftrace;

import dev.ken.source.Diagnostic;
import dev.ken.source.Edit;
import dev.ken.source.Span;
import java.util.List;

/// A place where a script uses something that not all versions have.
///
/// @param edits write it as all versions do; empty where that is not mechanical
public record Use(Feature feature, Span at, List<Edit> edits) {
    public Use {
        edits = List.copyOf(edits);
    }

    /// What is wrong with it in a version that has it not.
    Diagnostic missing(Dialect dialect) {
        return Diagnostic.error("dialect", feature.missing(dialect), at).mendedBy(edits);
    }
}
