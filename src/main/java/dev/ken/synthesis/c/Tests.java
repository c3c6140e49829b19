package dev.ken.synthesis.c;

import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.PartNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// Conditions in C. What they name is read before.
final class Tests {
    private Tests() {}

    static List<Condition> conjuncts(Condition condition) {
        return switch (condition) {
            case Condition.Always() -> List.of();
            case Condition.And(var all) ->
                all.stream().flatMap(one -> conjuncts(one).stream()).toList();
            case Condition other -> List.of(other);
        };
    }

    /// Leaves by `exit` where a condition does not hold.
    static void guard(Condition condition, Body body, String exit) {
        for (Condition one : conjuncts(condition)) {
            PartNames.descents(one).forEach(body::descends);
            for (String name : PartNames.in(one)) {
                if (body.reads().isText(name)) {
                    body.text(name);
                } else {
                    body.number(name);
                }
            }
            body.line("if (" + negated(one, body) + ")");
            body.line("\t" + exit + ";");
        }
    }

    private static String negated(Condition condition, Body body) {
        return switch (condition) {
            case Condition.NumberTest(String name, var comparison, long number) ->
                compared(body.number(name), opposite(comparison), literal(number));
            case Condition.AttributeTest(String left, var comparison, String right)
            when !body.reads().isCopied(left) -> compared(body.number(left), opposite(comparison), body.number(right));
            case Condition.AttributeTest(String left, var comparison, String right) ->
                texts(left, opposite(comparison), right, body);
            case Condition.TextTest test -> text(test, body, false);
            case Condition.Not(Condition.TextTest test) -> text(test, body, true);
            case Condition.Not(var inner) -> of(inner, body);
            case Condition other -> "!(" + of(other, body) + ")";
        };
    }

    private static String of(Condition condition, Body body) {
        return switch (condition) {
            case Condition.Always() -> "1";
            case Condition.NumberTest(String name, var comparison, long number) ->
                compared(body.number(name), comparison, literal(number));
            case Condition.TextTest test -> text(test, body, true);
            case Condition.AttributeTest(String left, var comparison, String right) -> {
                if (body.reads().isCopied(left)) {
                    yield texts(left, comparison, right, body);
                }
                yield compared(body.number(left), comparison, body.number(right));
            }
            case Condition.BitTest(String name, long mask) ->
                "(" + body.number(name) + " & " + literal(mask) + ") == " + literal(mask);
            case Condition.Descends descends -> body.descends(descends);
            case Condition.And(var all) ->
                all.stream().map(one -> nested(one, body)).collect(Collectors.joining(" && "));
            case Condition.Or(var all) ->
                all.stream().map(one -> nested(one, body)).collect(Collectors.joining(" || "));
            case Condition.Not(var inner) -> "!(" + of(inner, body) + ")";
        };
    }

    private static String nested(Condition condition, Body body) {
        boolean several = condition instanceof Condition.And || condition instanceof Condition.Or;
        return several ? "(" + of(condition, body) + ")" : of(condition, body);
    }

    /// That two texts are the same, or that they are not.
    private static String texts(String left, Comparison comparison, String right, Body body) {
        boolean same = comparison == Comparison.EQUAL;
        boolean plain = (same || comparison == Comparison.UNEQUAL)
                && body.reads().isText(left)
                && body.reads().isText(right);
        if (!plain || body.reads().textBytes(left) != body.reads().textBytes(right)) {
            throw new Unsayable("Texts of two lengths, and addresses, cannot be compared with each other in C yet;"
                    + " --target bpftrace can.");
        }
        body.needs(Search.SAME);
        String one = body.text(left);
        String call = "same(" + one + ", " + body.text(right) + ", sizeof(" + one + "))";
        return same ? call : "!" + call;
    }

    /// That the text is so, or that it is not.
    private static String text(Condition.TextTest test, Body body, boolean so) {
        if (body.reads().isAddress(test.attribute())) {
            throw new Unsayable("Addresses cannot be compared with texts in C yet; --target bpftrace can.");
        }
        int bytes = test.text().getBytes(StandardCharsets.UTF_8).length;
        int room = body.reads().textBytes(test.attribute());
        if (bytes >= room || bytes == 0) {
            throw new Unsayable(
                    "A text of " + bytes + " bytes cannot be compared with one of at most " + (room - 1) + ".");
        }
        String variable = body.text(test.attribute());
        String same = so ? " == 0" : " != 0";
        return switch (test.relation()) {
            case IS -> "bpf_strncmp(" + variable + ", sizeof(" + variable + "), " + quoted(test.text()) + ")" + same;
            case STARTS_WITH -> "bpf_strncmp(" + variable + ", " + bytes + ", " + quoted(test.text()) + ")" + same;
            case CONTAINS -> search(body, variable, "sizeof(" + variable + ") - 1", test, bytes, so);
            case ENDS_WITH -> search(body, variable, "sizeof(" + variable + ")", test, bytes + 1, so);
        };
    }

    private static String search(
            Body body, String variable, String room, Condition.TextTest test, int bytes, boolean so) {
        body.needs(Search.CONTAINS);
        String call = "contains(" + variable + ", " + room + ", " + quoted(test.text()) + ", " + bytes + ")";
        return so ? call : "!" + call;
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < ' ' || c > '~') {
                throw new Unsayable("The text has characters that are not compared in C yet.");
            }
            if (c == '"' || c == '\\' || c == '?') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.append('"').toString();
    }

    private static String literal(long number) {
        return number > Integer.MAX_VALUE || number < Integer.MIN_VALUE ? number + "LL" : Long.toString(number);
    }

    private static String compared(String left, Comparison comparison, String right) {
        return left + " " + (comparison == Comparison.EQUAL ? "==" : comparison.symbol()) + " " + right;
    }

    private static Comparison opposite(Comparison comparison) {
        return switch (comparison) {
            case EQUAL -> Comparison.UNEQUAL;
            case UNEQUAL -> Comparison.EQUAL;
            case LESS -> Comparison.AT_LEAST;
            case AT_LEAST -> Comparison.LESS;
            case GREATER -> Comparison.AT_MOST;
            case AT_MOST -> Comparison.GREATER;
        };
    }
}
