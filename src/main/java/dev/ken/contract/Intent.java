package dev.ken.contract;

import java.util.List;
import java.util.Optional;

/// What a request means: one or more parts, how long to watch, and what was assumed where the request was
/// silent. Its text form is described in `docs/intents.md`; [IntentText] reads and prints it.
///
/// @param durationNanos when observation ends by itself; empty: when the user says so
/// @param assumptions   whole English sentences, shown to the user; they do not change what is judged
public record Intent(List<Part> parts, Optional<Long> durationNanos, List<String> assumptions) {
    public Intent {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("an intent has at least one part");
        }
        parts = List.copyOf(parts);
        assumptions = List.copyOf(assumptions);
    }
}
