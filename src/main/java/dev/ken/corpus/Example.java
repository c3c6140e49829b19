package dev.ken.corpus;

import java.util.List;
import java.util.Optional;

/// A request that was answered, to be shown to models and people. It never takes part in a verdict.
///
/// @param id      short and unique; letters, digits and `-`
/// @param intent  in its text form
/// @param program empty: as the renderer writes it for the intent
/// @param target  `bpftrace` or `libbpf`
/// @param tags    words, among them where it comes from
public record Example(
        String id, String request, String intent, Optional<String> program, String target, List<String> tags) {
    /// Longest request, intent or program of an example, in characters.
    public static final int LONGEST = 16 << 10;

    private static final String INTENT = "--- intent";
    private static final String PROGRAM = "--- program";

    public Example {
        tags = List.copyOf(tags);
    }

    /// As its file has it.
    public String text() {
        return "request " + request.replaceAll("\\s+", " ").strip() + "\ntarget " + target + "\ntags "
                + String.join(" ", tags) + "\n" + INTENT + "\n" + intent.strip() + "\n"
                + program.map(text -> PROGRAM + "\n" + text.strip() + "\n").orElse("");
    }

    /// Empty for a text that is none.
    public static Optional<Example> read(String id, String text) {
        int intent = text.indexOf("\n" + INTENT + "\n");
        if (intent < 0 || text.length() > 3 * LONGEST) {
            return Optional.empty();
        }
        int from = intent + INTENT.length() + 2;
        int program = text.indexOf("\n" + PROGRAM + "\n", from - 1);
        String head = text.substring(0, intent);
        String request = line(head, "request");
        return request.isEmpty()
                ? Optional.empty()
                : Optional.of(new Example(
                        id,
                        request,
                        text.substring(from, program < 0 ? text.length() : Math.max(from, program)),
                        program < 0 ? Optional.empty() : Optional.of(text.substring(program + PROGRAM.length() + 2)),
                        line(head, "target"),
                        List.of(line(head, "tags").split(" +"))));
    }

    private static String line(String head, String word) {
        return head.lines()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
