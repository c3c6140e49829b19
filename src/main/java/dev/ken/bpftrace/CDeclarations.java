package dev.ken.bpftrace;

import dev.ken.source.Diagnostic;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the structure, union and enum definitions and the typedefs that stand in a script, with the layout that C
/// gives them on x86-64. Functions, attributes other than `packed`, and initialisers are not known.
final class CDeclarations {
    /// Definitions in each other.
    private static final int MOST_NESTING = 32;

    private static final int POINTER_BYTES = 8;

    private final CTypes types;
    private final int offset;
    private final Sink sink;
    private final Cursor cursor;
    private int unnamed;

    private CDeclarations(String text, int offset, CTypes types, Sink sink) {
        this.types = types;
        this.offset = offset;
        this.sink = sink;
        this.cursor = new Cursor(new Lexer(text, new ArrayList<>(), new ArrayList<>()), new ArrayList<>());
    }

    /// Adds what `definition` defines to `types`.
    static void read(Item.Preamble definition, CTypes types, Sink sink) {
        CDeclarations reader =
                new CDeclarations(definition.text(), definition.at().start(), types, sink);
        try {
            reader.all();
        } catch (Cursor.Failure failure) {
            sink.error("definition", "this definition cannot be read", definition.at());
        }
    }

    private void all() {
        while (!cursor.atEnd()) {
            boolean typedef = cursor.token().word("typedef");
            if (typedef) {
                cursor.take();
            }
            ValueType type = base(0);
            while (!cursor.at(";") && !cursor.atEnd()) {
                Declared declared = declarator(type);
                if (typedef) {
                    types.typedef(declared.name(), declared.type());
                }
                if (!cursor.accept(",")) {
                    break;
                }
            }
            if (!cursor.accept(";") && !cursor.atEnd()) {
                throw new Cursor.Failure();
            }
        }
    }

    private record Declared(String name, ValueType type, int bits) {}

    /// A type without stars and brackets.
    private ValueType base(int nesting) {
        if (nesting > MOST_NESTING) {
            throw new Cursor.Failure();
        }
        Token first = cursor.token();
        while (first.word("const") || first.word("volatile") || first.word("static") || first.word("extern")) {
            cursor.take();
            first = cursor.token();
        }
        if (first.kind() != Token.Kind.NAME) {
            throw new Cursor.Failure();
        }
        cursor.take();
        return switch (first.text()) {
            case "struct", "union" -> record(first.text(), nesting);
            case "enum" -> enumeration();
            default -> plain(first);
        };
    }

    private ValueType plain(Token first) {
        StringBuilder name = new StringBuilder(first.text());
        boolean words = integerWord(first.text());
        int end = first.at().end();
        while (cursor.token().kind() == Token.Kind.NAME
                && (words && integerWord(cursor.token().text())
                        || cursor.token().word("const")
                        || cursor.token().word("volatile"))) {
            Token word = cursor.take();
            end = word.at().end();
            if (integerWord(word.text())) {
                name.append(' ').append(word.text());
            }
        }
        Optional<ValueType> known = types.named(name.toString());
        if (known.isEmpty() && !types.open()) {
            sink.error(
                    "definition",
                    "unknown type `" + name + "`",
                    new Span(offset + first.at().start(), offset + end),
                    Names.hint(Names.nearest(name.toString(), types.names())));
        }
        return known.orElse(new ValueType.Unknown());
    }

    private static boolean integerWord(String word) {
        return switch (word) {
            case "unsigned", "signed", "char", "short", "int", "long" -> true;
            default -> false;
        };
    }

    private ValueType record(String tag, int nesting) {
        while (cursor.token().word("__attribute__")) {
            attribute();
        }
        String name = cursor.token().kind() == Token.Kind.NAME
                ? cursor.take().text()
                : "(unnamed " + unnamed++ + " at " + offset + ")";
        String tagged = tag + " " + name;
        if (!cursor.accept("{")) {
            return new ValueType.Struct(tagged);
        }
        List<CStruct.Member> members = new ArrayList<>();
        Layout layout = new Layout(tag.equals("union"));
        while (!cursor.at("}")) {
            ValueType type = base(nesting + 1);
            if (cursor.at(";") && type instanceof ValueType.Struct(String inner)) {
                long at = layout.place(type, 0);
                types.struct(inner)
                        .ifPresent(struct -> struct.members()
                                .forEach(member -> members.add(new CStruct.Member(
                                        member.name(), member.type(), at + member.offsetBytes(), member.bits()))));
            }
            while (!cursor.at(";")) {
                Declared declared = declarator(type);
                long at = layout.place(declared.type(), declared.bits());
                if (!declared.name().isEmpty()) {
                    members.add(new CStruct.Member(declared.name(), declared.type(), at, declared.bits()));
                }
                if (!cursor.accept(",")) {
                    break;
                }
            }
            if (!cursor.at("}")) {
                cursor.expect(";");
            }
        }
        cursor.take();
        boolean packed = false;
        while (cursor.token().word("__attribute__")) {
            packed |= attribute();
        }
        types.define(new CStruct(tagged, packed ? layout.end : layout.sizeBytes(), members));
        return new ValueType.Struct(tagged);
    }

    private boolean attribute() {
        boolean packed = false;
        int open = 0;
        cursor.take();
        do {
            Token token = cursor.take();
            open += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            packed |= token.word("packed") || token.word("__packed__");
        } while (open > 0 && !cursor.atEnd());
        return packed;
    }

    private ValueType enumeration() {
        if (cursor.token().kind() == Token.Kind.NAME) {
            types.enumeration("enum " + cursor.take().text());
        }
        if (cursor.accept("{")) {
            long next = 0;
            while (!cursor.at("}")) {
                if (cursor.token().kind() != Token.Kind.NAME) {
                    throw new Cursor.Failure();
                }
                String name = cursor.take().text();
                if (cursor.accept("=")) {
                    next = constant(new StatementParser(cursor).expression());
                }
                types.constant(name, next++);
                if (!cursor.accept(",") && !cursor.at("}")) {
                    throw new Cursor.Failure();
                }
            }
            cursor.take();
        }
        return new ValueType.Int(4, false);
    }

    private long constant(Expression expression) {
        return Constants.value(expression, types::value).orElseThrow(Cursor.Failure::new);
    }

    /// Stars, a name, array lengths or a bit width. A pointer to a function is a pointer.
    private Declared declarator(ValueType base) {
        ValueType type = base;
        while (cursor.at("*") || cursor.token().word("const") || cursor.token().word("volatile")) {
            type = cursor.take().is("*") ? pointer(type) : type;
        }
        if (cursor.accept("(")) {
            cursor.expect("*");
            String name = cursor.token().kind() == Token.Kind.NAME ? cursor.take().text() : "";
            cursor.expect(")");
            parameters();
            return new Declared(name, new ValueType.Pointer("void"), 0);
        }
        String name = cursor.token().kind() == Token.Kind.NAME ? cursor.take().text() : "";
        List<Long> lengths = new ArrayList<>();
        while (cursor.accept("[")) {
            lengths.add(cursor.at("]") ? 0L : constant(new StatementParser(cursor).expression()));
            cursor.expect("]");
        }
        for (int i = lengths.size() - 1; i >= 0; i--) {
            type = CTypes.array(type, lengths.get(i));
        }
        int bits = 0;
        if (cursor.accept(":")) {
            bits = (int) Math.clamp(constant(new StatementParser(cursor).expression()), 0, 64);
        }
        while (cursor.token().word("__attribute__")) {
            attribute();
        }
        if (name.isEmpty() && bits == 0) {
            throw new Cursor.Failure();
        }
        return new Declared(name, type, bits);
    }

    private void parameters() {
        cursor.expect("(");
        int open = 1;
        while (open > 0 && !cursor.atEnd()) {
            Token token = cursor.take();
            open += token.is("(") ? 1 : token.is(")") ? -1 : 0;
        }
    }

    private static ValueType pointer(ValueType to) {
        return new ValueType.Pointer(CTypes.written(to));
    }

    /// Places members one after the other.
    private final class Layout {
        private final boolean union;
        private long end;
        private long alignment = 1;
        private long bitsUsed;

        Layout(boolean union) {
            this.union = union;
        }

        /// The offset of the next member.
        long place(ValueType type, int bits) {
            long size = types.sizeBytes(type);
            long align = alignment(type);
            alignment = Math.max(alignment, align);
            if (union) {
                end = Math.max(end, size);
                return 0;
            }
            if (bits > 0 && bitsUsed > 0 && bitsUsed + bits <= 8 * size) {
                bitsUsed += bits;
                return end - size;
            }
            long at = (end + align - 1) / align * align;
            end = at + size;
            bitsUsed = bits;
            return at;
        }

        long sizeBytes() {
            return (end + alignment - 1) / alignment * alignment;
        }

        private long alignment(ValueType type) {
            return switch (type) {
                case ValueType.Int(int sizeBytes, _) -> sizeBytes;
                case ValueType.Text _ -> 1;
                case ValueType.Array(var element, _) -> alignment(element);
                case ValueType.Struct(String name) ->
                    types.struct(name)
                            .map(struct -> struct.members().stream()
                                    .mapToLong(member -> alignment(member.type()))
                                    .max()
                                    .orElse(1))
                            .orElse(1L);
                case ValueType.Pointer _,
                        ValueType.Opaque _,
                        ValueType.Tuple _,
                        ValueType.Aggregation _,
                        ValueType.Context _,
                        ValueType.Nothing _,
                        ValueType.Unknown _ -> POINTER_BYTES;
            };
        }
    }
}
