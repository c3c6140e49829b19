package dev.ken.bpftrace;

import dev.ken.source.Diagnostic;
import dev.ken.source.Edit;
import dev.ken.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The place in the token stream where a parser stands. A syntax error leaves by [Failure] and is caught where
/// reading can go on, so that all errors of a script are found.
final class Cursor {
    /// Brackets, blocks and `else if` in each other.
    static final int MOST_NESTING = 200;

    /// Operators in one expression; bounds the depth of its tree.
    static final int MOST_OPERATORS = 1_000;

    private final Lexer lexer;
    private final List<Diagnostic> diagnostics;
    private @Nullable Token ahead;
    private int lastEnd;
    private int nesting;
    private int operators;
    private boolean stopped;

    /// Control flow inside the parser only.
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failure() {
            super(null, null, false, false);
        }
    }

    Cursor(Lexer lexer, List<Diagnostic> diagnostics) {
        this.lexer = lexer;
        this.diagnostics = diagnostics;
    }

    /// Read only when asked for: behind a probe other rules may hold.
    Token token() {
        Token known = ahead;
        if (known == null) {
            known = lexer.next();
            ahead = known;
        }
        return known;
    }

    /// The token after the current one.
    Token peek() {
        token();
        int before = lexer.position();
        int known = diagnostics.size();
        int used = lexer.uses().size();
        Token next = lexer.next();
        lexer.moveTo(before);
        forget(used);
        while (diagnostics.size() > known) {
            diagnostics.removeLast();
        }
        return next;
    }

    /// Drops uses after the first `keep`: what was looked at is looked at again.
    private void forget(int keep) {
        while (lexer.uses().size() > keep) {
            lexer.uses().removeLast();
        }
    }

    /// How many uses were noted.
    int used() {
        return lexer.uses().size();
    }

    /// Goes on reading tokens at `offset`, as if uses and diagnostics after these had not been seen.
    void back(int offset, int uses, int known) {
        forget(uses);
        while (diagnostics.size() > known) {
            diagnostics.removeLast();
        }
        jump(offset);
    }

    int known() {
        return diagnostics.size();
    }

    Token take() {
        Token taken = token();
        lastEnd = taken.at().end();
        ahead = null;
        return taken;
    }

    boolean at(String mark) {
        return token().is(mark);
    }

    boolean atEnd() {
        return token().kind() == Token.Kind.END;
    }

    boolean accept(String mark) {
        if (at(mark)) {
            take();
            return true;
        }
        return false;
    }

    /// Takes `mark`, or fails saying that it, or one of `others`, was expected.
    Token expect(String mark, String... others) {
        if (!at(mark)) {
            StringBuilder wanted = new StringBuilder("`" + mark + "`");
            for (String other : others) {
                wanted.append(" or ").append(other);
            }
            throw missing(mark, wanted.toString());
        }
        return take();
    }

    /// What closes is missing where something outer is closed: it was meant before that, which is one clear place.
    private Failure missing(String mark, String wanted) {
        boolean outer = switch (mark) {
            case ")", "]" -> at("}") || at(";") || at(")") || at("]") || mark.equals("]") && at("=");
            case Lexer.PREDICATE_END -> at("{");
            default -> false;
        };
        Span here = new Span(lastEnd, lastEnd);
        String put = mark.equals(Lexer.PREDICATE_END) ? "/" : mark;
        add(Diagnostic.error("syntax", "expected " + wanted + ", found " + token().shown(), token().at())
                .mendedBy(outer ? List.of(new Edit(here, put)) : List.of()));
        return new Failure();
    }

    Failure expected(String what) {
        return unexpected(token(), what);
    }

    Failure unexpected(Token found, String wanted) {
        error("syntax", "expected " + wanted + ", found " + found.shown(), found.at());
        return new Failure();
    }

    void error(String code, String message, Span at, String... hints) {
        add(Diagnostic.error(code, message, at, hints));
    }

    void add(Diagnostic diagnostic) {
        if (!stopped && diagnostics.size() < BpftraceParser.MOST_DIAGNOSTICS) {
            diagnostics.add(diagnostic);
        }
    }

    /// Notes what not all versions of the language have.
    void use(Feature feature, Span at, Edit... edits) {
        lexer.use(new Use(feature, at, List.of(edits)));
    }

    /// The character at an offset of the text.
    char charAt(int offset) {
        return lexer.charAt(offset);
    }

    /// Whether the current token stands on another line than the one before it.
    boolean newLine() {
        for (int at = lastEnd; at < start(); at++) {
            if (lexer.charAt(at) == '\n') {
                return true;
            }
        }
        return false;
    }

    /// From `start` to the end of the last token taken.
    Span since(int start) {
        return new Span(start, Math.max(start, lastEnd));
    }

    int start() {
        return token().at().start();
    }

    /// Goes on reading tokens at `offset`.
    void jump(int offset) {
        lexer.moveTo(offset);
        lastEnd = offset;
        ahead = null;
    }

    void enter() {
        if (++nesting > MOST_NESTING) {
            error("nesting", "more than " + MOST_NESTING + " levels of nesting", token().at());
            stop();
        }
    }

    void leave() {
        nesting--;
    }

    /// Where the last token taken ends.
    int lastEnd() {
        return lastEnd;
    }

    int nesting() {
        return nesting;
    }

    /// Back to a level that was noted before a failure.
    void nesting(int level) {
        nesting = level;
    }

    void operator() {
        if (++operators > MOST_OPERATORS) {
            error("nesting", "more than " + MOST_OPERATORS + " operators in one expression", token().at());
            stop();
        }
    }

    void newExpression() {
        operators = 0;
    }

    /// Nothing more is read, and nothing more is said.
    private void stop() {
        stopped = true;
        jump(Integer.MAX_VALUE / 2);
        throw new Failure();
    }
}
