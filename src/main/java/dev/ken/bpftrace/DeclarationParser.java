package dev.ken.bpftrace;

import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;

/// Macros and functions at the top level of a script.
final class DeclarationParser {
    private final Lexer lexer;
    private final Cursor cursor;
    private final StatementParser statements;

    DeclarationParser(Lexer lexer, Cursor cursor, StatementParser statements) {
        this.lexer = lexer;
        this.cursor = cursor;
        this.statements = statements;
    }

    /// `macro name(a, $b, @c) { … }`
    Item macro(int start) {
        cursor.jump(start);
        cursor.take();
        String name = cursor.take().text();
        cursor.expect("(");
        List<Expression> parameters = new ArrayList<>();
        while (!cursor.at(")")) {
            parameters.add(parameter());
            if (!cursor.accept(",")) {
                break;
            }
        }
        cursor.expect(")", "`,`");
        Expression.Block body = statements.valueBlock();
        Span at = cursor.since(start);
        cursor.use(Feature.MACRO, at);
        lexer.moveTo(at.end());
        return new Item.Macro(name, parameters, body, at);
    }

    private Expression parameter() {
        Token token = cursor.token();
        return switch (token.kind()) {
            case NAME -> {
                cursor.take();
                yield new Expression.Name(token.text(), token.at());
            }
            case VARIABLE -> {
                cursor.take();
                yield new Expression.Variable(token.text(), token.at());
            }
            case MAP -> {
                cursor.take();
                yield new Expression.MapAccess(token.text(), List.of(), token.at());
            }
            case NUMBER, STRING, POSITIONAL, MARK, END -> throw cursor.expected("a parameter or `)`");
        };
    }

    /// `fn name($a : type) : type { … }`
    Item function(int start) {
        cursor.jump(start);
        cursor.take();
        String name = cursor.take().text();
        cursor.expect("(");
        List<Item.Parameter> parameters = new ArrayList<>();
        while (!cursor.at(")")) {
            if (cursor.token().kind() != Token.Kind.VARIABLE) {
                throw cursor.expected("a parameter such as `$x`, or `)`");
            }
            String variable = cursor.take().text();
            cursor.expect(":");
            parameters.add(new Item.Parameter(variable, statements.typeName()));
            if (!cursor.accept(",")) {
                break;
            }
        }
        cursor.expect(")", "`,`");
        cursor.expect(":");
        TypeName result = statements.typeName();
        List<Statement> body = statements.block();
        Span at = cursor.since(start);
        cursor.use(Feature.FUNCTION, at);
        lexer.moveTo(at.end());
        return new Item.Function(name, parameters, result, body, at);
    }
}
