package dev.ken.synthesis;

import dev.ken.contract.Condition;
import dev.ken.kernel.catalog.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Readings and conditions in bpftrace's words.
final class Words {
    private static final int LONGEST_LITERAL = 63;

    private final Dialect dialect;

    Words(Dialect dialect) {
        this.dialect = dialect;
    }

    String probe(String probe) {
        return dialect.probe(probe);
    }

    String of(Reading reading) {
        return switch (reading) {
            case Reading.Arg(String field) -> "args" + (dialect.dots() ? "." : "->") + field;
            case Reading.ArgElement(String field, int index) -> of(new Reading.Arg(field)) + "[" + index + "]";
            case Reading.Builtin(String name) -> builtin(name);
            case Reading.Text(Reading of) -> "str(" + of(of) + ")";
            case Reading.Placed(Reading of, String field, boolean follows, var _, var _) ->
                of(of) + (follows ? "->" : ".") + field;
            case Reading.Cast(String struct, Reading of) -> "((struct " + struct + " *)" + inner(of) + ")";
            case Reading.Member _ ->
                throw new Unsayable("It is told only by a structure of the kernel whose types are not known.");
            case Reading.SignedLow(int bits, Reading of) -> "(int" + bits + ")" + inner(of);
            case Reading.HostOrder(int bits, Reading of) ->
                bits == 16 ? "bswap((uint16)" + inner(of) + ")" : "bswap((uint32)" + inner(of) + ")";
            case Reading.AddressText(Reading of) -> "ntop(" + of(of) + ")";
            case Reading.Joined _ ->
                throw new Unsayable(
                        "bpftrace can show the arguments of a program as the call begins; it cannot keep, count "
                                + "or test them.");
            case Reading.Number(long value) -> Long.toString(value);
            case Reading.Binary(String operator, Reading left, Reading right) ->
                inner(left) + " " + operator + " " + inner(right);
        };
    }

    /// Facts of the current thread that bpftrace has no name for stand in the kernel's own structure of it.
    private static String builtin(String name) {
        return switch (name) {
            case "ppid" -> "curtask->real_parent->tgid";
            case "parent_comm" -> "curtask->real_parent->comm";
            case "exit_code" -> "curtask->exit_code";
            default -> name;
        };
    }

    String inner(Reading reading) {
        return reading instanceof Reading.Binary ? "(" + of(reading) + ")" : of(reading);
    }

    /// The tests that must all hold; none for every occurrence.
    List<String> tests(Condition condition, Names names) {
        return switch (condition) {
            case Condition.Always() -> List.of();
            case Condition.And(var conditions) ->
                conditions.stream().map(one -> of(one, names)).toList();
            case Condition.NumberTest _, Condition.TextTest _, Condition.AttributeTest _ ->
                List.of(of(condition, names));
            case Condition.BitTest _, Condition.Descends _, Condition.Or _, Condition.Not _ ->
                List.of(of(condition, names));
        };
    }

    /// A condition whose names `names` gives as expressions.
    String of(Condition condition, Names names) {
        return switch (condition) {
            case Condition.Always() -> "1";
            case Condition.NumberTest(String attribute, var comparison, long number) ->
                names.result(attribute)
                        .flatMap(result -> error(result, comparison, number))
                        .orElseGet(() -> compared(names.attribute(attribute), comparison, Long.toString(number)));
            case Condition.TextTest(String attribute, var relation, String text) ->
                names.address(attribute)
                        .map(of -> new AddressBytes(this).of(of, relation, text))
                        .orElseGet(() -> text(names.attribute(attribute), relation, text));
            case Condition.AttributeTest(String left, var comparison, String right) ->
                compared(names.attribute(left), comparison, names.attribute(right));
            case Condition.BitTest(String attribute, long mask) ->
                "(" + names.attribute(attribute) + " & " + mask + ") == " + mask;
            case Condition.Descends descends -> names.descends(descends);
            case Condition.And(var conditions) ->
                conditions.stream().map(c -> nested(c, names)).collect(Collectors.joining(" && "));
            case Condition.Or(var conditions) ->
                conditions.stream().map(c -> nested(c, names)).collect(Collectors.joining(" || "));
            case Condition.Not(Condition.TextTest(String attribute, var relation, String text))
            when relation == Condition.TextRelation.IS
                    && names.address(attribute).isEmpty() -> names.attribute(attribute) + " != " + literal(text);
            case Condition.Not(var inner) -> "!(" + of(inner, names) + ")";
        };
    }

    /// A test of an error number as one of the return value.
    private static Optional<String> error(String result, Condition.Comparison comparison, long number) {
        boolean equal = comparison == Condition.Comparison.EQUAL;
        if (!equal && comparison != Condition.Comparison.UNEQUAL || number < 0) {
            return Optional.empty();
        }
        return Optional.of(
                number == 0 ? result + (equal ? " >= 0" : " < 0") : result + (equal ? " == -" : " != -") + number);
    }

    static String compared(String left, Condition.Comparison comparison, String right) {
        // `==` binds closer than `&` and `|`.
        boolean loose = left.matches(".*[&|^?].*") && !(left.startsWith("(") && left.endsWith(")"));
        return (loose ? "(" + left + ")" : left) + " "
                + (comparison == Condition.Comparison.EQUAL ? "==" : comparison.symbol()) + " " + right;
    }

    private String nested(Condition condition, Names names) {
        String words = of(condition, names);
        return condition instanceof Condition.And || condition instanceof Condition.Or ? "(" + words + ")" : words;
    }

    private String text(String value, Condition.TextRelation relation, String text) {
        return switch (relation) {
            case IS -> value + " == " + literal(text);
            case STARTS_WITH ->
                "strncmp(" + value + ", " + literal(text) + ", " + text.getBytes(StandardCharsets.UTF_8).length
                        + ") == 0";
            case CONTAINS -> {
                if (!dialect.containsFunction()) {
                    throw new Unsayable(
                            "The installed bpftrace cannot look for text inside a text; it can test how it starts.");
                }
                yield "strcontains(" + value + ", " + literal(text) + ")";
            }
            case ENDS_WITH -> throw new Unsayable("bpftrace cannot test how a text ends; it can test how it starts.");
        };
    }

    static String literal(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_LITERAL) {
            throw new Unsayable("bpftrace compares at most " + LONGEST_LITERAL + " bytes of text.");
        }
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            if (c < ' ') {
                throw new Unsayable("The text has control characters, which bpftrace cannot compare.");
            }
            out.append(c);
        }
        return out.append('"').toString();
    }
}
