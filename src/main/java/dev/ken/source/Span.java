package dev.ken.source;

/// A half-open range of UTF-16 offsets in a [Source]; `start == end` marks a point.
public record Span(int start, int end) {
    /// The place of things that no text was written for.
    public static final Span NONE = new Span(0, 0);

    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("span " + start + ".." + end);
        }
    }

    /// The smallest span that covers both.
    public Span to(Span other) {
        return new Span(Math.min(start, other.start), Math.max(end, other.end));
    }
}
