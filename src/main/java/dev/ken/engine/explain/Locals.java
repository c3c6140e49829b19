package dev.ken.engine.explain;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.Binary;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Puts what locals stand for in their place.
final class Locals {
    private Locals() {}

    static Expr in(Expr expression, Map<String, Expr> locals) {
        return expression instanceof Expr.Local(String name, _)
                ? locals.getOrDefault(name, expression)
                : parts(expression, part -> in(part, locals));
    }

    private static Expr parts(Expr expression, UnaryOperator<Expr> each) {
        return switch (expression) {
            case Expr.Bool _, Expr.Int _, Expr.Text _, Expr.Local _, Expr.Attribute _ -> expression;
            case Expr.Unary(var op, var of) -> new Expr.Unary(op, each.apply(of));
            case Binary(var op, var left, var right) -> new Binary(op, each.apply(left), each.apply(right));
            case Expr.Choose(var condition, var yes, var no) ->
                new Expr.Choose(each.apply(condition), each.apply(yes), each.apply(no));
            case Expr.Narrow(var of, var bits, var signed) -> new Expr.Narrow(each.apply(of), bits, signed);
            case Expr.UserText(var address, var width) -> new Expr.UserText(each.apply(address), width);
            case Expr.Resize(var of, var width) -> new Expr.Resize(each.apply(of), width);
            case Expr.TextTest(var op, var text, var literal) -> new Expr.TextTest(op, each.apply(text), literal);
            case Expr.Apply(var function, var arguments, var type) ->
                new Expr.Apply(function, arguments.stream().map(each).toList(), type);
            case Expr.Pack(var parts) -> new Expr.Pack(parts.stream().map(each).toList());
            case Expr.Part(var tuple, var index, var type) ->
                each.apply(tuple) instanceof Expr.Pack(List<Expr> parts) && index < parts.size()
                        ? parts.get(index)
                        : new Expr.Part(each.apply(tuple), index, type);
        };
    }

    /// The values that a value is made of.
    static List<Expr> parts(Expr expression) {
        List<Expr> parts = new ArrayList<>();
        parts(expression, part -> {
            parts.add(part);
            return part;
        });
        return parts;
    }

    static Stmt in(Stmt statement, Map<String, Expr> locals) {
        return each(statement, expression -> in(expression, locals));
    }

    private static Stmt each(Stmt statement, UnaryOperator<Expr> each) {
        return switch (statement) {
            case Stmt.MapUpdate(var map, var keys, var update, var at) ->
                new Stmt.MapUpdate(map, all(keys, each), update.with(each), at);
            case Stmt.MapDelete(var map, var keys, var at) -> new Stmt.MapDelete(map, all(keys, each), at);
            case Stmt.Emit(var form, var values, var channel, var at) ->
                new Stmt.Emit(form, all(values, each), channel, at);
            case Stmt.Decide(var verdict, var at) -> new Stmt.Decide(each.apply(verdict), at);
            case Stmt.Assign _,
                    Stmt.MapGet _,
                    Stmt.MapClear _,
                    Stmt.MapZero _,
                    Stmt.WalkStart _,
                    Stmt.WalkNext _,
                    Stmt.PrintMap _,
                    Stmt.Exit _,
                    Stmt.Assume _,
                    Stmt.Check _,
                    Stmt.Havoc _ -> statement;
        };
    }

    /// The values in what is done.
    static List<Expr> values(Stmt statement) {
        List<Expr> values = new ArrayList<>();
        each(statement, value -> {
            values.add(value);
            return value;
        });
        return values;
    }

    private static List<Expr> all(List<Expr> expressions, UnaryOperator<Expr> each) {
        return expressions.stream().map(each).toList();
    }

    /// The opposite of a condition, without a needless "not".
    static Expr opposite(Expr condition) {
        return switch (condition) {
            case Expr.Bool(var value) -> new Expr.Bool(!value);
            case Expr.Unary(Expr.UnaryOp op, var of) when op == Expr.UnaryOp.NOT -> of;
            case Binary(BinaryOp op, var a, var b) when op == BinaryOp.EQ -> new Binary(BinaryOp.NE, a, b);
            case Binary(BinaryOp op, var a, var b) when op == BinaryOp.NE -> new Binary(BinaryOp.EQ, a, b);
            case Binary(BinaryOp op, var a, var b) when op == BinaryOp.SLT -> new Binary(BinaryOp.SLE, b, a);
            case Binary(BinaryOp op, var a, var b) when op == BinaryOp.SLE -> new Binary(BinaryOp.SLT, b, a);
            case Binary(BinaryOp op, var a, var b) when op == BinaryOp.ULT -> new Binary(BinaryOp.ULE, b, a);
            case Binary(BinaryOp op, var a, var b) when op == BinaryOp.ULE -> new Binary(BinaryOp.ULT, b, a);
            case Binary(BinaryOp op, var a, var b) when op == BinaryOp.OR ->
                new Binary(BinaryOp.AND, opposite(a), opposite(b));
            case Binary(BinaryOp op, var a, var b) when op == BinaryOp.AND ->
                new Binary(BinaryOp.OR, opposite(a), opposite(b));
            case Expr.Bool _,
                    Expr.Int _,
                    Expr.Text _,
                    Expr.Local _,
                    Expr.Attribute _,
                    Expr.Unary _,
                    Binary _,
                    Expr.Choose _,
                    Expr.Narrow _,
                    Expr.UserText _,
                    Expr.Resize _,
                    Expr.TextTest _,
                    Expr.Apply _,
                    Expr.Pack _,
                    Expr.Part _ -> new Expr.Unary(Expr.UnaryOp.NOT, condition);
        };
    }
}
