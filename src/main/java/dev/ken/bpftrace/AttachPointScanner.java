package dev.ken.bpftrace;

import dev.ken.source.Edit;
import dev.ken.source.Span;
import java.util.Optional;
import java.util.Set;

/// Finds where an attach point ends: its text follows no token rules (`uprobe:/bin/bash:readline`).
final class AttachPointScanner {
    private static final Set<String> WITH_PATH =
            Set.of("uprobe", "uretprobe", "u", "ur", "usdt", "U", "watchpoint", "asyncwatchpoint", "uprobe.multi");

    private AttachPointScanner() {}

    /// The attach point at the lexer's position, which is left behind it.
    static Item.AttachPoint scan(String text, Lexer lexer, Cursor cursor) {
        Optional<String> name = name(text, lexer, cursor);
        int start = lexer.position();
        StringBuilder whole = new StringBuilder();
        String provider = "";
        int colons = 0;
        int end = start;
        while (true) {
            int from = lexer.position();
            int at = one(text, from, provider, colons);
            whole.append(text, from, at);
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
                            || whole.charAt(whole.length() - 1) == ':' && wordStart(lexer.charAt(lexer.position())));
            if (!more) {
                break;
            }
            cursor.use(
                    Feature.BLANKS_IN_PROBE,
                    new Span(at, lexer.position()),
                    new Edit(new Span(at, lexer.position()), ""));
        }
        return point(name, whole.toString(), new Span(start, Math.max(start, end)), lexer, cursor);
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
                int close = text.indexOf('"', at + 1);
                at = close < 0 ? text.length() - 1 : close;
            } else if (c == ':') {
                part++;
                partStart = at + 1;
                path = part == 1 && WITH_PATH.contains(provider.isEmpty() ? text.substring(start, at) : provider);
            } else if (c == '/' && !path && at > partStart
                    || c == '/' && !path && part == 0
                    || Character.isWhitespace(c)
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

    private static Item.AttachPoint point(Optional<String> name, String whole, Span span, Lexer lexer, Cursor cursor) {
        if (whole.isEmpty()) {
            lexer.moveTo(span.start());
            cursor.jump(span.start());
            throw cursor.expected("a probe such as `tracepoint:syscalls:sys_enter_openat`");
        }
        lexer.moveTo(span.end());
        AttachPointForm.wanted(whole)
                .ifPresent(form -> cursor.error("bad-probe", "a probe of this type has the form `" + form + "`", span));
        return new Item.AttachPoint(name, whole, span);
    }
}
