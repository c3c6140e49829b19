package dev.ken.contract.clause;

import dev.ken.contract.clause.Formula.BinaryOperator;
import dev.ken.contract.clause.Formula.Predicate;
import dev.ken.contract.clause.Formula.UnaryOperator;
import dev.ken.kernel.ErrorNumbers;
import dev.ken.source.Diagnostic;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads one formula. Total: a formula, or one diagnostic at the token that does not fit.
final class FormulaParser {
    record Parsed(Optional<Formula> formula, List<Diagnostic> diagnostics) {}

    private record Token(String text, Span at) {}

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(0x[0-9a-fA-F]{1,16}|\\d{1,19}|[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*|==>|\\|\\||&&|==|!=|<=|>=|<<|>>|\\.\\.|[-+*/%&|^<>()!~,])");
    private static final int DEEPEST = 60;
    private static final int MOST_TOKENS = 500;

    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int depth;

    /// Ends a parse from within; never leaves this class.
    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Span span;

        Malformed(String message, Span span) {
            super(message);
            this.span = span;
        }
    }

    private FormulaParser() {}

    /// The formula that `text` is; spans are those of the text shifted by `offset`.
    static Parsed parse(String text, int offset) {
        FormulaParser parser = new FormulaParser();
        try {
            parser.read(text, offset);
            Formula formula = parser.level(0);
            if (parser.at < parser.tokens.size() - 1) {
                throw parser.unexpected();
            }
            return new Parsed(Optional.of(formula), List.of());
        } catch (Malformed problem) {
            return new Parsed(
                    Optional.empty(),
                    List.of(Diagnostic.error("formula", String.valueOf(problem.getMessage()), problem.span)));
        }
    }

    private void read(String text, int offset) {
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.lookingAt()) {
            tokens.add(new Token(matcher.group(1), new Span(offset + matcher.start(1), offset + matcher.end(1))));
            end = matcher.end();
            matcher.region(end, text.length());
            if (tokens.size() > MOST_TOKENS) {
                throw new Malformed(
                        "a formula has at most " + MOST_TOKENS + " words",
                        tokens.getLast().at());
            }
        }
        if (!text.substring(end).isBlank()) {
            int bad = end
                    + text.substring(end).length()
                    - text.substring(end).stripLeading().length();
            throw new Malformed("unexpected `" + text.charAt(bad) + "`", new Span(offset + bad, offset + bad + 1));
        }
        tokens.add(new Token("", new Span(offset + text.length(), offset + text.length())));
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Malformed unexpected() {
        String found = peek().text();
        return new Malformed(
                found.isEmpty() ? "the formula ends too early" : "unexpected `" + found + "`", peek().at());
    }

    private boolean take(String text) {
        if (!peek().text().equals(text)) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(String text) {
        if (!take(text)) {
            throw new Malformed("expected `" + text + "`, " + unexpected().getMessage(), peek().at());
        }
    }

    private Optional<BinaryOperator> operator(int strength) {
        return Arrays.stream(BinaryOperator.values())
                .filter(op -> op.strength() == strength && op.symbol().equals(peek().text()))
                .findFirst();
    }

    private Formula level(int strength) {
        if (++depth > DEEPEST * BinaryOperator.STRONGEST) {
            throw new Malformed("the formula is nested too deeply", peek().at());
        }
        Formula left = strength == BinaryOperator.STRONGEST ? unary() : level(strength + 1);
        if (strength == BinaryOperator.EQUAL.strength() && take("in")) {
            left = range(left);
        }
        Optional<BinaryOperator> operator =
                strength == BinaryOperator.STRONGEST ? Optional.empty() : operator(strength);
        while (operator.isPresent()) {
            at++;
            boolean right = operator.get() == BinaryOperator.IMPLIES;
            left = new Formula.Binary(operator.get(), left, level(right ? strength : strength + 1));
            operator = operator(strength);
        }
        depth--;
        return left;
    }

    private Formula range(Formula of) {
        Formula least = level(BinaryOperator.BIT_OR.strength());
        expect("..");
        return new Formula.InRange(of, least, level(BinaryOperator.BIT_OR.strength()));
    }

    private Formula unary() {
        for (UnaryOperator operator : UnaryOperator.values()) {
            if (take(operator.symbol())) {
                if (++depth > DEEPEST * BinaryOperator.STRONGEST) {
                    throw new Malformed("the formula is nested too deeply", peek().at());
                }
                Formula of = unary();
                depth--;
                return operator == UnaryOperator.NEGATE && of instanceof Formula.Int(long value)
                        ? new Formula.Int(-value)
                        : new Formula.Unary(operator, of);
            }
        }
        if (take("*")) {
            Token name = peek();
            if (!(atom() instanceof Formula.Name(String pointer))) {
                throw new Malformed("expected the name of a pointer behind `*`", name.at());
            }
            return new Formula.Pointee(pointer);
        }
        if (take("(")) {
            Formula inner = level(0);
            expect(")");
            return inner;
        }
        return atom();
    }

    private Formula atom() {
        Token token = peek();
        String text = token.text();
        if (text.isEmpty() || !Character.isLetterOrDigit(text.charAt(0)) && text.charAt(0) != '_') {
            throw unexpected();
        }
        at++;
        if (Character.isDigit(text.charAt(0))) {
            return number(token);
        }
        Optional<Predicate> predicate = Arrays.stream(Predicate.values())
                .filter(p -> p.word().equals(text) && peek().text().equals("("))
                .findFirst();
        if (predicate.isPresent()) {
            return holds(predicate.get(), token);
        }
        if (text.equals("old") && take("(")) {
            Formula of = level(0);
            expect(")");
            return new Formula.Old(of);
        }
        if (text.equals("length") && take("(")) {
            return length();
        }
        return switch (text) {
            case "result" -> new Formula.Result();
            case "null" -> new Formula.Null();
            default ->
                ErrorNumbers.byName(text)
                        .<Formula>map(value -> new Formula.ErrorNumber(text, value))
                        .orElse(new Formula.Name(text));
        };
    }

    private Formula length() {
        Token name = peek();
        if (!(atom() instanceof Formula.Name(String array))) {
            throw new Malformed("expected the name of an array in `length`", name.at());
        }
        expect(")");
        return new Formula.Length(array);
    }

    private Formula number(Token token) {
        String text = token.text();
        try {
            return new Formula.Int(
                    text.startsWith("0x")
                            ? Long.parseUnsignedLong(text, 2, text.length(), 16)
                            : Long.parseUnsignedLong(text));
        } catch (NumberFormatException tooLarge) {
            throw new Malformed("a number has at most 64 bits", token.at());
        }
    }

    private Formula holds(Predicate predicate, Token token) {
        expect("(");
        List<Formula> arguments = new ArrayList<>();
        do {
            arguments.add(level(0));
        } while (take(","));
        expect(")");
        if (arguments.size() != predicate.arity()) {
            throw new Malformed(
                    "`" + predicate.word() + "` takes " + predicate.arity() + ", not " + arguments.size(), token.at());
        }
        return new Formula.Holds(predicate, arguments);
    }
}
