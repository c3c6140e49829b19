package dev.ken.ir;

import dev.ken.source.Span;

/// A token of IR text: one of `( ) [ ] , :`, a quoted text (`value` without quotes and escapes), or a word.
record IrToken(Kind kind, String value, Span at) {
    enum Kind {
        MARK,
        QUOTED,
        WORD
    }

    boolean mark(String wanted) {
        return kind == Kind.MARK && value.equals(wanted);
    }

    boolean word(String wanted) {
        return kind == Kind.WORD && value.equals(wanted);
    }
}
