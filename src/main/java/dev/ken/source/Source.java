package dev.ken.source;

/// A named text: the name is what diagnostics show (`stdin`, a file name, `request`).
public record Source(String name, String text) {
    /// One-based line of an offset.
    public int line(int offset) {
        int line = 1;
        for (int i = 0; i < Math.min(offset, text.length()); i++) {
            if (text.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    /// One-based column of an offset, in UTF-16 units.
    public int column(int offset) {
        int at = Math.min(offset, text.length());
        return at - (at == 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1) + 1;
    }

    /// The text of a one-based line, without its line end; empty past the last line.
    public String lineText(int line) {
        return text.lines().skip(line - 1L).findFirst().orElse("");
    }
}
