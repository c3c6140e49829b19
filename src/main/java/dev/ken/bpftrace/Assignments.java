package dev.ken.bpftrace;

import java.util.List;
import java.util.function.Consumer;

/// Names of the maps that statements assign to or step.
final class Assignments {
    private Assignments() {}

    static void in(List<Statement> statements, Consumer<String> seen) {
        Walk.statements(statements, expression -> within(expression, seen));
        targets(statements, seen);
    }

    /// The same for an expression.
    static void steps(Expression expression, Consumer<String> seen) {
        Walk.expression(expression, inner -> within(inner, seen));
    }

    private static void within(Expression expression, Consumer<String> seen) {
        step(expression, seen);
        if (expression instanceof Expression.Block block) {
            targets(block.body(), seen);
        }
    }

    private static void step(Expression expression, Consumer<String> seen) {
        if (expression instanceof Expression.Step step && step.of() instanceof Expression.MapAccess map) {
            seen.accept(map.name());
        }
    }

    private static void targets(List<Statement> statements, Consumer<String> seen) {
        for (Statement statement : statements) {
            switch (statement) {
                case Statement.Assign assign
                when assign.target() instanceof Expression.MapAccess map -> seen.accept(map.name());
                case Statement.If branch -> {
                    targets(branch.then(), seen);
                    targets(branch.otherwise(), seen);
                }
                case Statement.Unroll unroll -> targets(unroll.body(), seen);
                case Statement.While loop -> targets(loop.body(), seen);
                case Statement.For loop -> targets(loop.body(), seen);
                case Statement.Nested nested -> targets(nested.body(), seen);
                case Statement.Assign _,
                        Statement.Evaluate _,
                        Statement.Let _,
                        Statement.Leave _,
                        Statement.Discard _,
                        Statement.Import _ -> {}
            }
        }
    }
}
