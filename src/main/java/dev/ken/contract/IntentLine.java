package dev.ken.contract;

import dev.ken.contract.IntentToken.Kind;
import dev.ken.kernel.catalog.Unit;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words of one line of an intent, read one after the other.
final class IntentLine {
    /// Ends the reading of a line from within; never leaves this package.
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Span at;
        private final String code;
        private final transient List<String> hints;

        Malformed(String code, String message, Span at, String... hints) {
            super(message);
            this.code = code;
            this.at = at;
            this.hints = List.of(hints);
        }

        String code() {
            return code;
        }

        Span at() {
            return at;
        }

        List<String> hints() {
            return hints;
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(?<text>\"(?:[^\"\\\\]|\\\\.)*\")"
            + "|(?<word>(?:uprobe|usdt):[^\\s\"(),#]+|[A-Za-z_](?:[\\w.]|-(?=\\w))*)"
            + "|(?<number>-?(?:0x[0-9A-Fa-f]{1,16}|\\d{1,18}))"
            + "|(?<symbol><=|>=|!=|==|[<>=(),]))");

    private final List<IntentToken> tokens = new ArrayList<>();
    private int at;

    /// `text` begins at `offset` of the source. A `#` outside quotes begins a comment.
    IntentLine(String text, int offset) {
        String line = withoutComment(text);
        Matcher matcher = TOKEN.matcher(line);
        int end = 0;
        while (matcher.lookingAt()) {
            for (Kind kind : List.of(Kind.TEXT, Kind.WORD, Kind.NUMBER, Kind.SYMBOL)) {
                String group = kind.name().toLowerCase(java.util.Locale.ROOT);
                if (matcher.group(group) != null) {
                    Span span = new Span(offset + matcher.start(group), offset + matcher.end(group));
                    tokens.add(new IntentToken(kind, plain(kind, matcher.group(group)), span));
                }
            }
            end = matcher.end();
            matcher.region(end, line.length());
        }
        String rest = line.substring(end);
        if (!rest.isBlank()) {
            int from = offset + end + rest.length() - rest.stripLeading().length();
            String shown = rest.strip();
            boolean open = shown.startsWith("\"");
            throw new Malformed(
                    "character",
                    open ? "this text has no closing quote" : "unexpected `" + shown.charAt(0) + "`",
                    new Span(from, from + (open ? shown.length() : 1)));
        }
        int last = offset + line.stripTrailing().length();
        tokens.add(new IntentToken(Kind.END, "", new Span(last, last)));
    }

    private static String withoutComment(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && (i == 0 || line.charAt(i - 1) != '\\')) {
                quoted = !quoted;
            } else if (c == '#' && !quoted) {
                return line.substring(0, i);
            }
        }
        return line;
    }

    private static String plain(Kind kind, String written) {
        return switch (kind) {
            case TEXT ->
                written.substring(1, written.length() - 1)
                        .replace("\\n", "\n")
                        .replace("\\\"", "\"")
                        .replace("\\\\", "\\");
            case SYMBOL -> written.equals("==") ? "=" : written;
            case WORD, NUMBER, END -> written;
        };
    }

    boolean isEmpty() {
        return tokens.size() == 1;
    }

    IntentToken peek() {
        return tokens.get(at);
    }

    IntentToken peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    IntentToken next() {
        IntentToken token = peek();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    boolean take(String word) {
        if (!peek().is(word)) {
            return false;
        }
        at++;
        return true;
    }

    Malformed expected(String what, String... hints) {
        return new Malformed("expected", "expected " + what + ", found " + peek().shown(), peek().at(), hints);
    }

    void expect(String word, String... hints) {
        if (!take(word)) {
            throw expected("`" + word + "`", hints);
        }
    }

    void end(String... hints) {
        if (peek().kind() != Kind.END) {
            Span rest = peek().at().to(tokens.get(tokens.size() - 2).at());
            throw new Malformed("extra", "unexpected " + peek().shown(), rest, hints);
        }
    }

    IntentToken word(String what) {
        if (peek().kind() != Kind.WORD) {
            throw expected(what);
        }
        return next();
    }

    String text() {
        if (peek().kind() != Kind.TEXT) {
            throw expected("a text in quotes");
        }
        return next().text();
    }

    long number() {
        if (peek().kind() != Kind.NUMBER) {
            throw expected("a number");
        }
        IntentToken token = next();
        try {
            if (token.text().matches("0x[0-9A-Fa-f]{16}")) {
                return Long.parseUnsignedLong(token.text().substring(2), 16);
            }
            return Long.decode(token.text().replaceFirst("^(-?)0+(?=\\d)", "$1"));
        } catch (NumberFormatException tooLarge) {
            throw new Malformed("number", "the number is too large: " + token.text(), token.at());
        }
    }

    /// `ns us ms s B KiB MiB GiB` where the next word is one.
    Optional<Unit> unitAhead() {
        Optional<Unit> unit =
                peek().kind() == Kind.WORD ? Unit.of(peek().text()).filter(u -> u != Unit.NONE) : Optional.empty();
        unit.ifPresent(_ -> at++);
        return unit;
    }

    /// `in UNIT`, where the line has it.
    Optional<Unit> inUnit() {
        if (!take("in")) {
            return Optional.empty();
        }
        IntentToken token = word("a unit");
        Optional<Unit> unit = Unit.of(token.text()).filter(u -> u != Unit.NONE);
        if (unit.isEmpty()) {
            throw new Malformed(
                    "unit",
                    "unknown unit `" + token.text() + "`",
                    token.at(),
                    "units are ns, us, ms, s, B, KiB, MiB, GiB");
        }
        return unit;
    }

    /// A number times its unit's factor.
    long scaled(long number, Optional<Unit> unit, Span span) {
        long factor = unit.map(Unit::factor).orElse(1L);
        if (Math.abs(number) > Long.MAX_VALUE / factor) {
            throw new Malformed("number", "the number is too large: " + number, span);
        }
        return number * factor;
    }

    /// `5 s`, in ns.
    long time() {
        Span start = peek().at();
        long number = number();
        long factor = switch (peek().text()) {
            case "ns" -> 1;
            case "us" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "min" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> throw expected("a unit of time", "units of time are ns, us, ms, s, min, h");
        };
        next();
        if (number <= 0 || number > Long.MAX_VALUE / factor) {
            throw new Malformed("time", "a time is more than 0 and less than 292 years", start);
        }
        return number * factor;
    }

    /// One or more of what `one` reads, with commas between.
    <T> List<T> list(java.util.function.Supplier<T> one) {
        List<T> all = new ArrayList<>();
        do {
            all.add(one.get());
        } while (take(","));
        return all;
    }
}
