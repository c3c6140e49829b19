package dev.ken.bpftrace;

import dev.ken.source.Edit;
import dev.ken.source.Span;
import java.util.Optional;
import java.util.Set;

/// Finds where an attach point ends: its text follows no token rules (`uprobe:/bin/bash:readline`).
final class AttachPointScanner {
    private static final Set<String> WITH_PATH =
            Set.of("uprobe", "uretprobe", "u", "ur", "usdt", "U", "watchpoint", "asyncwatchpoint", "uprobe.multi");

    private static final String STRAYS = "!%&()<>=?^@|~'`";
    private static final int LAST_ASCII = 0x7f;

    private AttachPointScanner() {}

    /// The attach point at the lexer's position, which is left behind it.
    static Item.AttachPoint scan(String text, Lexer lexer, Cursor cursor) {
        Optional<String> name = name(text, lexer, cursor);
        int start = lexer.position();
        StringBuilder whole = new StringBuilder();
        String provider = "";
        int colons = 0;
        int end = start;
        Optional<Span> stray = Optional.empty();
        while (true) {
            int from = lexer.position();
            int at = one(text, from, provider, colons);
            whole.append(text, from, at);
            if (stray.isEmpty()) {
                stray = stray(lexer, new Span(from, at));
            }
            if (colons == 0) {
                int colon = whole.indexOf(":");
                provider = colon < 0 ? whole.toString() : whole.substring(0, colon);
            }
            colons +=
                    (int) text.substring(from, at).chars().filter(c -> c == ':').count();
            lexer.moveTo(at);
            end = at > from ? at : end;
            // `kprobe : f` is `kprobe:f`.
            lexer.skipBlanks();
            boolean more = whole.length() > 0
                    && at < lexer.position()
                    && (lexer.charAt(lexer.position()) == ':'
                            || whole.charAt(whole.length() - 1) == ':' && wordStart(lexer.charAt(lexer.position()))
                            || colons > 0 && lastWord(text, lexer));
            if (!more) {
                break;
            }
            cursor.use(
                    Feature.BLANKS_IN_PROBE,
                    new Span(at, lexer.position()),
                    new Edit(new Span(at, lexer.position()), ""));
        }
        return point(name, whole.toString(), stray, new Span(start, Math.max(start, end)), lexer, cursor);
    }

    /// Whether a word comes next, and behind it the end of the attach point: `kprobe:a b {` was `kprobe:ab`.
    private static boolean lastWord(String text, Lexer lexer) {
        int at = lexer.position();
        while (wordStart(lexer.charAt(at)) || Numbers.digit(lexer.charAt(at))) {
            at++;
        }
        int end = at;
        while (at < text.length() && Lexer.blank(lexer.charAt(at))) {
            at++;
        }
        return end > lexer.position() && "{,".indexOf(lexer.charAt(at)) >= 0;
    }

    /// `name=`, before the provider.
    private static Optional<String> name(String text, Lexer lexer, Cursor cursor) {
        int start = lexer.position();
        int at = start;
        while (wordStart(lexer.charAt(at)) || at > start && Numbers.digit(lexer.charAt(at))) {
            at++;
        }
        if (at == start || lexer.charAt(at) != '=') {
            return Optional.empty();
        }
        cursor.use(Feature.PROBE_NAME, new Span(start, at + 1), new Edit(new Span(start, at + 1), ""));
        lexer.moveTo(at + 1);
        return Optional.of(text.substring(start, at));
    }

    private static boolean wordStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    /// Where the part of an attach point that begins at `start` ends, when `provider` and `colons` colons were read of
    /// it.
    private static int one(String text, int start, String provider, int colons) {
        int at = start;
        int part = colons;
        int partStart = start;
        boolean path = part == 1 && WITH_PATH.contains(provider);
        if (part > 1) {
            path = false;
        }
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at = Math.min(text.length() - 1, close(text, at));
            } else if (c == ':') {
                part++;
                partStart = at + 1;
                path = part == 1 && WITH_PATH.contains(provider.isEmpty() ? text.substring(start, at) : provider);
            } else if (c == '/' && !path && at > partStart
                    || c == '/' && !path && part == 0
                    || Lexer.blank(c)
                    || c == ','
                    || c == '{'
                    || c == ';'
                    || c == '}') {
                break;
            } else if (c == '/') {
                path = true;
            }
            at++;
        }
        return at;
    }

    /// What no attach point holds outside of quotes. Behind the number of a parameter a part ends or a quote begins.
    private static Optional<Span> stray(Lexer lexer, Span span) {
        for (int at = span.start(); at < span.end(); at++) {
            char c = lexer.charAt(at);
            if (c == '"') {
                // What is wrong in the text is told there.
                lexer.moveTo(at);
                lexer.next();
                at = Math.max(at, lexer.position() - 1);
            } else if (STRAYS.indexOf(c) >= 0 || c < ' ' || c > LAST_ASCII) {
                return Optional.of(new Span(at, at + (Character.isHighSurrogate(c) ? 2 : 1)));
            } else if (c == '$') {
                int end = at + 1;
                while (Numbers.digit(lexer.charAt(end))) {
                    end++;
                }
                boolean stops =
                        end >= span.end() || ":\"".indexOf(lexer.charAt(end)) >= 0 || Lexer.blank(lexer.charAt(end));
                if (end == at + 1 || !stops) {
                    return Optional.of(new Span(at, Math.max(end, at + 1)));
                }
                at = end - 1;
            }
        }
        return Optional.empty();
    }

    private static void told(Lexer lexer, Span stray, Cursor cursor) {
        StringBuilder text = new StringBuilder();
        for (int at = stray.start(); at < stray.end(); at++) {
            text.append(lexer.charAt(at));
        }
        boolean parameter = text.length() > 1 && text.charAt(0) == '$';
        cursor.error(
                "bad-probe",
                parameter
                        ? "text runs into the parameter `" + text + "`"
                        : Lexer.shown(text.toString()) + " cannot stand in a probe",
                stray,
                parameter ? "put what follows it in quotes" : "names with other characters are put in quotes");
    }

    /// Where the quotes that open at `open` close, or the end of the text.
    private static int close(String text, int open) {
        int at = open + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, text.length());
    }

    private static Item.AttachPoint point(
            Optional<String> name, String whole, Optional<Span> stray, Span span, Lexer lexer, Cursor cursor) {
        if (whole.isEmpty()) {
            lexer.moveTo(span.start());
            cursor.jump(span.start());
            throw cursor.expected("a probe such as `tracepoint:syscalls:sys_enter_openat`");
        }
        lexer.moveTo(span.end());
        if (stray.isPresent()) {
            told(lexer, stray.get(), cursor);
        } else {
            AttachPointForm.wanted(whole)
                    .ifPresent(form ->
                            cursor.error("bad-probe", "a probe of this type has the form `" + form + "`", span));
        }
        return new Item.AttachPoint(name, whole, span);
    }
}
