package dev.ken.bpftrace;

import dev.ken.source.Edit;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Expressions, by precedence climbing.
final class ExpressionParser {
    /// Words that are never names.
    private static final Set<String> RESERVED =
            Set.of("else", "for", "while", "unroll", "return", "break", "continue", "let", "config", "macro");

    private static final Set<String> KEYWORDS =
            Set.of("if", "else", "for", "while", "unroll", "return", "break", "continue");

    /// Digits that a 64-bit number always has room for.
    private static final int MOST_DIGITS = 18;

    private final Cursor cursor;
    private final StatementParser statements;
    private final TypeParser types;

    /// @param statements reads blocks within expressions
    ExpressionParser(Cursor cursor, StatementParser statements) {
        this.cursor = cursor;
        this.statements = statements;
        this.types = new TypeParser(cursor, this);
    }

    Expression expression() {
        cursor.newExpression();
        return ternary();
    }

    TypeParser types() {
        return types;
    }

    /// What goes on behind an operand in parentheses that began at `start`.
    Expression after(Expression operand, int start) {
        return choice(binary(postfix(operand, start, true), 1, start), start);
    }

    Expression ternary() {
        cursor.enter();
        int start = cursor.start();
        Expression result;
        if (cursor.token().word("comptime")
                && !cursor.peek().is(",")
                && !cursor.peek().is(")")) {
            cursor.use(Feature.COMPTIME, cursor.take().at());
            Expression of = ternary();
            result = new Expression.Comptime(of, cursor.since(start));
        } else {
            result = choice(binary(unary(), 1, start), start);
        }
        cursor.leave();
        return result;
    }

    private Expression choice(Expression condition, int start) {
        if (!cursor.accept("?")) {
            return condition;
        }
        if (cursor.at(":")) {
            cursor.use(Feature.OR_ELSE, cursor.take().at());
            Expression no = ternary();
            return new Expression.OrElse(condition, no, cursor.since(start));
        }
        Expression yes = ternary();
        colon();
        Expression no = ternary();
        return new Expression.Ternary(condition, yes, no, cursor.since(start));
    }

    /// A colon. Before 0.24 it must not touch what follows: `:x` would be a part of a path.
    void colon() {
        Token colon = cursor.expect(":");
        int behind = colon.at().end();
        char next = cursor.charAt(behind);
        if (Character.isLetterOrDigit(next) || "\\_-./#*".indexOf(next) >= 0) {
            cursor.use(Feature.TIGHT_COLON, colon.at(), new Edit(new Span(behind, behind), " "));
        }
    }

    private Expression binary(Expression operand, int lowest, int start) {
        Expression left = operand;
        while (true) {
            Optional<BinaryOperator> operator = cursor.token().kind() == Token.Kind.MARK
                    ? BinaryOperator.of(cursor.token().text())
                    : Optional.empty();
            if (operator.isEmpty() || operator.get().precedence() < lowest) {
                return left;
            }
            cursor.take();
            cursor.operator();
            int inner = cursor.start();
            Expression right = binary(unary(), operator.get().precedence() + 1, inner);
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
        } else if (token.is("(") && types.castFollows()) {
            cursor.take();
            TypeName type = types.typeName();
            cursor.expect(")");
            Expression of = unary();
            result = new Expression.Cast(type, of, cursor.since(start));
        } else {
            Optional<UnaryOperator> operator = prefix(token);
            if (operator.isPresent()) {
                cursor.take();
                if (operator.get() == UnaryOperator.ADDRESS) {
                    cursor.use(Feature.ADDRESS_OF, token.at());
                }
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

    private Expression postfix() {
        int start = cursor.start();
        boolean bracket = cursor.at("(");
        return postfix(primary(), start, bracket);
    }

    private Expression postfix(Expression operand, int start, boolean bracket) {
        Expression result = operand;
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
                if (KEYWORDS.contains(name.text())) {
                    cursor.use(Feature.KEYWORD_FIELD, name.at());
                }
                boolean part = name.kind() == Token.Kind.NUMBER && !arrow;
                result = new Expression.Field(
                        result, part ? Long.toString(name.value()) : name.text(), arrow, cursor.since(start));
            } else if (cursor.at("[")) {
                cursor.take();
                cursor.operator();
                Expression index = ternary();
                cursor.expect("]");
                result = new Expression.Index(result, index, cursor.since(start));
            } else if (cursor.at("++") || cursor.at("--")) {
                if (bracket) {
                    cursor.use(Feature.PARENTHESISED_STEP, cursor.token().at());
                }
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
        long index = digits.length() > MOST_DIGITS ? 0 : Long.parseLong(digits);
        if (index == 0) {
            cursor.error("bad-number", "parameters are `$1`, `$2` and so on", token.at());
        }
        return new Expression.Positional((int) Math.clamp(index, 1, Integer.MAX_VALUE), token.at());
    }

    private Expression map() {
        int start = cursor.start();
        String name = cursor.take().text();
        boolean keyed = cursor.at("[");
        List<Expression> keys = cursor.accept("[") ? list("]") : List.of();
        if (keyed && keys.isEmpty()) {
            cursor.error("syntax", "a key is missing between `[` and `]`", cursor.since(start));
        }
        return new Expression.MapAccess(name, keys, cursor.since(start));
    }

    private Expression name() {
        int start = cursor.start();
        if (cursor.token().word("if")) {
            cursor.use(Feature.IF_VALUE, cursor.token().at());
            return statements.branch();
        }
        if (cursor.token().word("struct")
                || cursor.token().word("union")
                || cursor.token().word("enum")) {
            throw cursor.expected("an expression");
        }
        Token token = cursor.take();
        if (token.text().equals("true") || token.text().equals("false")) {
            return new Expression.Truth(token.text().equals("true"), token.at());
        }
        if (!cursor.at("(")) {
            return bare(token);
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

    private Expression bare(Token token) {
        if (RESERVED.contains(token.text())) {
            throw cursor.unexpected(token, "an expression");
        }
        boolean old = Functions.function(token.text())
                .filter(known -> known.since() == Dialect.V0_17)
                .isPresent();
        if (old && Functions.builtin(token.text()).isEmpty()) {
            cursor.use(Feature.BARE_FUNCTION, token.at());
        }
        return new Expression.Name(token.text(), token.at());
    }

    private Optional<Expression> layout(Token function, int start) {
        Token next = cursor.token();
        boolean type = next.kind() == Token.Kind.NAME
                && (TypeParser.type(next.text()) || function.text().equals("offsetof"));
        if (!type) {
            return Optional.empty();
        }
        TypeName name = types.typeName();
        if (function.text().equals("sizeof")) {
            if (name.pointers() > 0) {
                cursor.use(Feature.SIZEOF_POINTER, cursor.since(start));
            }
            cursor.expect(")");
            return Optional.of(new Expression.SizeOf(name, cursor.since(start)));
        }
        cursor.use(Feature.OFFSETOF, function.at());
        cursor.expect(",");
        StringBuilder field = new StringBuilder();
        while (cursor.token().kind() == Token.Kind.NAME || cursor.at(".")) {
            field.append(cursor.take().text());
        }
        if (field.indexOf(".") >= 0) {
            cursor.use(Feature.OFFSETOF_PATH, function.at());
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
            parts.add(ternary());
        } while (cursor.accept(","));
        cursor.expect(close, "`,`");
        return parts;
    }

    private Expression parenthesised() {
        int start = cursor.start();
        if (cursor.at("{")) {
            cursor.use(Feature.BLOCK_VALUE, cursor.token().at());
            return statements.valueBlock();
        }
        if (!cursor.at("(")) {
            throw cursor.expected("an expression");
        }
        cursor.take();
        Token name = cursor.token();
        if (name.kind() == Token.Kind.NAME && cursor.peek().is("=")) {
            return record(start);
        }
        Expression first = ternary();
        if (!cursor.at(",")) {
            cursor.expect(")");
            if (first instanceof Expression.Name
                    && Functions.builtin(name.text()).isEmpty()
                    && !castable(cursor.token())) {
                cursor.use(Feature.PARENTHESISED_NAME, first.at());
            }
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        while (cursor.at(",")) {
            Span comma = cursor.take().at();
            if (cursor.at(")")) {
                cursor.use(Feature.TRAILING_COMMA, comma);
                break;
            }
            parts.add(ternary());
        }
        cursor.expect(")", "`,`");
        return new Expression.Tuple(parts, cursor.since(start));
    }

    /// Whether a token can go on behind `(name)` as if that were a cast.
    private static boolean castable(Token token) {
        return TypeParser.operand(token)
                || token.is("(")
                || token.is("*")
                || token.is("-")
                || token.is("!")
                || token.is("~")
                || token.is("++")
                || token.is("--");
    }

    private Expression record(int start) {
        List<Expression.Part> parts = new ArrayList<>();
        do {
            if (cursor.at(")")) {
                break;
            }
            if (cursor.token().kind() != Token.Kind.NAME) {
                throw cursor.expected("the name of a part");
            }
            String name = cursor.take().text();
            cursor.expect("=");
            parts.add(new Expression.Part(name, ternary()));
        } while (cursor.accept(","));
        cursor.expect(")", "`,`");
        cursor.use(Feature.RECORD, cursor.since(start));
        return new Expression.Record(parts, cursor.since(start));
    }
}
