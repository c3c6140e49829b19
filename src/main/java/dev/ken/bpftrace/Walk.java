package dev.ken.bpftrace;

import java.util.List;
import java.util.function.Consumer;

/// Visits every expression of a tree, outer ones first, in source order.
final class Walk {
    private Walk() {}

    static void probe(Item.Probe probe, Consumer<Expression> seen) {
        probe.predicate().ifPresent(predicate -> expression(predicate, seen));
        statements(probe.body(), seen);
    }

    static void statements(List<Statement> statements, Consumer<Expression> seen) {
        for (Statement statement : statements) {
            switch (statement) {
                case Statement.Evaluate(var expression, _) -> expression(expression, seen);
                case Statement.Assign(var target, _, var value, _) -> {
                    expression(target, seen);
                    expression(value, seen);
                }
                case Statement.Let(_, _, var value, _) -> value.ifPresent(e -> expression(e, seen));
                case Statement.If(var condition, var then, var otherwise, _) -> {
                    expression(condition, seen);
                    statements(then, seen);
                    statements(otherwise, seen);
                }
                case Statement.Unroll(var times, var body, _) -> {
                    expression(times, seen);
                    statements(body, seen);
                }
                case Statement.While(var condition, var body, _) -> {
                    expression(condition, seen);
                    statements(body, seen);
                }
                case Statement.For(_, var source, var end, var body, _) -> {
                    expression(source, seen);
                    end.ifPresent(e -> expression(e, seen));
                    statements(body, seen);
                }
                case Statement.Leave(_, var value, _) -> value.ifPresent(e -> expression(e, seen));
                case Statement.Discard(var value, _) -> expression(value, seen);
                case Statement.Import _ -> {}
                case Statement.Nested(var body, _) -> statements(body, seen);
            }
        }
    }

    static void expression(Expression expression, Consumer<Expression> seen) {
        seen.accept(expression);
        switch (expression) {
            case Expression.Unary unary -> expression(unary.of(), seen);
            case Expression.Step step -> expression(step.of(), seen);
            case Expression.Binary binary -> {
                expression(binary.left(), seen);
                expression(binary.right(), seen);
            }
            case Expression.Ternary ternary -> {
                expression(ternary.condition(), seen);
                expression(ternary.yes(), seen);
                expression(ternary.no(), seen);
            }
            case Expression.OrElse other -> {
                expression(other.condition(), seen);
                expression(other.no(), seen);
            }
            case Expression.Block block -> {
                statements(block.body(), seen);
                block.value().ifPresent(value -> expression(value, seen));
            }
            case Expression.Branch branch -> {
                expression(branch.condition(), seen);
                expression(branch.then(), seen);
                branch.otherwise().ifPresent(other -> expression(other, seen));
            }
            case Expression.Record record -> record.parts().forEach(part -> expression(part.value(), seen));
            case Expression.Comptime comptime -> expression(comptime.of(), seen);
            case Expression.Cast cast -> expression(cast.of(), seen);
            case Expression.Field field -> expression(field.of(), seen);
            case Expression.Index index -> {
                expression(index.of(), seen);
                expression(index.index(), seen);
            }
            case Expression.Call call -> call.arguments().forEach(e -> expression(e, seen));
            case Expression.Expanded expanded -> expression(expanded.body(), seen);
            case Expression.Tuple tuple -> tuple.parts().forEach(e -> expression(e, seen));
            case Expression.MapAccess map -> map.keys().forEach(e -> expression(e, seen));
            case Expression.Number _,
                    Expression.Truth _,
                    Expression.Text _,
                    Expression.Positional _,
                    Expression.PositionalCount _,
                    Expression.Name _,
                    Expression.Variable _,
                    Expression.SizeOf _,
                    Expression.OffsetOf _ -> {}
        }
    }
}
