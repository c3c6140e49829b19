package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Programs with other statements or expressions in the places of some.
final class Rewriting {
    private Rewriting() {}

    /// Each statement becomes those that `change` gives for it.
    static Procedure statements(Procedure procedure, Function<Stmt, List<Stmt>> change) {
        return new Procedure(
                procedure.name(),
                procedure.site(),
                procedure.guard(),
                procedure.blocks().stream()
                        .map(block -> new Block(
                                block.statements().stream()
                                        .flatMap(statement -> change.apply(statement).stream())
                                        .toList(),
                                block.jump()))
                        .toList());
    }

    /// Each expression, whole and with its parts changed already, becomes what `change` gives for it.
    static Procedure exprs(Procedure procedure, UnaryOperator<Expr> change) {
        UnaryOperator<Expr> deep = expr -> expr(expr, change);
        return new Procedure(
                procedure.name(),
                procedure.site(),
                deep.apply(procedure.guard()),
                procedure.blocks().stream()
                        .map(block -> new Block(
                                block.statements().stream()
                                        .map(statement -> statement(statement, deep))
                                        .toList(),
                                block.jump() instanceof Jump.Branch(var condition, int yes, int no)
                                        ? new Jump.Branch(deep.apply(condition), yes, no)
                                        : block.jump()))
                        .toList());
    }

    static Expr expr(Expr expr, UnaryOperator<Expr> change) {
        UnaryOperator<Expr> deep = part -> expr(part, change);
        return change.apply(
                switch (expr) {
                    case Expr.Local _, Expr.Bool _, Expr.Int _, Expr.Text _, Expr.Attribute _ -> expr;
                    case Expr.Unary(var op, var of) -> new Expr.Unary(op, deep.apply(of));
                    case Expr.Binary(var op, var left, var right) ->
                        new Expr.Binary(op, deep.apply(left), deep.apply(right));
                    case Expr.Choose(var condition, var yes, var no) ->
                        new Expr.Choose(deep.apply(condition), deep.apply(yes), deep.apply(no));
                    case Expr.Narrow(var of, int width, boolean signed) ->
                        new Expr.Narrow(deep.apply(of), width, signed);
                    case Expr.UserText(var address, int width) -> new Expr.UserText(deep.apply(address), width);
                    case Expr.Resize(var of, int width) -> new Expr.Resize(deep.apply(of), width);
                    case Expr.TextTest(var op, var text, var literal) ->
                        new Expr.TextTest(op, deep.apply(text), literal);
                    case Expr.Apply(var function, var arguments, var type) ->
                        new Expr.Apply(function, all(arguments, deep), type);
                    case Expr.Pack(var parts) -> new Expr.Pack(all(parts, deep));
                    case Expr.Part(var tuple, int index, var type) -> new Expr.Part(deep.apply(tuple), index, type);
                });
    }

    private static List<Expr> all(List<Expr> exprs, UnaryOperator<Expr> change) {
        return exprs.stream().map(change).toList();
    }

    private static Stmt statement(Stmt statement, UnaryOperator<Expr> change) {
        return switch (statement) {
            case Stmt.Assign(String local, var value, var at) -> new Stmt.Assign(local, change.apply(value), at);
            case Stmt.MapGet(String map, var keys, String value, String present, var at) ->
                new Stmt.MapGet(map, all(keys, change), value, present, at);
            case Stmt.MapUpdate(String map, var keys, var update, var at) ->
                new Stmt.MapUpdate(map, all(keys, change), update.with(change), at);
            case Stmt.MapDelete(String map, var keys, var at) -> new Stmt.MapDelete(map, all(keys, change), at);
            case Stmt.Emit(String form, var values, var channel, var at) ->
                new Stmt.Emit(form, all(values, change), channel, at);
            case Stmt.Decide(var verdict, var at) -> new Stmt.Decide(change.apply(verdict), at);
            case Stmt.Assume(var condition, var at) -> new Stmt.Assume(change.apply(condition), at);
            case Stmt.Check(String claim, var condition, var at) -> new Stmt.Check(claim, change.apply(condition), at);
            case Stmt.MapClear _, Stmt.MapZero _, Stmt.PrintMap _, Stmt.Exit _, Stmt.Havoc _ -> statement;
            case Stmt.WalkStart _, Stmt.WalkNext _ -> statement;
        };
    }
}
