package dev.ken.contract.clause;

import dev.ken.contract.clause.Formula.BinaryOperator;
import java.util.stream.Collectors;

/// Formulas as text, with no parenthesis more than needed; [FormulaParser] reads it back.
final class FormulaText {
    private FormulaText() {}

    static String of(Formula formula) {
        return of(formula, 0);
    }

    private static String of(Formula formula, int strength) {
        return switch (formula) {
            case Formula.Int(long value) -> Long.toString(value);
            case Formula.Name(String name) -> name;
            case Formula.Pointee(String name) -> "*" + name;
            case Formula.Result() -> "result";
            case Formula.Null() -> "null";
            case Formula.ErrorNumber(String name, int _) -> name;
            case Formula.Length(String name) -> "length(" + name + ")";
            case Formula.Old(Formula of) -> "old(" + of(of, 0) + ")";
            case Formula.Unary(var operator, Formula of) -> operator.symbol() + of(of, BinaryOperator.STRONGEST);
            case Formula.Binary(var operator, Formula left, Formula right) -> binary(operator, left, right, strength);
            case Formula.InRange(Formula of, Formula least, Formula most) ->
                parenthesized(
                        of(of, 4) + " in " + of(least, 4) + ".." + of(most, 4),
                        strength > BinaryOperator.EQUAL.strength());
            case Formula.Holds(var predicate, var arguments) ->
                predicate.word() + arguments.stream().map(FormulaText::of).collect(Collectors.joining(", ", "(", ")"));
        };
    }

    private static String binary(BinaryOperator operator, Formula left, Formula right, int strength) {
        int own = operator.strength();
        boolean toTheRight = operator == BinaryOperator.IMPLIES;
        String text = of(left, toTheRight ? own + 1 : own)
                + " "
                + operator.symbol()
                + " "
                + of(right, toTheRight ? own : own + 1);
        return parenthesized(text, own < strength);
    }

    private static String parenthesized(String text, boolean needed) {
        return needed ? "(" + text + ")" : text;
    }
}
