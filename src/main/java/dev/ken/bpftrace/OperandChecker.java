package dev.ken.bpftrace;

import dev.ken.bpftrace.ValueType.Aggregation;
import dev.ken.bpftrace.ValueType.Pointer;
import java.util.Optional;

/// What operators with two operands are for.
final class OperandChecker {
    private OperandChecker() {}

    static void check(Place place, Expression.Binary binary) {
        ValueType left = number(place, place.of(binary.left()));
        ValueType right = number(place, place.of(binary.right()));
        wrong(place.dialect(), binary.operator(), left, right)
                .ifPresent(message -> place.error("operands", message, binary.at()));
    }

    /// Maps of numbers are numbers in newer versions.
    private static ValueType number(Place place, ValueType type) {
        if (type instanceof ValueType.Context && !place.dialect().since(Dialect.V0_19)) {
            return new Pointer("");
        }
        boolean read = type instanceof Aggregation(var kind) && ExpressionChecker.number(kind);
        return read && place.dialect().since(Dialect.V0_21) ? ValueType.SIGNED : type;
    }

    private static Optional<String> wrong(Dialect dialect, BinaryOperator operator, ValueType left, ValueType right) {
        if (Kind.of(left).isEmpty()
                || Kind.of(right).isEmpty()
                || left instanceof ValueType.Context
                || right instanceof ValueType.Context) {
            return Optional.empty();
        }
        if (left instanceof Pointer || right instanceof Pointer) {
            return pointers(dialect, operator, left, right)
                    ? Optional.empty()
                    : Optional.of(between(operator, left, right));
        }
        if (!Kind.of(left).equals(Kind.of(right)) || left instanceof ValueType.Opaque && !left.equals(right)) {
            return Optional.of(between(operator, left, right));
        }
        if (left instanceof ValueType.Int) {
            return Optional.empty();
        }
        if (!equality(operator)) {
            return Optional.of("`" + operator.symbol() + "` is not for " + plural(left));
        }
        boolean arrays = left instanceof ValueType.Array && !left.equals(right);
        return arrays ? Optional.of("only arrays of one type and size can be compared") : Optional.empty();
    }

    private static boolean pointers(Dialect dialect, BinaryOperator operator, ValueType left, ValueType right) {
        boolean logical = operator == BinaryOperator.AND || operator == BinaryOperator.OR;
        if (comparison(operator) || logical && dialect.since(Dialect.V0_23)) {
            return Kind.in(left, Kind.POINTER, Kind.INTEGER) && Kind.in(right, Kind.POINTER, Kind.INTEGER);
        }
        return switch (operator) {
            case PLUS ->
                left instanceof Pointer && right instanceof ValueType.Int
                        || left instanceof ValueType.Int && right instanceof Pointer;
            case MINUS -> left instanceof Pointer && right instanceof ValueType.Int;
            default -> false;
        };
    }

    static boolean comparison(BinaryOperator operator) {
        return switch (operator) {
            case EQUAL, UNEQUAL, LESS, GREATER, AT_MOST, AT_LEAST -> true;
            default -> false;
        };
    }

    static boolean equality(BinaryOperator operator) {
        return operator == BinaryOperator.EQUAL || operator == BinaryOperator.UNEQUAL;
    }

    private static String between(BinaryOperator operator, ValueType left, ValueType right) {
        return "`" + operator.symbol() + "` between " + left.shown() + " and " + right.shown();
    }

    static String plural(ValueType type) {
        return switch (type) {
            case ValueType.Text _ -> "strings";
            case Pointer _ -> "addresses";
            case ValueType.Array _ -> "arrays";
            case ValueType.Struct _ -> "structures";
            case ValueType.Tuple _ -> "tuples";
            case ValueType other -> other.shown();
        };
    }
}
