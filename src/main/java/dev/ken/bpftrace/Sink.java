package dev.ken.bpftrace;

import dev.ken.source.Diagnostic;
import dev.ken.source.Edit;
import dev.ken.source.Span;
import java.util.List;

/// Takes what is wrong with a script.
interface Sink {
    void add(Diagnostic diagnostic);

    default void error(String code, String message, Span at, String... hints) {
        add(Diagnostic.error(code, message, at, hints));
    }

    /// An error that putting `text` in the place of `span` mends.
    default void mendable(String code, String message, Span at, Edit edit, String... hints) {
        add(Diagnostic.error(code, message, at, hints).mendedBy(List.of(edit)));
    }
}
