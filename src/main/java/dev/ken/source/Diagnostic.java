package dev.ken.source;

import java.util.List;

/// Something to say about a place in a text. `code` is a stable short word (`unknown-field`), `hints` are whole
/// sentences, `edits` mend the text mechanically; empty where that needs a human.
public record Diagnostic(
        Severity severity, String code, String message, Span span, List<String> hints, List<Edit> edits) {
    public enum Severity {
        ERROR,
        WARNING
    }

    public Diagnostic {
        hints = List.copyOf(hints);
        edits = List.copyOf(edits);
    }

    public static Diagnostic error(String code, String message, Span span, String... hints) {
        return new Diagnostic(Severity.ERROR, code, message, span, List.of(hints), List.of());
    }

    public static Diagnostic warning(String code, String message, Span span, String... hints) {
        return new Diagnostic(Severity.WARNING, code, message, span, List.of(hints), List.of());
    }

    /// The same, with what mends it.
    public Diagnostic mendedBy(List<Edit> all) {
        return new Diagnostic(severity, code, message, span, hints, all);
    }

    /// The same, more or less grave.
    public Diagnostic as(Severity other) {
        return new Diagnostic(other, code, message, span, hints, edits);
    }

    /// `name:line:column: error: message`, the source line, an underline, and one `hint:` line per hint.
    public String render(Source source) {
        int line = source.line(span.start());
        int column = source.column(span.start());
        String text = source.lineText(line);
        int from = Math.min(column - 1, text.length());
        int width = Math.max(1, Math.min(span.end() - span.start(), text.length() - from));
        StringBuilder out = new StringBuilder();
        out.append(source.name())
                .append(':')
                .append(line)
                .append(':')
                .append(column)
                .append(": ");
        out.append(severity == Severity.ERROR ? "error: " : "warning: ")
                .append(message)
                .append('\n');
        out.append("  ").append(text.replace('\t', ' ')).append('\n');
        out.append("  ").append(" ".repeat(from)).append("~".repeat(width)).append('\n');
        for (String hint : hints) {
            out.append("  hint: ").append(hint).append('\n');
        }
        return out.toString();
    }
}
