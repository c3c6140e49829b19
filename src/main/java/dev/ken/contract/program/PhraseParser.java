package dev.ken.contract.program;

import dev.ken.contract.clause.Formula.BinaryOperator;
import dev.ken.contract.clause.Formula.UnaryOperator;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads phrases from the tokens of a line.
final class PhraseParser {
    private static final int DEEPEST = 60;

    private final Tokens tokens;
    private int depth;

    PhraseParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /// A phrase, as far as it goes.
    Phrase phrase() throws Tokens.Malformed {
        if (++depth > DEEPEST) {
            throw new Tokens.Malformed("the phrase is nested too deeply", tokens.here());
        }
        Phrase condition = level(0);
        if (tokens.take("?")) {
            Phrase yes = phrase();
            tokens.expect(":");
            Phrase no = phrase();
            condition = new Phrase.Choose(condition, yes, no, condition.at().to(no.at()));
        }
        depth--;
        return condition;
    }

    private Phrase level(int strength) throws Tokens.Malformed {
        Phrase left = strength == BinaryOperator.STRONGEST ? unary() : level(strength + 1);
        if (strength == BinaryOperator.EQUAL.strength() && tokens.take("in")) {
            Phrase least = level(BinaryOperator.BIT_OR.strength());
            tokens.expect("..");
            Phrase most = level(BinaryOperator.BIT_OR.strength());
            left = new Phrase.InRange(left, least, most, left.at().to(most.at()));
        }
        Optional<BinaryOperator> operator =
                strength == BinaryOperator.STRONGEST ? Optional.empty() : operator(strength);
        while (operator.isPresent()) {
            tokens.next();
            boolean toTheRight = operator.get() == BinaryOperator.IMPLIES;
            if (toTheRight && ++depth > DEEPEST) {
                throw new Tokens.Malformed("the phrase is nested too deeply", tokens.here());
            }
            Phrase right = level(toTheRight ? strength : strength + 1);
            left = new Phrase.Binary(operator.get(), left, right, left.at().to(right.at()));
            operator = operator(strength);
        }
        return left;
    }

    private Optional<BinaryOperator> operator(int strength) {
        return Arrays.stream(BinaryOperator.values())
                .filter(op -> op.strength() == strength && tokens.is(op.symbol()))
                .findFirst();
    }

    private Phrase unary() throws Tokens.Malformed {
        Span start = tokens.here();
        for (UnaryOperator operator : UnaryOperator.values()) {
            if (tokens.take(operator.symbol())) {
                if (++depth > DEEPEST) {
                    throw new Tokens.Malformed("the phrase is nested too deeply", start);
                }
                Phrase of = unary();
                depth--;
                Span at = start.to(of.at());
                return operator == UnaryOperator.NEGATE && of instanceof Phrase.Int(long value, Span _)
                        ? new Phrase.Int(-value, at)
                        : new Phrase.Unary(operator, of, at);
            }
        }
        if (tokens.take("(")) {
            Phrase inner = phrase();
            tokens.expect(")");
            return inner;
        }
        return atom();
    }

    private Phrase atom() throws Tokens.Malformed {
        Tokens.Token token = tokens.next();
        return switch (token.kind()) {
            case NUMBER -> new Phrase.Int(token.number(), token.at());
            case TEXT -> new Phrase.Text(token.text(), token.at());
            case MAP -> entry(token);
            case LOCAL -> new Phrase.Local(token.text(), token.at());
            case NAME -> word(token);
            case MARK, END -> throw Tokens.unexpected(token);
        };
    }

    private Phrase word(Tokens.Token token) throws Tokens.Malformed {
        return switch (token.text()) {
            case "true" -> new Phrase.Truth(true, token.at());
            case "false" -> new Phrase.Truth(false, token.at());
            case "rows" -> new Phrase.Rows(token.at());
            case "ended" -> new Phrase.Ended(token.at());
            case String _ when !tokens.is("(") -> new Phrase.Name(token.text(), token.at());
            case "old" -> {
                tokens.expect("(");
                Phrase of = phrase();
                yield new Phrase.Old(of, close(token));
            }
            case "present", "sum", "count" -> {
                tokens.expect("(");
                Phrase.Entry entry = entry(tokens.next());
                Phrase.Asked asked = Phrase.Asked.valueOf(token.text().toUpperCase(java.util.Locale.ROOT));
                yield new Phrase.Of(asked, entry, close(token));
            }
            case "hits" -> {
                tokens.expect("(");
                Phrase.Entry entry = entry(tokens.next());
                tokens.expect(",");
                Phrase value = phrase();
                yield new Phrase.Hits(entry, value, close(token));
            }
            case "shown" -> {
                tokens.expect("(");
                Tokens.Token map = map(tokens.next());
                yield new Phrase.Shown(map.text(), close(token));
            }
            case "text" -> {
                tokens.expect("(");
                Phrase address = phrase();
                yield new Phrase.UserText(address, close(token));
            }
            case "starts", "ends", "contains" -> test(token);
            case "reported" -> reported(token);
            default ->
                throw new Tokens.Malformed(
                        "there is no function `" + token.text() + "`",
                        token.at(),
                        "there are old, present, sum, count, hits, reported, shown, text, starts, ends and contains");
        };
    }

    private Span close(Tokens.Token first) throws Tokens.Malformed {
        return first.at().to(tokens.expect(")"));
    }

    private Phrase test(Tokens.Token token) throws Tokens.Malformed {
        tokens.expect("(");
        Phrase text = phrase();
        tokens.expect(",");
        Tokens.Token literal = tokens.next();
        if (literal.kind() != Tokens.Kind.TEXT) {
            throw new Tokens.Malformed("expected a text in quotes", literal.at());
        }
        Phrase.Test test = Phrase.Test.valueOf(token.text().toUpperCase(java.util.Locale.ROOT));
        return new Phrase.TextTest(test, text, literal.text(), close(token));
    }

    private Phrase reported(Tokens.Token token) throws Tokens.Malformed {
        tokens.expect("(");
        List<Optional<Phrase>> values = new ArrayList<>();
        while (!tokens.is(")")) {
            if (!values.isEmpty()) {
                tokens.expect(",");
            }
            values.add(tokens.take("_") ? Optional.empty() : Optional.of(phrase()));
        }
        return new Phrase.Reported(values, close(token));
    }

    private static Tokens.Token map(Tokens.Token token) throws Tokens.Malformed {
        if (token.kind() != Tokens.Kind.MAP) {
            throw new Tokens.Malformed("expected a map (`@name`)", token.at());
        }
        return token;
    }

    /// A map with its keys, if it has any.
    Phrase.Entry entry(Tokens.Token token) throws Tokens.Malformed {
        Span at = map(token).at();
        List<Phrase> keys = new ArrayList<>();
        if (tokens.take("[")) {
            do {
                keys.add(phrase());
            } while (tokens.take(","));
            at = at.to(tokens.expect("]"));
        }
        return new Phrase.Entry(token.text(), keys, at);
    }
}
