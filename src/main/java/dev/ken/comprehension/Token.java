package dev.ken.comprehension;

import dev.ken.kernel.catalog.Unit;
import java.util.Optional;

/// A piece of a request.
///
/// @param text   as written, without quotes
/// @param stem   what is compared: lower case, without endings
/// @param number in base units where a unit stood with it
/// @param unit   the unit as written, for numbers; KB and MB are binary
record Token(Kind kind, String text, String stem, long number, Optional<Unit> unit) {
    enum Kind {
        WORD,
        NUMBER,
        /// A number with `Hz`.
        HERTZ,
        /// In quotes: data, never a word of the request.
        QUOTED,
        PATH,
        COMMA,
        /// The end of a sentence.
        STOP
    }

    static Token word(String text) {
        return new Token(Kind.WORD, text, Stems.of(text), 0, Optional.empty());
    }

    static Token of(Kind kind, String text) {
        return new Token(kind, text, "", 0, Optional.empty());
    }
}
