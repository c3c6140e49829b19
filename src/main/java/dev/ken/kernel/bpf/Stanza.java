package dev.ken.kernel.bpf;

import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A paragraph of a fact file: a line at the margin, and the indented lines below it. `#` starts a comment
/// line. A line is a word and the rest.
record Stanza(Line head, List<Line> lines) {
    static final int MOST_LINES = 100_000;
    static final int MOST_LINE_LENGTH = 2_000;

    record Line(int indent, String word, String rest, Span at) {}

    /// All paragraphs of a text, and what could not be read of it.
    record Read(List<Stanza> stanzas, List<Diagnostic> diagnostics) {}

    Stanza {
        lines = List.copyOf(lines);
    }

    static Read read(Source source) {
        List<Stanza> stanzas = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        List<Line> open = new ArrayList<>();
        int at = 0;
        int count = 0;
        for (String text : source.text().split("\n", -1)) {
            Span span = new Span(at, at + text.length());
            at += text.length() + 1;
            count++;
            if (count > MOST_LINES) {
                diagnostics.add(Diagnostic.error("too-long", "more than " + MOST_LINES + " lines", span));
                break;
            }
            line(text, span, open, stanzas, diagnostics);
        }
        close(open, stanzas);
        return new Read(List.copyOf(stanzas), List.copyOf(diagnostics));
    }

    private static void line(
            String text, Span span, List<Line> open, List<Stanza> stanzas, List<Diagnostic> diagnostics) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.startsWith("#")) {
            return;
        }
        if (text.length() > MOST_LINE_LENGTH) {
            diagnostics.add(Diagnostic.error("too-long", "a line of " + text.length() + " characters", span));
            return;
        }
        String[] words = stripped.split("\\s+", 2);
        Line line = new Line(text.indexOf(stripped.charAt(0)), words[0], words.length == 2 ? words[1] : "", span);
        if (line.indent() == 0) {
            close(open, stanzas);
        } else if (open.isEmpty()) {
            diagnostics.add(Diagnostic.error("outside", "an indented line belongs to a line at the margin", span));
            return;
        }
        open.add(line);
    }

    private static void close(List<Line> open, List<Stanza> stanzas) {
        if (!open.isEmpty()) {
            stanzas.add(new Stanza(open.getFirst(), open.subList(1, open.size())));
            open.clear();
        }
    }

    Optional<Line> first(String word) {
        return lines.stream().filter(line -> line.word().equals(word)).findFirst();
    }

    List<Line> all(String word) {
        return lines.stream().filter(line -> line.word().equals(word)).toList();
    }
}
