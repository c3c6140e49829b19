package dev.ken.comprehension.hunch;

import dev.ken.contract.Condition;
import java.util.ArrayList;
import java.util.List;

/// A single test within a condition.
///
/// @param attribute what is tested
/// @param operator  how: a comparison, a relation of texts, `has`, `from`
/// @param value     against what
/// @param negated   whether it must not hold
record Atom(String attribute, String operator, String value, boolean negated) {
    static final String DESCENDS = "descends";
    static final String FROM = "from";

    /// All of a condition.
    static List<Atom> of(Condition condition) {
        List<Atom> all = new ArrayList<>();
        add(condition, false, all);
        return all;
    }

    private static void add(Condition condition, boolean negated, List<Atom> all) {
        switch (condition) {
            case Condition.Always() -> {}
            case Condition.NumberTest(var name, var comparison, long number) ->
                all.add(new Atom(name, comparison.symbol(), Long.toString(number), negated));
            case Condition.TextTest(var name, var relation, var text) ->
                all.add(new Atom(name, relation.symbol(), text, negated));
            case Condition.BitTest(var name, long mask) -> all.add(new Atom(name, "has", Long.toString(mask), negated));
            case Condition.AttributeTest(var left, var comparison, var right) ->
                all.add(new Atom(left, comparison.symbol(), right, negated));
            case Condition.Descends(var ancestor) ->
                of(ancestor).forEach(one -> all.add(new Atom(DESCENDS, FROM, one.value(), negated)));
            case Condition.And(var several) -> several.forEach(one -> add(one, negated, all));
            case Condition.Or(var several) -> several.forEach(one -> add(one, negated, all));
            case Condition.Not(var inner) -> add(inner, !negated, all);
        }
    }

    /// As text, which is the name of the model of a closed condition.
    String text() {
        return (negated ? "not " : "") + attribute + " " + operator + " " + value;
    }

    /// How it is compared, for the model of operators.
    String comparison() {
        return operator + (negated ? " not" : "");
    }
}
