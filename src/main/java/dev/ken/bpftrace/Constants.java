package dev.ken.bpftrace;

import java.util.Optional;
import java.util.function.Function;

/// Expressions whose value is known before the program runs.
final class Constants {
    private Constants() {}

    /// @param names values of names
    static Optional<Long> value(Expression expression, Function<String, Optional<Long>> names) {
        return switch (expression) {
            case Expression.Number number -> Optional.of(number.value());
            case Expression.Name name -> names.apply(name.name());
            case Expression.Unary(var operator, var of, _) ->
                value(of, names).flatMap(v -> switch (operator) {
                    case MINUS -> Optional.of(-v);
                    case COMPLEMENT -> Optional.of(~v);
                    case NOT -> Optional.of(v == 0 ? 1L : 0L);
                    case DEREFERENCE, ADDRESS -> Optional.empty();
                });
            case Expression.Binary(var operator, var left, var right, _) ->
                value(left, names).flatMap(a -> value(right, names).flatMap(b -> binary(operator, a, b)));
            case Expression _ -> Optional.empty();
        };
    }

    private static Optional<Long> binary(BinaryOperator operator, long a, long b) {
        return switch (operator) {
            case PLUS -> Optional.of(a + b);
            case MINUS -> Optional.of(a - b);
            case TIMES -> Optional.of(a * b);
            case DIVIDE -> b == 0 ? Optional.empty() : Optional.of(a / b);
            case REMAINDER -> b == 0 ? Optional.empty() : Optional.of(a % b);
            case SHIFT_LEFT -> Optional.of(a << b);
            case SHIFT_RIGHT -> Optional.of(a >> b);
            case BIT_OR -> Optional.of(a | b);
            case BIT_AND -> Optional.of(a & b);
            case BIT_XOR -> Optional.of(a ^ b);
            case OR, AND, EQUAL, UNEQUAL, LESS, GREATER, AT_MOST, AT_LEAST -> Optional.empty();
        };
    }
}
