package dev.ken.bpftrace;

import dev.ken.source.Diagnostic;
import dev.ken.source.Edit;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads bpftrace programs: the language of 0.17 to 0.27, all versions at once; what not all of them have is noted as a
/// [Use]. Total: any text gives a script and diagnostics. Source followed: the grammar of 0.17.0 (`parser.yy`,
/// `lexer.l`, `attachpoint_parser.cpp`), bpftrace's language page, and what 0.23.2 and 0.27.1 take when they are run.
public final class BpftraceParser {
    /// Longer programs are refused.
    public static final int MOST_CHARACTERS = 1_000_000;

    /// Diagnostics after these are dropped.
    public static final int MOST_DIAGNOSTICS = 100;

    private final String text;
    private final List<Diagnostic> diagnostics;
    private final Lexer lexer;
    private final Cursor cursor;
    private final StatementParser statements;
    private final DeclarationParser declarations;
    private final List<Item> items = new ArrayList<>();
    private boolean behindProbes;

    private BpftraceParser(String text, List<Diagnostic> diagnostics) {
        this.text = text;
        this.diagnostics = diagnostics;
        this.lexer = new Lexer(text, diagnostics, new ArrayList<>());
        lexer.moveTo(text.startsWith("#!") ? lexer.lineEnd(0) : 0);
        this.cursor = new Cursor(lexer, diagnostics);
        this.statements = new StatementParser(cursor);
        this.declarations = new DeclarationParser(lexer, cursor, statements);
    }

    public static Parsed parse(Source source) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        if (source.text().length() > MOST_CHARACTERS) {
            diagnostics.add(Diagnostic.error(
                    "too-long", "programs of more than " + MOST_CHARACTERS + " characters are not read", Span.NONE));
            return new Parsed(new BpftraceScript(List.of()), diagnostics, List.of());
        }
        BpftraceParser parser = new BpftraceParser(source.text(), diagnostics);
        parser.script();
        BpftraceScript script = new BpftraceScript(parser.items);
        boolean library = script.items().stream().anyMatch(Item.Macro.class::isInstance);
        if (diagnostics.isEmpty() && script.probes().isEmpty() && !library) {
            diagnostics.add(Diagnostic.error(
                    "no-probe",
                    "a program needs at least one probe",
                    new Span(0, 0),
                    "for example `tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }`"));
        }
        return new Parsed(
                script,
                diagnostics.stream().distinct().toList(),
                parser.lexer.uses().stream().distinct().toList());
    }

    private void script() {
        while (diagnostics.size() < MOST_DIAGNOSTICS) {
            lexer.skipBlanks();
            int start = lexer.position();
            if (start >= text.length()) {
                return;
            }
            cursor.nesting(0);
            if (behindProbes && text.charAt(start) == ';') {
                Span stray = new Span(start, start + 1);
                cursor.add(Diagnostic.error("syntax", "`;` stands behind no probe", stray)
                        .mendedBy(List.of(new Edit(stray, ""))));
                lexer.moveTo(stray.end());
                continue;
            }
            try {
                Item item = item(start);
                behindProbes |= item instanceof Item.Probe;
                items.add(item);
            } catch (Cursor.Failure failure) {
                recover(start);
            }
        }
    }

    /// Goes on behind the next brace that closes at top level, or at a line that starts like an attach point.
    private void recover(int start) {
        int at = Math.max(start + 1, Math.min(text.length(), cursor.lastEnd()));
        int close = text.indexOf("\n}", at);
        int line = close < 0 ? text.indexOf('}', at) : close + 1;
        lexer.moveTo(line < 0 ? text.length() : line + 1);
    }

    private Item item(int start) {
        if (text.charAt(start) == '#') {
            int end = start;
            do {
                end = lexer.lineEnd(end + (end > start ? 1 : 0));
            } while (end < text.length() && text.charAt(end - 1) == '\\');
            lexer.moveTo(end);
            early("a preprocessor line", new Span(start, end));
            return new Item.Preamble(text.substring(start, end).stripTrailing(), new Span(start, end));
        }
        Token first = lexer.next();
        Token second = quietly();
        if (first.kind() == Token.Kind.NAME && second.kind() == Token.Kind.NAME && definition(first.text())
                || first.word("enum") && second.is("{")) {
            return definition(start);
        }
        if (first.word("config") && second.is("=")) {
            return config(start);
        }
        if (first.word("let") && second.kind() == Token.Kind.MAP) {
            return mapDefinition(start);
        }
        if (first.kind() == Token.Kind.NAME && second.kind() == Token.Kind.NAME) {
            if (first.word("macro")) {
                return declarations.macro(start);
            }
            if (first.word("fn")) {
                return declarations.function(start);
            }
        }
        if (first.word("import") && second.kind() == Token.Kind.STRING) {
            int end = lexer.position();
            lexer.skipBlanks();
            end = lexer.position() < text.length() && text.charAt(lexer.position()) == ';' ? lexer.position() + 1 : end;
            lexer.moveTo(end);
            cursor.use(Feature.IMPORT, new Span(start, end));
            return new Item.Preamble(text.substring(start, end), new Span(start, end));
        }
        return probe(start);
    }

    /// The next token, nothing said about it: it may belong to an attach point.
    private Token quietly() {
        int known = diagnostics.size();
        int used = lexer.uses().size();
        Token token = lexer.next();
        cursor.back(lexer.position(), used, known);
        return token;
    }

    /// C stands before the probes.
    private void early(String what, Span at) {
        if (behindProbes) {
            cursor.error("syntax", what + " must stand before all probes", at);
        }
    }

    private static boolean definition(String word) {
        return word.equals("struct") || word.equals("union") || word.equals("enum") || word.equals("typedef");
    }

    private Item definition(int start) {
        cursor.jump(start);
        if (cursor.token().word("typedef")) {
            cursor.error("syntax", "bpftrace knows no `typedef`", cursor.token().at());
        }
        int open = 0;
        while (!cursor.atEnd()) {
            Token token = cursor.take();
            open += token.is("{") ? 1 : token.is("}") ? -1 : 0;
            boolean line = token.is("}") && open == 0 && lineFollows(token.at().end());
            boolean more = open == 0
                    && token.is("}")
                    && !line
                    && (cursor.at(";") || cursor.token().word("__attribute__"));
            if (open == 0 && (token.is(";") || line || token.is("}") && !more)) {
                int end = token.at().end();
                lexer.moveTo(end);
                String definition = text.substring(start, end);
                Span span = new Span(start, end);
                early("a definition", span);
                if (definition.matches("(?s).*\\}\\s+;")) {
                    cursor.use(Feature.SEMICOLON_APART, span);
                } else if (definition.matches("(?s).*\\}\\s*__attribute__.*")) {
                    cursor.use(Feature.ATTRIBUTE, span);
                }
                return new Item.Preamble(definition, span);
            }
        }
        throw cursor.expected("`}` and `;`");
    }

    /// Whether a preprocessor line comes next, which holds no tokens.
    private boolean lineFollows(int from) {
        lexer.moveTo(from);
        lexer.skipBlanks();
        boolean line = lexer.position() < text.length() && text.charAt(lexer.position()) == '#';
        cursor.jump(from);
        return line;
    }

    private Item config(int start) {
        cursor.jump(start);
        cursor.take();
        cursor.expect("=");
        cursor.expect("{");
        List<Item.Setting> settings = new ArrayList<>();
        while (!cursor.at("}")) {
            if (cursor.token().kind() != Token.Kind.NAME) {
                throw cursor.expected("the name of a setting or `}`");
            }
            String name = cursor.take().text();
            cursor.expect("=");
            Token value = cursor.take();
            settings.add(new Item.Setting(
                    name, text.substring(value.at().start(), value.at().end())));
            if (!cursor.accept(";") && !cursor.at("}")) {
                throw cursor.expected("`;` or `}`");
            }
        }
        Span span = new Span(start, cursor.token().at().end());
        early("`config`", span);
        cursor.use(Feature.CONFIG, span);
        return end(new Item.Config(settings, span));
    }

    private Item mapDefinition(int start) {
        cursor.jump(start);
        cursor.take();
        String name = cursor.take().text();
        cursor.expect("=");
        if (cursor.token().kind() != Token.Kind.NAME) {
            throw cursor.expected("a type of map such as `hash`");
        }
        String type = cursor.take().text();
        cursor.expect("(");
        if (cursor.token().kind() != Token.Kind.NUMBER) {
            throw cursor.expected("the number of entries");
        }
        long entries = cursor.take().value();
        cursor.expect(")");
        if (!cursor.at(";")) {
            throw cursor.expected("`;`");
        }
        Span span = new Span(start, cursor.token().at().end());
        cursor.use(Feature.MAP_DECLARATION, span);
        return end(new Item.MapDefinition(name, type, entries, span));
    }

    /// Goes on at top level behind the current token, which closes `item`.
    private Item end(Item item) {
        lexer.moveTo(cursor.token().at().end());
        return item;
    }

    private Item probe(int start) {
        lexer.moveTo(start);
        List<Item.AttachPoint> attachPoints = attachPoints();
        cursor.jump(lexer.position());
        Optional<Expression> predicate = Optional.empty();
        if (cursor.accept("/")) {
            predicate = Optional.of(statements.expression());
            cursor.expect(Lexer.PREDICATE_END);
        }
        if (!cursor.at("{")) {
            throw cursor.expected(predicate.isPresent() ? "`{`" : "`,`, a predicate or `{`");
        }
        List<Statement> body = statements.block();
        Span at = cursor.since(start);
        lexer.moveTo(at.end());
        return new Item.Probe(attachPoints, predicate, body, at);
    }

    private List<Item.AttachPoint> attachPoints() {
        List<Item.AttachPoint> all = new ArrayList<>();
        while (true) {
            lexer.skipBlanks();
            // An empty one is passed over: a comma before the first or behind the last.
            boolean comma = charHere() == ',';
            if (!comma && (all.isEmpty() || "{/".indexOf(charHere()) < 0)) {
                all.add(AttachPointScanner.scan(text, lexer, cursor));
                lexer.skipBlanks();
            }
            if (charHere() != ',') {
                return all;
            }
            if (all.isEmpty()) {
                Span at = new Span(lexer.position(), lexer.position() + 1);
                cursor.use(Feature.LEADING_COMMA, at, new Edit(at, ""));
            }
            lexer.moveTo(lexer.position() + 1);
        }
    }

    private char charHere() {
        return lexer.charAt(lexer.position());
    }
}
