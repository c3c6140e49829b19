package dev.ken.cli.view;

/// Text that came from outside, made fit for one cell of a terminal.
final class Cells {
    private Cells() {}

    /// One line without control characters, so that nothing traced can steer the terminal; stack frames are joined
    /// by `;`, innermost first, as they come.
    static String clean(String text) {
        StringBuilder out = new StringBuilder();
        String[] lines = text.strip().split("\\R\\s*");
        for (int i = 0; i < lines.length; i++) {
            out.append(i == 0 ? "" : "; ").append(plain(lines[i]));
        }
        return out.toString();
    }

    /// The same, but the blanks of a line of output stay.
    static String plain(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    /// At most `width` columns, the cut shown by `…`. Every code point counts as one column.
    static String fit(String text, int width) {
        if (text.codePointCount(0, text.length()) <= width) {
            return text;
        }
        return width <= 0 ? "" : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }

    static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - width(text))) + text;
    }

    static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
