package dev.ken.bpftrace;

import dev.ken.source.Span;

/// What the parts of the checker share while they look at one probe.
///
/// @param types    the C types that the script can name
/// @param settings what it shall be legal under
record Place(ProbeContext context, Typing typing, MapTypes maps, CTypes types, CheckSettings settings, Sink sink) {
    Dialect dialect() {
        return settings.dialect();
    }

    ValueType of(Expression expression) {
        return typing.of(expression);
    }

    void error(String code, String message, Span at, String... hints) {
        sink.error(code, message, at, hints);
    }
}
