package dev.ken.contract.program;

import dev.ken.source.Diagnostic;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The tokens of one line, taken one after the other. A `#` outside of quotes ends the line; what stands behind it is
/// the remark.
final class Tokens {
    enum Kind {
        NUMBER,
        TEXT,
        NAME,
        MAP,
        LOCAL,
        MARK,
        END
    }

    record Token(Kind kind, String text, long number, Span at) {}

    /// Ends the reading of a line; never leaves this package.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Diagnostic diagnostic;

        Malformed(String message, Span at, String... hints) {
            super(message, null, false, false);
            this.diagnostic = Diagnostic.error("contract", message, at, hints);
        }

        Diagnostic diagnostic() {
            return diagnostic;
        }
    }

    private static final Map<String, Long> NANOS =
            Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L);
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(?<number>0x[0-9a-fA-F]{1,40}|\\d{1,40})(?<unit>ns|us|ms|s)?\\b"
                    + "|\"(?<text>(?:[^\"\\\\]|\\\\.)*)\""
                    + "|(?<map>@\\w*)|(?<local>\\$\\w+)"
                    + "|(?<name>[A-Za-z_]\\w*(?:(?:\\.|->)[A-Za-z_]\\w*)*)"
                    + "|(?<mark>==>|\\|\\||&&|==|!=|<=|>=|<<|>>|\\.\\.|[-+*/%&|^<>()!~,?:=\\[\\]]))");
    private static final int MOST_TOKENS = 500;

    private final List<Token> tokens = new ArrayList<>();
    private final String remark;
    private int at;

    /// The tokens of `line`, which begins at `offset` of the file.
    Tokens(String line, int offset) throws Malformed {
        int end = remarkAt(line);
        this.remark = end < line.length() ? line.substring(end + 1).strip() : "";
        Matcher matcher = TOKEN.matcher(line).region(0, end);
        int last = 0;
        while (matcher.lookingAt()) {
            tokens.add(token(matcher, offset));
            last = matcher.end();
            matcher.region(last, end);
            if (tokens.size() > MOST_TOKENS) {
                throw new Malformed(
                        "a line has at most " + MOST_TOKENS + " words",
                        tokens.getLast().at());
            }
        }
        String rest = line.substring(last, end);
        if (!rest.isBlank()) {
            int bad = offset + last + rest.length() - rest.stripLeading().length();
            throw new Malformed("unexpected `" + rest.stripLeading().charAt(0) + "`", new Span(bad, bad + 1));
        }
        int stop = offset + last;
        tokens.add(new Token(Kind.END, "", 0, new Span(stop, stop)));
    }

    private static int remarkAt(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '#' && !quoted) {
                return i;
            }
        }
        return line.length();
    }

    private static Token token(Matcher matcher, int offset) throws Malformed {
        int start = matcher.start()
                + matcher.group().length()
                - matcher.group().stripLeading().length();
        Span at = new Span(offset + start, offset + matcher.end());
        String number = matcher.group("number");
        if (number != null) {
            return new Token(Kind.NUMBER, number, number(number, matcher.group("unit"), at), at);
        }
        for (Kind kind : List.of(Kind.MAP, Kind.LOCAL, Kind.NAME, Kind.MARK)) {
            String text = matcher.group(kind.name().toLowerCase(java.util.Locale.ROOT));
            if (text != null) {
                return new Token(kind, text.replace("->", "."), 0, at);
            }
        }
        return new Token(Kind.TEXT, matcher.group("text").replaceAll("\\\\(.)", "$1"), 0, at);
    }

    private static long number(String digits, @org.jspecify.annotations.Nullable String unit, Span at)
            throws Malformed {
        try {
            long value = digits.startsWith("0x")
                    ? Long.parseUnsignedLong(digits, 2, digits.length(), 16)
                    : Long.parseUnsignedLong(digits);
            return unit == null ? value : Math.multiplyExact(value, NANOS.getOrDefault(unit, 1L));
        } catch (NumberFormatException | ArithmeticException tooLarge) {
            throw new Malformed("a number has at most 64 bits", at);
        }
    }

    String remark() {
        return remark;
    }

    Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    Token peek() {
        return tokens.get(at);
    }

    /// Whether the token after the next is this mark.
    boolean thenIs(String text) {
        return at + 1 < tokens.size() && tokens.get(at + 1).text().equals(text);
    }

    Span here() {
        return peek().at();
    }

    boolean is(String text) {
        return (peek().kind() == Kind.MARK || peek().kind() == Kind.NAME)
                && peek().text().equals(text);
    }

    boolean take(String text) {
        if (!is(text)) {
            return false;
        }
        next();
        return true;
    }

    Span expect(String text) throws Malformed {
        if (!is(text)) {
            throw new Malformed("expected `" + text + "`, " + unexpected(peek()).getMessage(), here());
        }
        return next().at();
    }

    String name(String wanted) throws Malformed {
        Token token = next();
        if (token.kind() != Kind.NAME) {
            throw new Malformed("expected " + wanted, token.at());
        }
        return token.text();
    }

    static Malformed unexpected(Token token) {
        return new Malformed(
                token.kind() == Kind.END ? "the line ends too early" : "unexpected `" + token.text() + "`", token.at());
    }

    void end() throws Malformed {
        if (peek().kind() != Kind.END) {
            throw unexpected(peek());
        }
    }
}
