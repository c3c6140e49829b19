package dev.ken.contract;

import dev.ken.source.Span;

/// A word of the intent language, with its place in the text.
record IntentToken(Kind kind, String text, Span at) {
    enum Kind {
        WORD,
        NUMBER,
        /// Between quotes, escapes resolved.
        TEXT,
        SYMBOL,
        END
    }

    boolean is(String word) {
        return text.equals(word) && (kind == Kind.WORD || kind == Kind.SYMBOL);
    }

    /// As a diagnostic names it.
    String shown() {
        return switch (kind) {
            case WORD, NUMBER, SYMBOL -> "`" + text + "`";
            case TEXT -> "a text in quotes";
            case END -> "the end of the line";
        };
    }
}
