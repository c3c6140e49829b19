package dev.ken.kernel.catalog;

import java.util.List;

/// A typed fact of an event kind. `phase` says when it is known; `gloss` is an English noun phrase ("the bytes
/// asked for"); `phrases` are words that people use for it ("size", "bytes requested").
public record Attribute(String name, Type type, Unit unit, Phase phase, String gloss, List<String> phrases) {
    public enum Type {
        INTEGER,
        SIGNED,
        TEXT,
        /// Negative error number of a return value, reported as a positive errno.
        ERRNO,
        ADDRESS,
        STACK
    }

    /// START: known when the thing starts (or happens, where it has no end); END: known when it ends (return value,
    /// latency).
    public enum Phase {
        START,
        END
    }

    public Attribute {
        phrases = List.copyOf(phrases);
    }
}
