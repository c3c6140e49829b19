package dev.ken.bpftrace;

import dev.ken.source.Span;

/// One token. `text` is the source text, for [Kind#STRING] the value after escapes.
record Token(Kind kind, String text, long value, Span at) {
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        VARIABLE,
        POSITIONAL,
        MAP,
        MARK,
        END
    }

    boolean is(String mark) {
        return kind == Kind.MARK && text.equals(mark);
    }

    boolean word(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /// How the token is called in a message.
    String shown() {
        return switch (kind) {
            case END -> "the end of the program";
            case STRING -> "a string";
            case NAME, NUMBER, VARIABLE, POSITIONAL, MAP, MARK -> "`" + text + "`";
        };
    }
}
