package dev.ken.bpftrace;

import dev.ken.source.Diagnostic;
import dev.ken.source.Edit;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a text into tokens on demand, from a place that the parser may set: attach points and preprocessor lines have
/// other rules than the rest.
final class Lexer {
    private static final Pattern PREDICATE_CLOSED = Pattern.compile("\\s*/\\s*(?:\\{|$)");
    private static final Pattern FORMAT = Pattern.compile("%[-#0-9.]*[a-zA-Z]");

    /// The token that closes a predicate: a `/` in front of a `{`.
    static final String PREDICATE_END = "/{";

    private static final int MOST_BYTE = 0xff;
    private static final int MOST_USES = 10_000;

    private static final List<String> MARKS = List.of(
            "<<=", ">>=", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=", "/=",
            "%=", "&=", "|=", "^=", "..", "(", ")", "{", "}", "[", "]", ",", ";", ":", "?", ".", "+", "-", "*", "/",
            "%", "&", "|", "^", "~", "!", "<", ">", "=");

    private final String text;
    private final List<Diagnostic> diagnostics;
    private final List<Use> uses;
    private int at;

    /// @param uses takes what not all versions of the language have
    Lexer(String text, List<Diagnostic> diagnostics, List<Use> uses) {
        this.text = text;
        this.diagnostics = diagnostics;
        this.uses = uses;
    }

    /// Notes what not all versions have.
    void use(Use use) {
        if (uses.size() < MOST_USES) {
            uses.add(use);
        }
    }

    List<Use> uses() {
        return uses;
    }

    /// The character at an offset; a line feed behind the end.
    char charAt(int offset) {
        return offset < text.length() ? text.charAt(offset) : '\n';
    }

    int position() {
        return at;
    }

    void moveTo(int offset) {
        at = offset;
    }

    /// Moves to the next character that is neither blank nor in a comment.
    void skipBlanks() {
        while (at < text.length()) {
            if (blank(text.charAt(at))) {
                at++;
            } else if (text.startsWith("//", at)) {
                at = lineEnd(at);
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    report("open-comment", "this comment is never closed", new Span(at, at + 2));
                }
                at = end < 0 ? text.length() : end + 2;
            } else {
                return;
            }
        }
    }

    int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    Token next() {
        skipBlanks();
        int start = at;
        if (at >= text.length()) {
            return new Token(Token.Kind.END, "", 0, new Span(at, at));
        }
        char c = text.charAt(at);
        if (Numbers.digit(c)) {
            return number(start);
        }
        if (wordStart(c)) {
            word();
            return token(Token.Kind.NAME, start);
        }
        return switch (c) {
            case '"' -> string(start);
            case '$' -> dollar(start);
            case '@' -> {
                at++;
                if (at < text.length() && wordStart(text.charAt(at))) {
                    word();
                }
                yield token(Token.Kind.MAP, start);
            }
            default -> mark(start);
        };
    }

    private Token token(Token.Kind kind, int start) {
        return new Token(kind, text.substring(start, at), 0, new Span(start, at));
    }

    private void word() {
        while (at < text.length() && (wordStart(text.charAt(at)) || Numbers.digit(text.charAt(at)))) {
            at++;
        }
    }

    private Token dollar(int start) {
        at++;
        if (text.startsWith("#", at)) {
            at++;
            return token(Token.Kind.POSITIONAL, start);
        }
        word();
        if (at == start + 1) {
            report("stray-character", "a name or a number must follow `$`", new Span(start, at));
            return token(Token.Kind.VARIABLE, start);
        }
        boolean number = text.substring(start + 1, at).chars().allMatch(c -> Numbers.digit((char) c));
        if (!number && Numbers.digit(text.charAt(start + 1))) {
            report("bad-name", "the name of a variable does not begin with a digit", new Span(start, at));
        }
        return token(number ? Token.Kind.POSITIONAL : Token.Kind.VARIABLE, start);
    }

    private Token number(int start) {
        // A dot is no part of a number: `1..5` is a range, `$t.0` a part of a tuple.
        word();
        Span span = new Span(start, at);
        String literal = text.substring(start, at);
        var value = Numbers.value(literal);
        if (Numbers.duration(literal)) {
            use(new Use(
                    Feature.DURATION,
                    span,
                    value.map(nanos -> new Edit(span, nanos.toString())).stream()
                            .toList()));
        }
        if (literal.indexOf('_') > 0
                && literal.length() > 1
                && (literal.charAt(1) == 'x' || literal.charAt(1) == 'X')) {
            use(new Use(Feature.PARTED_HEXADECIMAL, span, List.of(new Edit(span, literal.replace("_", "")))));
        }
        if (value.isEmpty()) {
            report("bad-number", "`" + literal + "` is not a 64-bit whole number", span);
        }
        return new Token(Token.Kind.NUMBER, literal, value.orElse(0L), span);
    }

    private Token mark(int start) {
        if (text.charAt(at) == '/' && closesPredicate()) {
            at++;
            return new Token(Token.Kind.MARK, PREDICATE_END, 0, new Span(start, at));
        }
        for (String mark : MARKS) {
            if (text.startsWith(mark, at)) {
                at += mark.length();
                return token(Token.Kind.MARK, start);
            }
        }
        at += Character.charCount(text.codePointAt(at));
        report("stray-character", shown(text.substring(start, at)) + " has no meaning here", new Span(start, at));
        return next(start);
    }

    private Token next(int failedAt) {
        // Skips a whole run of meaningless characters at once, so that nesting cannot grow with the input.
        while (at < text.length() && (meaningless(text.charAt(at)) || blank(text.charAt(at)))) {
            at++;
        }
        return at > failedAt ? next() : token(Token.Kind.END, failedAt);
    }

    private static boolean meaningless(char c) {
        return !blank(c) && !wordStart(c) && !Numbers.digit(c) && "\"$@(){}[],;:?.+-*/%&|^~!<>=".indexOf(c) < 0;
    }

    private boolean closesPredicate() {
        int next = at + 1;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next < text.length() && (text.charAt(next) == '{' || text.charAt(next) == '/');
    }

    private Token string(int start) {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                escape(value);
            } else {
                value.append(c);
            }
        }
        if (at >= text.length() || text.charAt(at) == '\n') {
            openString(start);
        } else {
            at++;
        }
        return new Token(Token.Kind.STRING, value.toString(), 0, new Span(start, at));
    }

    /// A string ends on its line. The quote was probably meant before what closes the call.
    private void openString(int start) {
        int end = at;
        while (end > start + 1 && " \t\r;),}".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        end = quotePlace(start, end).orElse(end);
        at = end;
        boolean escaped = end > start + 1 && text.charAt(end - 1) == '\\';
        List<Edit> edits = escaped ? List.of() : List.of(new Edit(new Span(end, end), "\""));
        add(Diagnostic.error("open-string", "this string is never closed", new Span(start, start + 1))
                .mendedBy(edits));
    }

    /// Before what ends a predicate; or before the arguments of which a format has one for each of its places.
    private OptionalInt quotePlace(int start, int end) {
        String held = text.substring(start + 1, end);
        Matcher predicate = PREDICATE_CLOSED.matcher(held);
        String line = text.substring(text.lastIndexOf('\n', start) + 1, start);
        if (predicate.find() && line.lastIndexOf('/') >= 0) {
            return OptionalInt.of(start + 1 + predicate.start());
        }
        List<Integer> places = new ArrayList<>();
        for (int comma = held.indexOf(','); comma > 0; comma = held.indexOf(',', comma + 1)) {
            long formats = FORMAT.matcher(held.substring(0, comma)).results().count();
            if (formats > 0 && formats == held.substring(comma + 1).split(",", -1).length) {
                places.add(start + 1 + comma);
            }
        }
        return places.size() == 1 ? OptionalInt.of(places.getFirst()) : OptionalInt.empty();
    }

    private void escape(StringBuilder value) {
        int start = at - 1;
        char c = text.charAt(at++);
        switch (c) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case '"', '\\' -> value.append(c);
            case 'x', 'X' -> digits(value, start, 2, 16);
            default -> {
                if (c >= '0' && c <= '7') {
                    at--;
                    digits(value, start, 3, 8);
                } else {
                    report("bad-escape", "`\\" + c + "` is no escape sequence", new Span(start, at));
                    value.append(c);
                }
            }
        }
    }

    private void digits(StringBuilder value, int start, int most, int radix) {
        int from = at;
        while (at < text.length() && at < from + most && Character.digit(text.charAt(at), radix) >= 0) {
            at++;
        }
        if (at == from) {
            report("bad-escape", "digits must follow `\\x`", new Span(start, at));
            return;
        }
        int code = Integer.parseInt(text.substring(from, at), radix);
        if (code > MOST_BYTE) {
            report("bad-escape", "`\\" + text.substring(from, at) + "` is more than a byte holds", new Span(start, at));
        }
        value.append((char) (code & MOST_BYTE));
    }

    /// A character as a message shows it: by its number where it leaves no mark.
    static String shown(String character) {
        int code = character.codePointAt(0);
        return Character.isISOControl(code)
                        || Character.isSpaceChar(code)
                        || Character.getType(code) == Character.FORMAT
                ? String.format("U+%04X", code)
                : "`" + character + "`";
    }

    /// What parts tokens and is nothing else: no form feed, and nothing that is no ASCII.
    static boolean blank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean wordStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private void report(String code, String message, Span span) {
        add(Diagnostic.error(code, message, span));
    }

    private void add(Diagnostic diagnostic) {
        if (diagnostics.size() < BpftraceParser.MOST_DIAGNOSTICS) {
            diagnostics.add(diagnostic);
        }
    }
}
