package dev.ken.verify;

import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.logic.Term;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Finds values in a term that stand for something that is not modelled (their symbols carry a `#`).
final class Unmodelled {
    private Unmodelled() {}

    /// What of a program has no meaning at all, so that nothing can be proved of it: what is not modelled and
    /// stands for no value.
    static Optional<String> statements(Module module) {
        Set<String> values = new LinkedHashSet<>();
        for (Procedure procedure : module.procedures()) {
            procedure.blocks().stream()
                    .flatMap(block -> block.statements().stream())
                    .forEach(statement -> {
                        if (statement instanceof Stmt.Havoc havoc) {
                            values.add(havoc.reason());
                        }
                    });
        }
        return module.notModelled().stream()
                .filter(reason -> !values.contains(reason))
                .findFirst()
                .map(reason -> "not modelled: " + reason);
    }

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
