package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Stmt;
import dev.ken.ir.Stmt.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Wrong variants of a statement: one expression in it changed.
final class StmtMutants {
    record Mutant(String name, Stmt statement) {}

    private StmtMutants() {}

    static List<Mutant> of(Stmt statement) {
        return switch (statement) {
            case Stmt.Assign(String local, var value, var at) ->
                each(ExprMutants.of(value), changed -> new Stmt.Assign(local, changed, at));
            case Stmt.MapGet(String map, var keys, String value, String present, var at) ->
                keys(keys, changed -> new Stmt.MapGet(map, changed, value, present, at));
            case Stmt.MapUpdate update -> update(update);
            case Stmt.Emit(String form, var values, var channel, var at) ->
                keys(values, changed -> new Stmt.Emit(form, changed, channel, at));
            case Stmt.Decide(var verdict, var at) ->
                each(ExprMutants.of(verdict), changed -> new Stmt.Decide(changed, at));
            case Stmt.MapDelete _, Stmt.MapClear _, Stmt.MapZero _, Stmt.PrintMap _, Stmt.Exit _ -> List.of();
            case Stmt.Assume _, Stmt.Check _, Stmt.Havoc _, Stmt.WalkStart _, Stmt.WalkNext _ -> List.of();
        };
    }

    private static List<Mutant> each(List<ExprMutants.Mutant> mutants, Function<Expr, Stmt> around) {
        return mutants.stream()
                .map(mutant -> new Mutant(mutant.name(), around.apply(mutant.expr())))
                .toList();
    }

    private static List<Mutant> keys(List<Expr> exprs, Function<List<Expr>, Stmt> around) {
        List<Mutant> mutants = new ArrayList<>();
        for (int i = 0; i < exprs.size(); i++) {
            int at = i;
            mutants.addAll(each(ExprMutants.of(exprs.get(i)), changed -> {
                List<Expr> others = new ArrayList<>(exprs);
                others.set(at, changed);
                return around.apply(others);
            }));
        }
        return mutants;
    }

    private static List<Mutant> update(Stmt.MapUpdate update) {
        List<Mutant> mutants = new ArrayList<>(keys(
                update.keys(), changed -> new Stmt.MapUpdate(update.map(), changed, update.update(), update.at())));
        Function<Update, Stmt> around =
                changed -> new Stmt.MapUpdate(update.map(), update.keys(), changed, update.at());
        switch (update.update()) {
            case Update.Count() ->
                mutants.add(new Mutant("counted twice", around.apply(new Update.Sum(new Expr.Int(2)))));
            case Update.Set(var value) ->
                mutants.addAll(each(ExprMutants.of(value), v -> around.apply(new Update.Set(v))));
            case Update.Sum(var value) -> {
                mutants.add(new Mutant("a count for the sum", around.apply(new Update.Count())));
                mutants.addAll(each(ExprMutants.of(value), v -> around.apply(new Update.Sum(v))));
            }
            case Update.Minimum(var value) ->
                mutants.add(new Mutant("the maximum", around.apply(new Update.Maximum(value))));
            case Update.Maximum(var value) ->
                mutants.add(new Mutant("the minimum", around.apply(new Update.Minimum(value))));
            case Update.Average(var value) ->
                mutants.addAll(each(ExprMutants.of(value), v -> around.apply(new Update.Average(v))));
            case Update.Statistics(var value) ->
                mutants.addAll(each(ExprMutants.of(value), v -> around.apply(new Update.Statistics(v))));
            case Update.Log2(var value) ->
                mutants.addAll(each(ExprMutants.of(value), v -> around.apply(new Update.Log2(v))));
            case Update.Linear(var value, long minimum, long maximum, long step) ->
                mutants.addAll(
                        each(ExprMutants.of(value), v -> around.apply(new Update.Linear(v, minimum, maximum, step))));
        }
        return mutants;
    }
}
