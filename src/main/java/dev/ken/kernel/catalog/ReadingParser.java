package dev.ken.kernel.catalog;

import java.util.List;
import java.util.Optional;

/// Reads the small expressions of catalog files ([Reading]). Empty for a text that is none.
final class ReadingParser {
    private static final List<String> DOUBLE = List.of("||", "&&", "==", "!=", "<=", ">=", "<<", ">>");
    private static final String SINGLE = "-+*/%&|^<>().,[]";
    /// Binding strength, weakest first.
    private static final List<List<String>> LEVELS = List.of(
            List.of("||"),
            List.of("&&"),
            List.of("|"),
            List.of("^"),
            List.of("&"),
            List.of("==", "!="),
            List.of("<", "<=", ">", ">="),
            List.of("<<", ">>"),
            List.of("+", "-"),
            List.of("*", "/", "%"));
    private static final int DEEPEST = 50;
    private static final int LONGEST_TEXT = 1_000;

    private final String text;
    private int at;
    private String token = "";
    private int depth;

    private ReadingParser(String text) {
        this.text = text;
        advance();
    }

    static Optional<Reading> parse(String text) {
        if (text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        try {
            ReadingParser parser = new ReadingParser(text);
            Reading reading = parser.level(0);
            return parser.token.isEmpty() ? Optional.of(reading) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /// Ends a parse from within; never leaves this class.
    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private void advance() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int start = at;
        if (start == text.length()) {
            token = "";
            return;
        }
        char first = text.charAt(start);
        if (isWord(first)) {
            while (at < text.length() && isWord(text.charAt(at))) {
                at++;
            }
        } else if (at + 2 <= text.length() && DOUBLE.contains(text.substring(at, at + 2))) {
            at += 2;
        } else if (SINGLE.indexOf(first) >= 0) {
            at++;
        } else {
            throw new Malformed();
        }
        token = text.substring(start, at);
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    private boolean take(String expected) {
        if (!token.equals(expected)) {
            return false;
        }
        advance();
        return true;
    }

    private void expect(String expected) {
        if (!take(expected)) {
            throw new Malformed();
        }
    }

    private Reading level(int level) {
        if (level == LEVELS.size()) {
            return primary();
        }
        Reading left = level(level + 1);
        while (LEVELS.get(level).contains(token)) {
            String operator = token;
            advance();
            left = new Reading.Binary(operator, left, level(level + 1));
        }
        return left;
    }

    private Reading primary() {
        if (++depth > DEEPEST) {
            throw new Malformed();
        }
        String first = token;
        if (take("(")) {
            Reading inner = level(0);
            expect(")");
            return members(inner);
        }
        if (first.isEmpty() || !isWord(first.charAt(0))) {
            throw new Malformed();
        }
        advance();
        if (Character.isDigit(first.charAt(0))) {
            return number(first);
        }
        return members(atom(first));
    }

    private static Reading number(String digits) {
        try {
            return new Reading.Number(
                    digits.startsWith("0x") ? Long.parseLong(digits, 2, digits.length(), 16) : Long.parseLong(digits));
        } catch (NumberFormatException tooLong) {
            throw new Malformed();
        }
    }

    private Reading atom(String first) {
        return switch (first) {
            case "args" -> field();
            case "str" -> new Reading.Text(inParentheses());
            case "s32" -> new Reading.SignedLow(32, inParentheses());
            case "s64" -> new Reading.SignedLow(64, inParentheses());
            case "be16" -> new Reading.HostOrder(16, inParentheses());
            case "be32" -> new Reading.HostOrder(32, inParentheses());
            case "ip" -> new Reading.AddressText(inParentheses());
            case "joined" -> new Reading.Joined(inParentheses());
            case "cast" -> cast();
            default -> new Reading.Builtin(first);
        };
    }

    private Reading inParentheses() {
        expect("(");
        Reading of = level(0);
        expect(")");
        return of;
    }

    private Reading cast() {
        expect("(");
        String struct = name();
        expect(",");
        Reading of = level(0);
        expect(")");
        return new Reading.Cast(struct, of);
    }

    private Reading members(Reading of) {
        Reading reading = of;
        while (take(".")) {
            if (++depth > DEEPEST) {
                throw new Malformed();
            }
            reading = new Reading.Member(reading, name());
        }
        return reading;
    }

    private String name() {
        String name = token;
        if (name.isEmpty() || !Character.isJavaIdentifierStart(name.charAt(0))) {
            throw new Malformed();
        }
        advance();
        return name;
    }

    private Reading field() {
        expect(".");
        String name = name();
        if (!take("[")) {
            return new Reading.Arg(name);
        }
        String index = token;
        advance();
        expect("]");
        if (!index.matches("\\d{1,3}")) {
            throw new Malformed();
        }
        return new Reading.ArgElement(name, Integer.parseInt(index));
    }
}
