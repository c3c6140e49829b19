package dev.ken.verify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A sequence of concrete events on which the program does the wrong thing.
///
/// @param events   what happens, in order
/// @param expected what the intent asks for on them
/// @param got      what the program does instead
/// @param hint     what would mend it, where that follows from the difference
public record Counterexample(List<Event> events, String expected, String got, Optional<String> hint) {
    public Counterexample(List<Event> events, String expected, String got) {
        this(events, expected, got, Optional.empty());
    }

    Counterexample hinted(Optional<String> how) {
        return new Counterexample(events, expected, got, how);
    }

    /// One event: its site, its attributes (text or decimal numbers) and the whole in words.
    public record Event(String site, Map<String, String> attributes, String words) {
        public Event {
            attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        }
    }

    public Counterexample {
        events = List.copyOf(events);
    }

    /// The example as numbered lines, as it is shown to people and to language models.
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < events.size(); i++) {
            text.append("  ")
                    .append(i + 1)
                    .append(". ")
                    .append(events.get(i).words())
                    .append('\n');
        }
        text.append("  asked for: ")
                .append(expected)
                .append("\n  the program: ")
                .append(got)
                .append('\n');
        hint.ifPresent(how -> text.append("  hint: ").append(how).append('\n'));
        return text.toString();
    }
}
