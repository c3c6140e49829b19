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
    /// A call and its return, and one more of each.
    private static final int LONGEST_ROUND = 4;

    private static final int FEWEST_TIMES = 4;

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

    /// The example as numbered lines, as it is shown to people and to language models. What comes again and again is
    /// told once, with how often.
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < events.size(); ) {
            int round = round(i);
            int times = times(i, round);
            for (int at = i; at < i + round; at++) {
                text.append("  ")
                        .append(at + 1)
                        .append(". ")
                        .append(events.get(at).words())
                        .append('\n');
            }
            if (times > 1) {
                text.append(round == 1 ? "  … the same " : "  … these " + round + " again ")
                        .append(times - 1)
                        .append(" times more\n");
            }
            i += round * times;
        }
        text.append("  asked for: ")
                .append(expected)
                .append("\n  the program: ")
                .append(got)
                .append('\n');
        hint.ifPresent(how -> text.append("  hint: ").append(how).append('\n'));
        return text.toString();
    }

    /// How many events from `from` on are told before they are said to come again: 1 where none does.
    private int round(int from) {
        for (int round = 1; round <= LONGEST_ROUND; round++) {
            if (times(from, round) > 1) {
                return round;
            }
        }
        return 1;
    }

    /// How often the same `round` events come in a row, in the same words; 1 where it would be shorter to tell them.
    private int times(int from, int round) {
        int end = from + round;
        while (end < events.size()
                && events.get(end).words().equals(events.get(end - round).words())) {
            end++;
        }
        int times = (end - from) / round;
        return times >= FEWEST_TIMES ? times : 1;
    }
}
