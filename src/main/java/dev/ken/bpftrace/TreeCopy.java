package dev.ken.bpftrace;

import java.util.List;
import java.util.Optional;

/// Copies trees, putting other expressions and names in the place of some. What is copied is counted; a tree that is too
/// large or too deep is not finished.
final class TreeCopy {
    /// Nodes that all expansions of one script may make.
    static final int MOST_NODES = 20_000;

    /// Levels of the deepest copied tree.
    static final int MOST_LEVELS = 1_200;

    private final Names names;
    private final Budget budget;

    TreeCopy(Names names, Budget budget) {
        this.names = names;
        this.budget = budget;
    }

    /// What stands for names.
    interface Names {
        String variable(String name);

        String map(Expression.MapAccess access);

        /// What takes the place of an expression whose parts were not looked at yet.
        Optional<Expression> instead(Expression expression);

        /// What takes the place of a call whose arguments are copied.
        Expression call(Expression.Call call);
    }

    /// How much was copied.
    static final class Budget {
        private int nodes;
        private int levels;

        boolean spent() {
            return nodes > MOST_NODES || levels > MOST_LEVELS;
        }
    }

    List<Statement> statements(List<Statement> statements) {
        return statements.stream().map(this::statement).toList();
    }

    private Statement statement(Statement statement) {
        return switch (statement) {
            case Statement.Evaluate(var expression, var at) -> new Statement.Evaluate(copy(expression), at);
            case Statement.Assign(var target, var operator, var value, var at) ->
                new Statement.Assign(copy(target), operator, copy(value), at);
            case Statement.Let(var variable, var type, var value, var at) ->
                new Statement.Let(renamed(variable), type, value.map(this::copy), at);
            case Statement.If(var condition, var then, var otherwise, var at) ->
                new Statement.If(copy(condition), statements(then), statements(otherwise), at);
            case Statement.Unroll(var times, var body, var at) ->
                new Statement.Unroll(copy(times), statements(body), at);
            case Statement.While(var condition, var body, var at) ->
                new Statement.While(copy(condition), statements(body), at);
            case Statement.For(var variable, var source, var end, var body, var at) ->
                new Statement.For(renamed(variable), copy(source), end.map(this::copy), statements(body), at);
            case Statement.Leave(var how, var value, var at) -> new Statement.Leave(how, value.map(this::copy), at);
            case Statement.Discard(var value, var at) -> new Statement.Discard(copy(value), at);
            case Statement.Import one -> one;
            case Statement.Nested(var body, var at) -> new Statement.Nested(statements(body), at);
        };
    }

    private Expression.Variable renamed(Expression.Variable variable) {
        return new Expression.Variable(names.variable(variable.name()), variable.at());
    }

    Expression copy(Expression expression) {
        budget.nodes++;
        if (budget.spent()) {
            return expression;
        }
        budget.levels++;
        Expression copied = names.instead(expression).orElseGet(() -> parts(expression));
        if (!budget.spent()) {
            budget.levels--;
        }
        return copied;
    }

    private List<Expression> all(List<Expression> expressions) {
        return expressions.stream().map(this::copy).toList();
    }

    Expression.Block block(Expression.Block block) {
        return new Expression.Block(statements(block.body()), block.value().map(this::copy), block.at());
    }

    private Expression parts(Expression expression) {
        return switch (expression) {
            case Expression.Variable variable -> renamed(variable);
            case Expression.MapAccess(_, var keys, var at) ->
                new Expression.MapAccess(names.map((Expression.MapAccess) expression), all(keys), at);
            case Expression.Unary(var operator, var of, var at) -> new Expression.Unary(operator, copy(of), at);
            case Expression.Step(var of, var up, var before, var at) -> new Expression.Step(copy(of), up, before, at);
            case Expression.Binary(var operator, var left, var right, var at) ->
                new Expression.Binary(operator, copy(left), copy(right), at);
            case Expression.Ternary(var condition, var yes, var no, var at) ->
                new Expression.Ternary(copy(condition), copy(yes), copy(no), at);
            case Expression.Cast(var type, var of, var at) -> new Expression.Cast(type, copy(of), at);
            case Expression.Field(var of, var name, var arrow, var at) ->
                new Expression.Field(copy(of), name, arrow, at);
            case Expression.Index(var of, var index, var at) -> new Expression.Index(copy(of), copy(index), at);
            case Expression.Call(var function, var arguments, var at) ->
                names.call(new Expression.Call(function, all(arguments), at));
            case Expression.Expanded(var call, var result, var body) ->
                new Expression.Expanded(call, result, block(body));
            case Expression.Tuple(var parts, var at) -> new Expression.Tuple(all(parts), at);
            case Expression.OrElse(var condition, var no, var at) ->
                new Expression.OrElse(copy(condition), copy(no), at);
            case Expression.Block block -> block(block);
            case Expression.Branch(var condition, var then, var otherwise, var at) ->
                new Expression.Branch(copy(condition), block(then), otherwise.map(this::copy), at);
            case Expression.Record(var parts, var at) ->
                new Expression.Record(
                        parts.stream()
                                .map(part -> new Expression.Part(part.name(), copy(part.value())))
                                .toList(),
                        at);
            case Expression.Comptime(var of, var at) -> new Expression.Comptime(copy(of), at);
            case Expression.Number(var value, var text, var at) -> new Expression.Number(value, text, at);
            case Expression.Truth(var value, var at) -> new Expression.Truth(value, at);
            case Expression.Text(var value, var at) -> new Expression.Text(value, at);
            case Expression.Positional(var index, var at) -> new Expression.Positional(index, at);
            case Expression.PositionalCount(var at) -> new Expression.PositionalCount(at);
            case Expression.Name(var name, var at) -> new Expression.Name(name, at);
            case Expression.SizeOf(var type, var at) -> new Expression.SizeOf(type, at);
            case Expression.OffsetOf(var type, var field, var at) -> new Expression.OffsetOf(type, field, at);
        };
    }
}
