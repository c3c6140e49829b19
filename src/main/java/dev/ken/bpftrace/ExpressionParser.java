package dev.ken.bpftrace;

import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Expressions, by precedence climbing.
final class ExpressionParser {
    private static final Set<String> INTEGER_TYPES = Set.of(
            "int8",
            "int16",
            "int32",
            "int64",
            "uint8",
            "uint16",
            "uint32",
            "uint64",
            "bool",
            "string",
            "void",
            "char",
            "short",
            "int",
            "long",
            "unsigned",
            "signed",
            "size_t",
            "ssize_t");
    private static final Set<String> TAGS = Set.of("struct", "union", "enum");

    private final Cursor cursor;

    ExpressionParser(Cursor cursor) {
        this.cursor = cursor;
    }

    Expression expression() {
        cursor.newExpression();
        return ternary();
    }

    private Expression ternary() {
        cursor.enter();
        int start = cursor.start();
        Expression condition = binary(1);
        if (cursor.accept("?")) {
            Expression yes = ternary();
            cursor.expect(":");
            Expression no = ternary();
            condition = new Expression.Ternary(condition, yes, no, cursor.since(start));
        }
        cursor.leave();
        return condition;
    }

    private Expression binary(int lowest) {
        int start = cursor.start();
        Expression left = unary();
        while (true) {
            Optional<BinaryOperator> operator = cursor.token().kind() == Token.Kind.MARK
                    ? BinaryOperator.of(cursor.token().text())
                    : Optional.empty();
            if (operator.isEmpty() || operator.get().precedence() < lowest) {
                return left;
            }
            cursor.take();
            cursor.operator();
            Expression right = binary(operator.get().precedence() + 1);
            left = new Expression.Binary(operator.get(), left, right, cursor.since(start));
        }
    }

    private Expression unary() {
        cursor.enter();
        int start = cursor.start();
        Token token = cursor.token();
        Expression result;
        if (token.kind() != Token.Kind.MARK) {
            result = postfix();
        } else if (token.is("++") || token.is("--")) {
            cursor.take();
            Expression of = unary();
            result = new Expression.Step(steppable(of), token.is("++"), true, cursor.since(start));
        } else if (token.is("(") && castFollows()) {
            cursor.take();
            TypeName type = typeName();
            cursor.expect(")");
            Expression of = unary();
            result = new Expression.Cast(type, of, cursor.since(start));
        } else {
            Optional<UnaryOperator> operator = prefix(token);
            if (operator.isPresent()) {
                cursor.take();
                Expression of = unary();
                result = new Expression.Unary(operator.get(), of, cursor.since(start));
            } else {
                result = postfix();
            }
        }
        cursor.leave();
        return result;
    }

    private static Optional<UnaryOperator> prefix(Token token) {
        for (UnaryOperator operator : UnaryOperator.values()) {
            if (token.is(operator.symbol())) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    private Expression steppable(Expression of) {
        if (!(of instanceof Expression.MapAccess) && !(of instanceof Expression.Variable)) {
            cursor.error("syntax", "only a map or a variable can be incremented or decremented", of.at());
        }
        return of;
    }

    private boolean castFollows() {
        Token next = cursor.peek();
        if (next.kind() != Token.Kind.NAME) {
            return false;
        }
        if (TAGS.contains(next.text()) || INTEGER_TYPES.contains(next.text())) {
            return true;
        }
        // `(name *)x` and `(name_t)x`: a type that only the kernel's headers know.
        int start = cursor.start();
        cursor.take();
        cursor.take();
        int stars = 0;
        while (cursor.accept("*")) {
            stars++;
        }
        boolean type = cursor.at(")") && Functions.builtin(next.text()).isEmpty();
        if (type) {
            cursor.take();
        }
        boolean cast = type && (stars > 0 && !cursor.at(";") || next.text().endsWith("_t") || operand(cursor.token()));
        cursor.jump(start);
        return cast;
    }

    /// Whether a token can only start an operand: behind `(name)` that makes the name a type.
    private static boolean operand(Token token) {
        return switch (token.kind()) {
            case NAME, NUMBER, STRING, VARIABLE, POSITIONAL, MAP -> true;
            case MARK, END -> false;
        };
    }

    /// A type as in a cast, up to its last star or bracket.
    TypeName typeName() {
        Token first = cursor.token();
        if (first.kind() != Token.Kind.NAME) {
            throw cursor.expected("a type");
        }
        cursor.take();
        StringBuilder base = new StringBuilder(first.text());
        boolean tagged = TAGS.contains(first.text());
        if (tagged && cursor.token().kind() != Token.Kind.NAME) {
            throw cursor.expected("the name of a " + first.text());
        }
        while (cursor.token().kind() == Token.Kind.NAME
                && (tagged || INTEGER_TYPES.contains(cursor.token().text()))) {
            base.append(' ').append(cursor.take().text());
            tagged = false;
        }
        int pointers = 0;
        while (cursor.accept("*")) {
            pointers++;
        }
        List<Long> lengths = new ArrayList<>();
        while (cursor.accept("[")) {
            lengths.add(
                    cursor.token().kind() == Token.Kind.NUMBER ? cursor.take().value() : -1L);
            cursor.expect("]");
        }
        return new TypeName(base.toString(), pointers, lengths);
    }

    private Expression postfix() {
        int start = cursor.start();
        Expression result = primary();
        while (true) {
            boolean arrow = cursor.at("->");
            if (arrow || cursor.at(".")) {
                cursor.take();
                cursor.operator();
                Token name = cursor.token();
                if (name.kind() != Token.Kind.NAME && name.kind() != Token.Kind.NUMBER) {
                    throw cursor.expected("the name of a field");
                }
                cursor.take();
                result = new Expression.Field(result, name.text(), arrow, cursor.since(start));
            } else if (cursor.at("[")) {
                cursor.take();
                cursor.operator();
                Expression index = ternary();
                cursor.expect("]");
                result = new Expression.Index(result, index, cursor.since(start));
            } else if (cursor.at("++") || cursor.at("--")) {
                boolean up = cursor.take().is("++");
                cursor.operator();
                result = new Expression.Step(steppable(result), up, false, cursor.since(start));
            } else {
                return result;
            }
        }
    }

    private Expression primary() {
        Token token = cursor.token();
        Span at = token.at();
        return switch (token.kind()) {
            case NUMBER -> {
                cursor.take();
                yield new Expression.Number(token.value(), token.text(), at);
            }
            case STRING -> {
                cursor.take();
                yield new Expression.Text(token.text(), at);
            }
            case VARIABLE -> {
                cursor.take();
                yield new Expression.Variable(token.text(), at);
            }
            case POSITIONAL -> positional(token);
            case MAP -> map();
            case NAME -> name();
            case MARK -> parenthesised();
            case END -> throw cursor.expected("an expression");
        };
    }

    private Expression positional(Token token) {
        cursor.take();
        if (token.text().equals("$#")) {
            return new Expression.PositionalCount(token.at());
        }
        String digits = token.text().substring(1);
        if (digits.length() > 6 || Integer.parseInt(digits) == 0) {
            cursor.error("bad-number", "parameters are `$1` to `$999999`", token.at());
            return new Expression.Positional(1, token.at());
        }
        return new Expression.Positional(Integer.parseInt(digits), token.at());
    }

    private Expression map() {
        int start = cursor.start();
        String name = cursor.take().text();
        List<Expression> keys = cursor.accept("[") ? list("]") : List.of();
        return new Expression.MapAccess(name, keys, cursor.since(start));
    }

    private Expression name() {
        int start = cursor.start();
        Token token = cursor.take();
        if (token.text().equals("true") || token.text().equals("false")) {
            return new Expression.Truth(token.text().equals("true"), token.at());
        }
        if (!cursor.at("(")) {
            return new Expression.Name(token.text(), token.at());
        }
        cursor.take();
        if (token.text().equals("sizeof") || token.text().equals("offsetof")) {
            Optional<Expression> ofType = layout(token, start);
            if (ofType.isPresent()) {
                return ofType.get();
            }
        }
        List<Expression> arguments = list(")");
        return new Expression.Call(token.text(), arguments, cursor.since(start));
    }

    private Optional<Expression> layout(Token function, int start) {
        Token next = cursor.token();
        boolean type = next.kind() == Token.Kind.NAME
                && (TAGS.contains(next.text())
                        || INTEGER_TYPES.contains(next.text())
                        || function.text().equals("offsetof"));
        if (!type) {
            return Optional.empty();
        }
        TypeName name = typeName();
        if (function.text().equals("sizeof")) {
            cursor.expect(")");
            return Optional.of(new Expression.SizeOf(name, cursor.since(start)));
        }
        cursor.expect(",");
        StringBuilder field = new StringBuilder();
        while (cursor.token().kind() == Token.Kind.NAME || cursor.at(".")) {
            field.append(cursor.take().text());
        }
        cursor.expect(")");
        return Optional.of(new Expression.OffsetOf(name, field.toString(), cursor.since(start)));
    }

    /// Expressions up to `close`, which is taken.
    private List<Expression> list(String close) {
        List<Expression> parts = new ArrayList<>();
        if (cursor.accept(close)) {
            return parts;
        }
        do {
            if (close.equals(")") && cursor.at(close)) {
                break;
            }
            parts.add(ternary());
        } while (cursor.accept(","));
        cursor.expect(close, "`,`");
        return parts;
    }

    private Expression parenthesised() {
        int start = cursor.start();
        if (!cursor.at("(")) {
            throw cursor.expected("an expression");
        }
        cursor.take();
        Expression first = ternary();
        if (!cursor.at(",")) {
            cursor.expect(")");
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        while (cursor.accept(",")) {
            if (cursor.at(")")) {
                break;
            }
            parts.add(ternary());
        }
        cursor.expect(")", "`,`");
        return new Expression.Tuple(parts, cursor.since(start));
    }
}
