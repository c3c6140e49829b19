package dev.ken.ir.run;

/// From where minima and maxima count: a value below `leastMaximum` makes no entry of a maximum, one above
/// `greatestMinimum` none of a minimum. Both compare with sign.
public record Extremes(long leastMaximum, long greatestMinimum) {
    /// Every value counts; what the executor models.
    public static final Extremes ALL = new Extremes(Long.MIN_VALUE, Long.MAX_VALUE);
}
