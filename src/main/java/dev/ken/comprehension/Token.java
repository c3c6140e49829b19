package dev.ken.comprehension;

import dev.ken.kernel.catalog.Unit;
import java.util.Optional;

/// A piece of a request. `text` is as written; `stem` what is compared (lower case, without endings).
record Token(Kind kind, String text, String stem, long number, Optional<Unit> unit) {
    enum Kind {
        WORD,
        /// With `number` in base units where a unit stood with it.
        NUMBER,
        QUOTED,
        PATH
    }

    boolean is(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isAny(String... words) {
        for (String word : words) {
            if (is(word)) {
                return true;
            }
        }
        return false;
    }
}
