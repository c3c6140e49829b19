package dev.ken.wire;

import dev.ken.source.Diagnostic;
import java.util.Optional;

/// What reading a text as JSON gives.
public sealed interface JsonReading {
    record Read(Json value) implements JsonReading {}

    /// Not JSON, or beyond a limit. Codes: `json-syntax`, `json-too-long`, `json-too-deep`, `json-empty`.
    record Malformed(Diagnostic diagnostic) implements JsonReading {}

    default Optional<Json> json() {
        return switch (this) {
            case Read(var value) -> Optional.of(value);
            case Malformed _ -> Optional.empty();
        };
    }
}
