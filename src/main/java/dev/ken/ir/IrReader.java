package dev.ken.ir;

import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tokens of one line, taken one after the other.
final class IrReader {
    /// A line cannot be read.
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Span at;
        private final String told;

        Unreadable(String told, Span at) {
            super(told, null, false, false);
            this.told = told;
            this.at = at;
        }

        String message() {
            return told;
        }

        Span at() {
            return at;
        }
    }

    private static final String MARKS = "()[],:";

    private final String line;
    private final int offset;
    private final List<IrToken> tokens = new ArrayList<>();
    private int next;

    IrReader(String line, int offset) {
        this.line = line;
        this.offset = offset;
        int at = 0;
        while (at < line.length()) {
            at = Character.isWhitespace(line.charAt(at)) ? at + 1 : token(at);
        }
    }

    private int token(int at) {
        char c = line.charAt(at);
        if (MARKS.indexOf(c) >= 0) {
            add(IrToken.Kind.MARK, String.valueOf(c), at, at + 1);
            return at + 1;
        }
        if (c == '"') {
            return quoted(at);
        }
        int end = at;
        while (end < line.length()
                && !Character.isWhitespace(line.charAt(end))
                && line.charAt(end) != '"'
                && MARKS.indexOf(line.charAt(end)) < 0) {
            end++;
        }
        add(IrToken.Kind.WORD, line.substring(at, end), at, end);
        return end;
    }

    private int quoted(int start) {
        StringBuilder text = new StringBuilder();
        int at = start + 1;
        while (at < line.length() && line.charAt(at) != '"') {
            char c = line.charAt(at++);
            if (c != '\\' || at == line.length()) {
                text.append(c);
                continue;
            }
            char escape = line.charAt(at++);
            switch (escape) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'x' -> {
                    int end = Math.min(line.length(), at + 2);
                    String digits = line.substring(at, end);
                    text.append(digits.matches("[0-9a-f]{2}") ? (char) Integer.parseInt(digits, 16) : '?');
                    at = end;
                }
                default -> text.append(escape);
            }
        }
        add(IrToken.Kind.QUOTED, text.toString(), start, Math.min(line.length(), at + 1));
        return at + 1;
    }

    private void add(IrToken.Kind kind, String value, int start, int end) {
        tokens.add(new IrToken(kind, value, new Span(offset + start, offset + end)));
    }

    Optional<IrToken> peek() {
        return next < tokens.size() ? Optional.of(tokens.get(next)) : Optional.empty();
    }

    /// The place of the next token, or of the line's end.
    Span here() {
        return peek().map(IrToken::at).orElse(new Span(offset + line.length(), offset + line.length()));
    }

    /// From the line's first token to its last.
    Span whole() {
        return tokens.isEmpty()
                ? here()
                : tokens.getFirst().at().to(tokens.getLast().at());
    }

    IrToken take(String wanted) throws Unreadable {
        IrToken token = peek().orElseThrow(() -> new Unreadable("expected " + wanted, here()));
        next++;
        return token;
    }

    /// Takes the next token if it is this mark or word.
    boolean next(String value) {
        boolean is =
                peek().filter(token -> token.mark(value) || token.word(value)).isPresent();
        next += is ? 1 : 0;
        return is;
    }

    void mark(String mark) throws Unreadable {
        if (!next(mark)) {
            throw new Unreadable("expected `" + mark + "`", here());
        }
    }

    void word(String word) throws Unreadable {
        mark(word);
    }

    String quoted(String wanted) throws Unreadable {
        IrToken token = take(wanted);
        if (token.kind() != IrToken.Kind.QUOTED) {
            throw new Unreadable("expected " + wanted + " in quotes", token.at());
        }
        return token.value();
    }

    /// A plain or quoted name.
    String name(String wanted) throws Unreadable {
        IrToken token = take(wanted);
        if (token.kind() == IrToken.Kind.MARK) {
            throw new Unreadable("expected " + wanted, token.at());
        }
        return token.value();
    }

    long number(String wanted) throws Unreadable {
        IrToken token = take(wanted);
        try {
            return Long.parseLong(token.value());
        } catch (NumberFormatException none) {
            throw new Unreadable("expected " + wanted, token.at());
        }
    }

    int count(String wanted) throws Unreadable {
        Span at = here();
        long number = number(wanted);
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new Unreadable("expected " + wanted, at);
        }
        return (int) number;
    }

    void end() throws Unreadable {
        if (peek().isPresent()) {
            throw new Unreadable("nothing more was expected here", here());
        }
    }
}
