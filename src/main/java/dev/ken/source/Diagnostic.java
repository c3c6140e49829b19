package dev.ken.source;

import java.util.List;

/// Something to say about a place in a text. `code` is a stable short word (`unknown-field`), `hints` are whole
/// sentences, `edits` mend the text mechanically; empty where that needs a human. `notes` name other places
/// that have to do with it.
public record Diagnostic(
        Severity severity,
        String code,
        String message,
        Span span,
        List<String> hints,
        List<Edit> edits,
        List<Note> notes) {
    /// What another place has to do with it.
    public record Note(String message, Span span) {}

    public enum Severity {
        ERROR,
        WARNING
    }

    public Diagnostic {
        hints = List.copyOf(hints);
        edits = List.copyOf(edits);
        notes = List.copyOf(notes);
    }

    public static Diagnostic error(String code, String message, Span span, String... hints) {
        return new Diagnostic(Severity.ERROR, code, message, span, List.of(hints), List.of(), List.of());
    }

    public static Diagnostic warning(String code, String message, Span span, String... hints) {
        return new Diagnostic(Severity.WARNING, code, message, span, List.of(hints), List.of(), List.of());
    }

    /// The same, with what mends it.
    public Diagnostic mendedBy(List<Edit> all) {
        return new Diagnostic(severity, code, message, span, hints, all, notes);
    }

    /// The same, more or less grave.
    public Diagnostic as(Severity other) {
        return new Diagnostic(other, code, message, span, hints, edits, notes);
    }

    /// The same, with one more place.
    public Diagnostic with(Note note) {
        List<Note> more = new java.util.ArrayList<>(notes);
        more.add(note);
        return new Diagnostic(severity, code, message, span, hints, edits, more);
    }

    /// `name:line:column: error: message`, the source line, an underline, one `hint:` line per hint, and the
    /// same for each note.
    public String render(Source source) {
        StringBuilder out = new StringBuilder();
        place(source, span, (severity == Severity.ERROR ? "error: " : "warning: ") + message, out);
        for (String hint : hints) {
            out.append("  hint: ").append(hint).append('\n');
        }
        notes.forEach(note -> place(source, note.span(), "note: " + note.message(), out));
        return out.toString();
    }

    private static void place(Source source, Span span, String message, StringBuilder out) {
        int line = source.line(span.start());
        int column = source.column(span.start());
        String text = source.lineText(line);
        int from = Math.min(column - 1, text.length());
        int width = Math.max(1, Math.min(span.end() - span.start(), text.length() - from));
        out.append(source.name())
                .append(':')
                .append(line)
                .append(':')
                .append(column)
                .append(": ");
        out.append(message).append('\n');
        out.append("  ").append(text.replace('\t', ' ')).append('\n');
        out.append("  ").append(" ".repeat(from)).append("~".repeat(width)).append('\n');
    }
}
