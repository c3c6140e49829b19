package dev.ken.bpftrace;

import dev.ken.source.Diagnostic;
import dev.ken.source.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Names of types, as casts and declarations have them.
final class TypeParser {
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

    private static final int MOST_OLD_POINTERS = 2;

    private final Cursor cursor;
    private final ExpressionParser expressions;

    /// @param expressions reads what stands in `typeof(…)`
    TypeParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /// Whether a word begins a type and nothing else.
    static boolean type(String word) {
        return TAGS.contains(word) || INTEGER_TYPES.contains(word);
    }

    /// Whether the parenthesis at hand opens a cast.
    boolean castFollows() {
        Token next = cursor.peek();
        if (next.kind() != Token.Kind.NAME) {
            return false;
        }
        if (TAGS.contains(next.text()) || INTEGER_TYPES.contains(next.text()) || next.word("typeof")) {
            return true;
        }
        // `(name *)x` and `(name_t)x`: a type that only the kernel's headers know.
        int start = cursor.start();
        int used = cursor.used();
        int known = cursor.known();
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
        cursor.back(start, used, known);
        return cast;
    }

    /// Whether a token can only start an operand: behind `(name)` that makes the name a type.
    static boolean operand(Token token) {
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
        if (first.text().equals("typeof") && cursor.at("(")) {
            return typeOf(first);
        }
        StringBuilder base = new StringBuilder(first.text());
        boolean tagged = TAGS.contains(first.text());
        if (tagged && cursor.token().kind() != Token.Kind.NAME) {
            throw cursor.expected("the name of a " + first.text());
        }
        while (cursor.token().kind() == Token.Kind.NAME
                && (tagged || INTEGER_TYPES.contains(cursor.token().text()))) {
            if (!tagged) {
                words(first, cursor.token());
            }
            base.append(' ').append(cursor.take().text());
            tagged = false;
        }
        return pointers(base.toString(), first.at().start());
    }

    /// C's types of several words are one word in bpftrace.
    private void words(Token first, Token last) {
        String all = first.text() + " " + last.text();
        String one = switch (all) {
            case "unsigned char" -> "uint8";
            case "unsigned short" -> "uint16";
            case "unsigned int" -> "uint32";
            case "unsigned long" -> "uint64";
            case "long long", "long int", "signed long" -> "int64";
            default -> "";
        };
        Diagnostic wrong = Diagnostic.error(
                "syntax",
                "`" + all + "` is no type of bpftrace",
                first.at().to(last.at()),
                one.isEmpty() ? new String[0] : new String[] {"use `" + one + "`"});
        cursor.add(
                one.isEmpty() || cursor.peek().kind() == Token.Kind.NAME
                        ? wrong
                        : wrong.mendedBy(List.of(new Edit(first.at().to(last.at()), one))));
    }

    private TypeName typeOf(Token word) {
        cursor.use(Feature.TYPEOF, word.at());
        cursor.take();
        Expression of = expressions.ternary();
        cursor.expect(")");
        return pointers("typeof(" + Printer.print(of) + ")", word.at().start());
    }

    private TypeName pointers(String base, int start) {
        int pointers = 0;
        while (cursor.accept("*")) {
            pointers++;
        }
        if (pointers > MOST_OLD_POINTERS) {
            cursor.use(Feature.DEEP_POINTER, cursor.since(start));
        }
        List<Long> lengths = new ArrayList<>();
        while (cursor.accept("[")) {
            lengths.add(
                    cursor.token().kind() == Token.Kind.NUMBER ? cursor.take().value() : -1L);
            cursor.expect("]");
        }
        if (!lengths.isEmpty()) {
            cursor.use(Feature.CAST_TO_ARRAY, cursor.since(start));
        }
        return new TypeName(base, pointers, lengths);
    }
}
