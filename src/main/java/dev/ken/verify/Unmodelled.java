package dev.ken.verify;

import dev.ken.logic.Term;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Finds values in a term that stand for something that is not modelled (their symbols carry a `#`).
final class Unmodelled {
    private Unmodelled() {}

    static Optional<String> in(Term term) {
        return in(term, new HashSet<>());
    }

    private static Optional<String> in(Term term, Set<Term> seen) {
        if (!seen.add(term)) {
            return Optional.empty();
        }
        return switch (term) {
            case Term.Literal _ -> Optional.empty();
            case Term.Symbol symbol -> Optional.of(symbol.name()).filter(name -> name.contains("#"));
            case Term.Apply apply ->
                apply.arguments().stream()
                        .map(argument -> in(argument, seen))
                        .flatMap(Optional::stream)
                        .findFirst();
        };
    }
}
