package dev.ken.comprehension.hunch;

/// How much an intent surprises, in nats, by what it decides.
///
/// @param kind     of which events
/// @param measure  how it is told of, of which fact, and what it is set against
/// @param keys     what it is told apart by
/// @param closed   which tests that no mention gives the value of
/// @param mentions what each mention is for
/// @param flags    whether it is shown at times, and only the largest
/// @param whole    that the request has so many parts, that it has an answer, and that no sentence is left out
public record Surprise(
        double kind, double measure, double keys, double closed, double mentions, double flags, double whole) {
    static final Surprise NONE = new Surprise(0, 0, 0, 0, 0, 0, 0);

    /// Of all decisions together.
    public double nats() {
        return kind + measure + keys + closed + mentions + flags + whole;
    }

    Surprise and(Surprise other) {
        return new Surprise(
                kind + other.kind,
                measure + other.measure,
                keys + other.keys,
                closed + other.closed,
                mentions + other.mentions,
                flags + other.flags,
                whole + other.whole);
    }

    /// Of nothing but the whole.
    public static Surprise whole(double nats) {
        return new Surprise(0, 0, 0, 0, 0, 0, nats);
    }
}
