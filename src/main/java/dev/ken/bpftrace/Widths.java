package dev.ken.bpftrace;

/// How wide bpftrace 0.17 computes a number: casts, fields, array elements and variables keep their own size, and so do
/// signs and complements of them; everything else has 64 bits.
final class Widths {
    private final Typing typing;

    Widths(Typing typing) {
        this.typing = typing;
    }

    int sizeBytes(Expression expression) {
        return switch (expression) {
            case Expression.Cast _, Expression.Field _, Expression.Index _, Expression.Variable _ ->
                typing.of(expression) instanceof ValueType.Int(int sizeBytes, _) ? sizeBytes : 8;
            case Expression.Step step -> step.of() instanceof Expression.Variable variable ? sizeBytes(variable) : 8;
            case Expression.Unary(var operator, var of, _) ->
                operator == UnaryOperator.MINUS || operator == UnaryOperator.COMPLEMENT ? sizeBytes(of) : 8;
            case Expression _ -> 8;
        };
    }

    boolean signed(Expression expression) {
        return switch (expression) {
            case Expression.Unary(var operator, var of, _) when operator != UnaryOperator.NOT -> signed(of);
            case Expression other -> typing.of(other).signed();
        };
    }
}
