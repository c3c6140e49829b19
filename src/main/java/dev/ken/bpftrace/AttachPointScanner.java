package dev.ken.bpftrace;

import dev.ken.source.Span;
import java.util.Set;

/// Finds where an attach point ends: its text follows no token rules (`uprobe:/bin/bash:readline`).
final class AttachPointScanner {
    private static final Set<String> WITH_PATH =
            Set.of("uprobe", "uretprobe", "u", "ur", "usdt", "U", "watchpoint", "asyncwatchpoint", "uprobe.multi");

    private AttachPointScanner() {}

    /// The attach point at the lexer's position, which is left behind it.
    static Item.AttachPoint scan(String text, Lexer lexer, Cursor cursor) {
        int start = lexer.position();
        int at = start;
        int part = 0;
        int partStart = start;
        boolean path = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                int close = text.indexOf('"', at + 1);
                at = close < 0 ? text.length() - 1 : close;
            } else if (c == ':') {
                part++;
                partStart = at + 1;
                path = part == 1 && WITH_PATH.contains(text.substring(start, at));
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
        Span span = new Span(start, Math.max(start, at));
        if (at == start) {
            lexer.moveTo(start);
            cursor.jump(start);
            throw cursor.expected("a probe such as `tracepoint:syscalls:sys_enter_openat`");
        }
        lexer.moveTo(at);
        AttachPointForm.wanted(text.substring(start, at))
                .ifPresent(form -> cursor.error("bad-probe", "a probe of this type has the form `" + form + "`", span));
        return new Item.AttachPoint(text.substring(start, at), span);
    }
}
