package dev.ken.contract.known;

import dev.ken.contract.clause.Formula;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Formulas about a result, said of another name.
final class Results {
    private Results() {}

    /// `formula` with `name` where the result was; empty where it speaks of parameters.
    static Optional<Formula> as(Formula formula, Formula.Name name) {
        return switch (formula) {
            case Formula.Int _, Formula.Null _, Formula.ErrorNumber _ -> Optional.of(formula);
            case Formula.Name _, Formula.Pointee _, Formula.Length _, Formula.Old _ -> Optional.empty();
            case Formula.Result() -> Optional.of(name);
            case Formula.Unary(var operator, Formula of) ->
                as(of, name).map(inner -> new Formula.Unary(operator, inner));
            case Formula.Binary(var operator, Formula left, Formula right) ->
                as(left, name).flatMap(l -> as(right, name).map(r -> new Formula.Binary(operator, l, r)));
            case Formula.InRange(Formula of, Formula least, Formula most) ->
                all(List.of(of, least, most), name)
                        .map(parts -> new Formula.InRange(parts.get(0), parts.get(1), parts.get(2)));
            case Formula.Holds(var predicate, var arguments) ->
                all(arguments, name).map(parts -> new Formula.Holds(predicate, parts));
        };
    }

    private static Optional<List<Formula>> all(List<Formula> parts, Formula.Name name) {
        List<Formula> done = new ArrayList<>();
        for (Formula part : parts) {
            as(part, name).ifPresent(done::add);
        }
        return done.size() == parts.size() ? Optional.of(done) : Optional.empty();
    }
}
