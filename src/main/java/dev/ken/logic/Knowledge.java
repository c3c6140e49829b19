package dev.ken.logic;

import java.util.Optional;

/// What is known of symbols before any question is asked. Terms simplify by it, so whoever asks a solver about
/// such terms must assert the same facts, or its models may break them.
public interface Knowledge {
    Knowledge NONE = new Knowledge() {
        @Override
        public boolean unequal(Term a, Term b) {
            return false;
        }

        @Override
        public Optional<Boolean> less(Term a, Term b) {
            return Optional.empty();
        }
    };

    /// Whether two terms of one sort can never be equal.
    boolean unequal(Term a, Term b);

    /// Whether `a` is certainly smaller than `b`, or certainly not, in the signed and the unsigned order alike.
    Optional<Boolean> less(Term a, Term b);
}
