package dev.ken.bpftrace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Statements and blocks.
final class StatementParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;

    StatementParser(Cursor cursor) {
        this.cursor = cursor;
        this.expressions = new ExpressionParser(cursor);
    }

    Expression expression() {
        return expressions.expression();
    }

    /// `{ … }`. After an error reading goes on behind the next `;` or at the closing brace.
    List<Statement> block() {
        cursor.expect("{");
        cursor.enter();
        int level = cursor.nesting();
        List<Statement> body = new ArrayList<>();
        while (!cursor.at("}") && !cursor.atEnd()) {
            if (cursor.accept(";")) {
                continue;
            }
            try {
                body.add(statement());
            } catch (Cursor.Failure failure) {
                cursor.nesting(level);
                recover();
            }
        }
        if (cursor.atEnd()) {
            cursor.leave();
            throw cursor.expected("`}`");
        }
        cursor.take();
        cursor.leave();
        return body;
    }

    private void recover() {
        int open = 0;
        while (!cursor.atEnd()) {
            if (cursor.at("}") && open == 0) {
                return;
            }
            boolean done = cursor.at(";") && open == 0 || cursor.at("}") && open == 1;
            open += cursor.at("{") ? 1 : cursor.at("}") ? -1 : 0;
            cursor.take();
            if (done) {
                return;
            }
        }
    }

    private Statement statement() {
        int start = cursor.start();
        Token token = cursor.token();
        if (token.is("{")) {
            List<Statement> body = block();
            return new Statement.Nested(body, cursor.since(start));
        }
        if (token.kind() == Token.Kind.NAME) {
            Optional<Statement> keyword = keyword(token, start);
            if (keyword.isPresent()) {
                return keyword.get();
            }
        }
        Statement simple = simple(start);
        terminate();
        return simple;
    }

    private void terminate() {
        if (!cursor.accept(";") && !cursor.at("}")) {
            throw cursor.expected("`;` or `}`");
        }
    }

    private Optional<Statement> keyword(Token token, int start) {
        return switch (token.text()) {
            case "if" -> Optional.of(conditional(start));
            case "unroll" -> {
                cursor.take();
                Expression times = bracketed();
                List<Statement> body = block();
                yield Optional.of(new Statement.Unroll(times, body, cursor.since(start)));
            }
            case "while" -> {
                cursor.take();
                Expression condition = bracketed();
                List<Statement> body = block();
                yield Optional.of(new Statement.While(condition, body, cursor.since(start)));
            }
            case "for" -> Optional.of(loop(start));
            case "let" -> Optional.of(let(start));
            case "return" -> Optional.of(leaving(Statement.How.RETURN, start));
            case "break" -> Optional.of(leaving(Statement.How.BREAK, start));
            case "continue" -> Optional.of(leaving(Statement.How.CONTINUE, start));
            default -> Optional.empty();
        };
    }

    private Expression bracketed() {
        if (!cursor.at("(")) {
            return expressions.expression();
        }
        cursor.take();
        Expression inner = expressions.expression();
        cursor.expect(")");
        return inner;
    }

    private Statement conditional(int start) {
        cursor.enter();
        cursor.take();
        Expression condition = expressions.expression();
        List<Statement> then = block();
        List<Statement> otherwise = List.of();
        if (cursor.token().word("else")) {
            cursor.take();
            int inner = cursor.start();
            otherwise = cursor.token().word("if") ? List.of(conditional(inner)) : block();
        }
        cursor.leave();
        return new Statement.If(condition, then, otherwise, cursor.since(start));
    }

    private Statement loop(int start) {
        cursor.take();
        boolean bracket = cursor.accept("(");
        if (cursor.token().kind() != Token.Kind.VARIABLE) {
            throw cursor.expected("a variable such as `$kv`");
        }
        Token name = cursor.take();
        cursor.expect(":");
        Expression source = expressions.expression();
        Optional<Expression> end = cursor.accept("..") ? Optional.of(expressions.expression()) : Optional.empty();
        if (bracket) {
            cursor.expect(")");
        }
        List<Statement> body = block();
        Expression.Variable variable = new Expression.Variable(name.text(), name.at());
        return new Statement.For(variable, source, end, body, cursor.since(start));
    }

    private Statement let(int start) {
        cursor.take();
        if (cursor.token().kind() != Token.Kind.VARIABLE) {
            throw cursor.expected("a variable such as `$x`");
        }
        Token name = cursor.take();
        Optional<TypeName> type = cursor.accept(":") ? Optional.of(expressions.typeName()) : Optional.empty();
        Optional<Expression> value = cursor.accept("=") ? Optional.of(expressions.expression()) : Optional.empty();
        Statement let =
                new Statement.Let(new Expression.Variable(name.text(), name.at()), type, value, cursor.since(start));
        terminate();
        return let;
    }

    private Statement leaving(Statement.How how, int start) {
        cursor.take();
        Optional<Expression> value =
                cursor.at(";") || cursor.at("}") ? Optional.empty() : Optional.of(expressions.expression());
        Statement leave = new Statement.Leave(how, value, cursor.since(start));
        terminate();
        return leave;
    }

    private Statement simple(int start) {
        Expression target = expressions.expression();
        Token token = cursor.token();
        String mark = token.kind() == Token.Kind.MARK ? token.text() : "";
        boolean compound = mark.length() > 1
                && mark.endsWith("=")
                && BinaryOperator.of(mark.substring(0, mark.length() - 1))
                        .filter(operator -> operator.precedence() >= 8 || bitwise(operator))
                        .isPresent();
        if (!mark.equals("=") && !compound) {
            return new Statement.Evaluate(target, cursor.since(start));
        }
        boolean assignable = target instanceof Expression.MapAccess
                || target instanceof Expression.Variable
                || target instanceof Expression.Field field && !(field.of() instanceof Expression.Tuple)
                || target instanceof Expression.Index;
        if (!assignable) {
            cursor.error("syntax", "only a map or a variable can be assigned to", target.at());
        }
        cursor.take();
        Expression value = expressions.expression();
        Optional<BinaryOperator> operator =
                compound ? BinaryOperator.of(mark.substring(0, mark.length() - 1)) : Optional.empty();
        return new Statement.Assign(target, operator, value, cursor.since(start));
    }

    private static boolean bitwise(BinaryOperator operator) {
        return operator == BinaryOperator.BIT_AND
                || operator == BinaryOperator.BIT_OR
                || operator == BinaryOperator.BIT_XOR;
    }
}
