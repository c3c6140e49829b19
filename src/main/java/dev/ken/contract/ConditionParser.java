package dev.ken.contract;

import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.Condition.TextRelation;
import dev.ken.contract.IntentLine.Malformed;
import dev.ken.contract.IntentToken.Kind;
import dev.ken.kernel.ErrorNumbers;
import dev.ken.kernel.catalog.Unit;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads conditions: tests joined by `and` and `or`, `not (…)`, parentheses.
final class ConditionParser {
    /// Told of every attribute that a condition names.
    interface Listener {
        void attribute(IntentToken name, Optional<Unit> unit, Span value);
    }

    private static final int DEEPEST = 50;
    private static final String ERROR = "error";

    private final IntentLine line;
    private final Listener listener;
    private int depth;

    private ConditionParser(IntentLine line, Listener listener) {
        this.line = line;
        this.listener = listener;
    }

    /// Reads a condition from the line, as far as it goes.
    static Condition read(IntentLine line, Listener listener) {
        return new ConditionParser(line, listener).or();
    }

    /// Empty for a text that is no condition.
    static Optional<Condition> parse(String text) {
        try {
            IntentLine line = new IntentLine(text, 0);
            Condition condition = read(line, (_, _, _) -> {});
            line.end();
            return Optional.of(condition);
        } catch (Malformed malformed) {
            return Optional.empty();
        }
    }

    private Condition or() {
        List<Condition> all = new ArrayList<>(List.of(and()));
        while (line.take("or")) {
            all.add(and());
        }
        return all.size() == 1 ? all.get(0) : new Condition.Or(all);
    }

    private Condition and() {
        List<Condition> all = new ArrayList<>(List.of(test()));
        while (line.take("and")) {
            all.add(test());
        }
        return all.size() == 1 ? all.get(0) : new Condition.And(all);
    }

    private Condition test() {
        if (++depth > DEEPEST) {
            throw new Malformed(
                    "deep", "the condition is nested too deeply", line.peek().at());
        }
        IntentToken first = line.peek();
        if (line.take("not")) {
            return new Condition.Not(test());
        }
        if (line.take("(")) {
            Condition inner = or();
            line.expect(")");
            return inner;
        }
        if (first.is("descends") && line.peek(1).is("from")) {
            line.next();
            line.next();
            return new Condition.Descends(ancestor());
        }
        if (line.take("always")) {
            return new Condition.Always();
        }
        if (line.take("failed") || line.take("succeeded")) {
            listener.attribute(new IntentToken(Kind.WORD, ERROR, first.at()), Optional.empty(), first.at());
            return new Condition.NumberTest(ERROR, first.is("failed") ? Comparison.UNEQUAL : Comparison.EQUAL, 0);
        }
        return relation(line.word("an attribute"));
    }

    private Condition ancestor() {
        if (line.take("(")) {
            Condition inner = or();
            line.expect(")");
            return inner;
        }
        return line.peek().kind() == Kind.TEXT
                ? new Condition.TextTest("process", TextRelation.IS, line.text())
                : new Condition.NumberTest("pid", Comparison.EQUAL, line.number());
    }

    private Condition relation(IntentToken attribute) {
        IntentToken word = line.next();
        Optional<Comparison> comparison = comparison(word);
        if (comparison.isPresent()) {
            return compared(attribute, comparison.get());
        }
        return switch (word.kind() == Kind.WORD ? word.text() : "") {
            case "is" -> text(attribute, TextRelation.IS);
            case "contains" -> text(attribute, TextRelation.CONTAINS);
            case "starts" -> with(attribute, TextRelation.STARTS_WITH);
            case "ends" -> with(attribute, TextRelation.ENDS_WITH);
            case "in" -> in(attribute);
            case "between" -> between(attribute);
            case "has" -> {
                Span at = line.peek().at();
                long mask = line.number();
                listener.attribute(attribute, Optional.empty(), at);
                yield new Condition.BitTest(attribute.text(), mask);
            }
            default ->
                throw new Malformed(
                        "comparison",
                        "expected a comparison after `" + attribute.text() + "`, found " + word.shown(),
                        word.at(),
                        "tests are: = != < <= > >= NUMBER; between A and B; in (A, B); has BITS; is, starts with,"
                                + " ends with, contains \"TEXT\"");
        };
    }

    static Optional<Comparison> comparison(IntentToken token) {
        for (Comparison comparison : Comparison.values()) {
            if (token.is(comparison.symbol())) {
                return Optional.of(comparison);
            }
        }
        return Optional.empty();
    }

    private Condition with(IntentToken attribute, TextRelation relation) {
        line.expect("with");
        return text(attribute, relation);
    }

    private Condition text(IntentToken attribute, TextRelation relation) {
        Span at = line.peek().at();
        String text = line.text();
        listener.attribute(attribute, Optional.empty(), at);
        return new Condition.TextTest(attribute.text(), relation, text);
    }

    private Condition compared(IntentToken attribute, Comparison comparison) {
        IntentToken value = line.peek();
        boolean name =
                value.kind() == Kind.WORD && ErrorNumbers.byName(value.text()).isEmpty();
        if (name) {
            line.next();
            listener.attribute(attribute, Optional.empty(), attribute.at());
            listener.attribute(value, Optional.empty(), value.at());
            return new Condition.AttributeTest(attribute.text(), comparison, value.text());
        }
        boolean equality = comparison == Comparison.EQUAL || comparison == Comparison.UNEQUAL;
        if (value.kind() == Kind.TEXT && equality) {
            Condition is = text(attribute, TextRelation.IS);
            return comparison == Comparison.EQUAL ? is : new Condition.Not(is);
        }
        return new Condition.NumberTest(attribute.text(), comparison, number(attribute));
    }

    /// A number with or without a unit, or the name of an error.
    private long number(IntentToken attribute) {
        IntentToken value = line.peek();
        Optional<Integer> error = value.kind() == Kind.WORD ? ErrorNumbers.byName(value.text()) : Optional.empty();
        if (error.isPresent()) {
            line.next();
            listener.attribute(attribute, Optional.empty(), value.at());
            return error.get();
        }
        long number = line.number();
        Span at = line.peek().at();
        Optional<Unit> unit = line.unitAhead();
        Span whole = unit.isPresent() ? value.at().to(at) : value.at();
        listener.attribute(attribute, unit, whole);
        return line.scaled(number, unit, whole);
    }

    private Condition between(IntentToken attribute) {
        long least = number(attribute);
        line.expect("and");
        long most = number(attribute);
        return new Condition.And(List.of(
                new Condition.NumberTest(attribute.text(), Comparison.AT_LEAST, least),
                new Condition.NumberTest(attribute.text(), Comparison.AT_MOST, most)));
    }

    private Condition in(IntentToken attribute) {
        line.expect("(");
        List<Condition> all = line.list(() -> line.peek().kind() == Kind.TEXT
                ? text(attribute, TextRelation.IS)
                : new Condition.NumberTest(attribute.text(), Comparison.EQUAL, number(attribute)));
        line.expect(")");
        return all.size() == 1 ? all.get(0) : new Condition.Or(all);
    }
}
