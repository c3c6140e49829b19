package dev.ken.bpftrace;

import dev.ken.source.Diagnostic;
import dev.ken.source.Edit;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Statements and blocks.
final class StatementParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;

    StatementParser(Cursor cursor) {
        this.cursor = cursor;
        this.expressions = new ExpressionParser(cursor, this);
    }

    Expression expression() {
        return expressions.expression();
    }

    TypeName typeName() {
        return expressions.types().typeName();
    }

    /// `{ … }`. After an error reading goes on behind the next `;` or at the closing brace.
    List<Statement> block() {
        List<Statement> body = new ArrayList<>();
        statements(body, false);
        return body;
    }

    /// `{ … }` whose last expression, if no `;` follows, is its value.
    Expression.Block valueBlock() {
        int start = cursor.start();
        List<Statement> body = new ArrayList<>();
        Optional<Expression> value = statements(body, true);
        return new Expression.Block(body, value, cursor.since(start));
    }

    private Optional<Expression> statements(List<Statement> body, boolean valued) {
        cursor.expect("{");
        cursor.enter();
        int level = cursor.nesting();
        Optional<Expression> value = Optional.empty();
        while (!cursor.at("}") && !cursor.atEnd()) {
            if (cursor.at(";")) {
                empty();
                continue;
            }
            try {
                value = valued ? valuedStatement(body) : Optional.empty();
                if (!valued) {
                    body.add(statement());
                }
            } catch (Cursor.Failure failure) {
                cursor.nesting(level);
                recover();
            }
        }
        if (cursor.atEnd()) {
            cursor.leave();
            throw unclosed();
        }
        cursor.take();
        cursor.leave();
        return value;
    }

    private Cursor.Failure unclosed() {
        Span end = cursor.token().at();
        Span at = new Span(cursor.lastEnd(), cursor.lastEnd());
        cursor.add(Diagnostic.error("syntax", "expected `}`, found the end of the program", at)
                .mendedBy(List.of(new Edit(end, "}\n"))));
        return new Cursor.Failure();
    }

    /// A `;` that ends nothing.
    private void empty() {
        Span at = cursor.take().at();
        cursor.add(Diagnostic.error("syntax", "`;` ends no statement here", at).mendedBy(List.of(new Edit(at, ""))));
    }

    /// Adds a statement to `body`, or gives the value of the block.
    private Optional<Expression> valuedStatement(List<Statement> body) {
        int start = cursor.start();
        if (cursor.token().word("if")) {
            Expression.Branch branch = branch();
            if (cursor.at("}")) {
                return Optional.of(branch);
            }
            cursor.accept(";");
            body.add(statement(branch));
            return Optional.empty();
        }
        if (cursor.at("{") || cursor.token().kind() == Token.Kind.NAME && keyword(cursor.token().text())) {
            body.add(statement());
            return Optional.empty();
        }
        Statement simple = simple(start);
        if (simple instanceof Statement.Evaluate(var expression, _) && cursor.at("}")) {
            return Optional.of(expression);
        }
        terminate();
        body.add(simple);
        return Optional.empty();
    }

    /// `if … { … } else { … }` where a value may be wanted.
    Expression.Branch branch() {
        int start = cursor.start();
        cursor.enter();
        cursor.take();
        Expression condition = condition();
        Expression.Block then = valueBlock();
        Optional<Expression> otherwise = Optional.empty();
        if (cursor.token().word("else")) {
            cursor.take();
            otherwise = Optional.of(cursor.token().word("if") ? branch() : valueBlock());
        }
        cursor.leave();
        return new Expression.Branch(condition, then, otherwise, cursor.since(start));
    }

    private static Statement statement(Expression.Branch branch) {
        List<Statement> otherwise = branch.otherwise()
                .map(other -> switch (other) {
                    case Expression.Branch next -> List.of(statement(next));
                    case Expression.Block block -> all(block);
                    case Expression expression -> List.<Statement>of(new Statement.Evaluate(expression, expression.at()));
                })
                .orElse(List.of());
        return new Statement.If(branch.condition(), all(branch.then()), otherwise, branch.at());
    }

    private static List<Statement> all(Expression.Block block) {
        List<Statement> all = new ArrayList<>(block.body());
        block.value().ifPresent(value -> all.add(new Statement.Evaluate(value, value.at())));
        return all;
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
            cursor.use(Feature.BLOCK_STATEMENT, token.at());
            return new Statement.Nested(body, cursor.since(start));
        }
        if (token.kind() == Token.Kind.NAME && keyword(token.text())) {
            return keyword(token, start);
        }
        Statement simple = simple(start);
        terminate();
        return simple;
    }

    private void terminate() {
        if (cursor.accept(";") || cursor.at("}")) {
            return;
        }
        if (!cursor.newLine()) {
            throw cursor.expected("`;` or `}`");
        }
        Span at = new Span(cursor.lastEnd(), cursor.lastEnd());
        cursor.add(Diagnostic.error("syntax", "expected `;` before the next statement", at)
                .mendedBy(List.of(new Edit(at, ";"))));
    }

    private static boolean keyword(String word) {
        return switch (word) {
            case "if", "unroll", "while", "for", "let", "return", "break", "continue", "import" -> true;
            default -> false;
        };
    }

    private Statement keyword(Token token, int start) {
        return switch (token.text()) {
            case "if" -> {
                Statement branch = conditional(start);
                if (cursor.at(";")) {
                    Span at = cursor.take().at();
                    cursor.use(Feature.SEMICOLON_AFTER_IF, at, new Edit(at, ""));
                }
                yield branch;
            }
            case "unroll" -> unroll(start);
            case "while" -> {
                cursor.take();
                Expression condition = condition();
                List<Statement> body = block();
                yield new Statement.While(condition, body, cursor.since(start));
            }
            case "for" -> loop(start);
            case "let" -> let(start);
            case "import" -> imported(start);
            case "return" -> leaving(Statement.How.RETURN, start);
            case "break" -> leaving(Statement.How.BREAK, start);
            default -> leaving(Statement.How.CONTINUE, start);
        };
    }

    private Statement imported(int start) {
        cursor.take();
        if (cursor.token().kind() != Token.Kind.STRING) {
            throw cursor.expected("the file to import, in quotes");
        }
        String file = cursor.take().text();
        cursor.use(Feature.IMPORT, cursor.since(start));
        Statement statement = new Statement.Import(file, cursor.since(start));
        terminate();
        return statement;
    }

    /// A condition, in parentheses before 0.24.
    private Expression condition() {
        int start = cursor.start();
        Expression whole;
        if (cursor.at("(") && !expressions.types().castFollows()) {
            cursor.take();
            Expression inner = expressions.expression();
            cursor.expect(")");
            if (cursor.at("{")) {
                return inner;
            }
            whole = expressions.after(inner, start);
        } else {
            whole = expressions.expression();
        }
        Span at = cursor.since(start);
        cursor.use(
                Feature.NO_PARENTHESES,
                at,
                new Edit(new Span(start, start), "("),
                new Edit(new Span(at.end(), at.end()), ")"));
        return whole;
    }

    private Statement unroll(int start) {
        cursor.take();
        Expression times = condition();
        boolean literal = switch (times) {
            case Expression.Number _, Expression.Positional _, Expression.PositionalCount _ -> true;
            case Expression.Unary(var operator, var of, _) ->
                operator == UnaryOperator.MINUS && of instanceof Expression.Number;
            case Expression _ -> false;
        };
        if (!literal) {
            cursor.use(Feature.UNROLL_EXPRESSION, times.at());
        }
        List<Statement> body = block();
        return new Statement.Unroll(times, body, cursor.since(start));
    }

    private Statement conditional(int start) {
        cursor.enter();
        cursor.take();
        Expression condition = condition();
        List<Statement> then = branchBody();
        List<Statement> otherwise = List.of();
        if (cursor.token().word("else")) {
            cursor.take();
            int inner = cursor.start();
            otherwise = cursor.token().word("if") ? List.of(conditional(inner)) : branchBody();
        }
        cursor.leave();
        return new Statement.If(condition, then, otherwise, cursor.since(start));
    }

    /// A block. Where C would take a statement, the braces around it are what is missing.
    private List<Statement> branchBody() {
        Token first = cursor.token();
        if (first.is("{") || !(first.kind() == Token.Kind.MAP || first.kind() == Token.Kind.VARIABLE
                || first.kind() == Token.Kind.NAME)) {
            return block();
        }
        int before = cursor.lastEnd();
        Statement only = statement();
        cursor.add(Diagnostic.error("syntax", "expected `{`, found " + first.shown(), first.at())
                .mendedBy(List.of(
                        new Edit(new Span(before, before), " {"),
                        new Edit(new Span(cursor.lastEnd(), cursor.lastEnd()), " }"))));
        return List.of(only);
    }

    private Statement loop(int start) {
        Span keyword = cursor.take().at();
        boolean bracket = cursor.accept("(");
        if (cursor.token().kind() != Token.Kind.VARIABLE) {
            throw cursor.expected("a variable such as `$kv`");
        }
        Token name = cursor.take();
        expressions.colon();
        Expression source = expressions.expression();
        Optional<Expression> end = cursor.accept("..") ? Optional.of(expressions.expression()) : Optional.empty();
        if (bracket) {
            cursor.expect(")");
        } else {
            cursor.use(Feature.NO_PARENTHESES, name.at());
        }
        cursor.use(end.isPresent() ? Feature.RANGE : Feature.FOR, keyword);
        List<Statement> body = block();
        Expression.Variable variable = new Expression.Variable(name.text(), name.at());
        return new Statement.For(variable, source, end, body, cursor.since(start));
    }

    private Statement let(int start) {
        cursor.use(Feature.LET, cursor.take().at());
        if (cursor.token().kind() != Token.Kind.VARIABLE) {
            throw cursor.expected("a variable such as `$x`");
        }
        Token name = cursor.take();
        Optional<TypeName> type = Optional.empty();
        if (cursor.at(":")) {
            expressions.colon();
            type = Optional.of(expressions.types().typeName());
        }
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
        value.ifPresent(given -> {
            if (how == Statement.How.RETURN) {
                cursor.use(Feature.RETURN_VALUE, given.at());
            } else {
                cursor.error("syntax", "`break` and `continue` take no value", given.at());
            }
        });
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
        boolean discarded = target instanceof Expression.Name(String name, var _) && name.equals("_") && !compound;
        if (!discarded && !(target instanceof Expression.MapAccess) && !(target instanceof Expression.Variable)) {
            cursor.error("syntax", unassignable(target), target.at());
        }
        cursor.take();
        Expression value = expressions.expression();
        if (discarded) {
            cursor.use(Feature.DISCARD, target.at());
            return new Statement.Discard(value, cursor.since(start));
        }
        Optional<BinaryOperator> operator =
                compound ? BinaryOperator.of(mark.substring(0, mark.length() - 1)) : Optional.empty();
        return new Statement.Assign(target, operator, value, cursor.since(start));
    }

    private static String unassignable(Expression target) {
        return target instanceof Expression.Field
                ? "fields and parts of tuples cannot be changed"
                : "only a map or a variable can be assigned to";
    }

    private static boolean bitwise(BinaryOperator operator) {
        return operator == BinaryOperator.BIT_AND
                || operator == BinaryOperator.BIT_OR
                || operator == BinaryOperator.BIT_XOR;
    }
}
