package dev.ken.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One golden case as text: `# title`, then sections `--- name [argument]` with their bodies, the last one `---
/// expect`.
public record Case(String file, String title, List<Section> sections) {
    /// A section; `body` ends with a line feed unless it is empty.
    public record Section(String name, String argument, String body) {}

    private static final String MARK = "--- ";

    static Case parse(String file, String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().startsWith("# ")) {
            throw new IllegalArgumentException(file + ": the first line is not '# title'");
        }
        List<Section> sections = new ArrayList<>();
        int at = 1;
        while (at < lines.size()) {
            String head = lines.get(at);
            if (!head.startsWith(MARK)) {
                if (!head.isBlank()) {
                    throw new IllegalArgumentException(file + ":" + (at + 1) + ": a line outside every section");
                }
                at++;
                continue;
            }
            int end = at + 1;
            while (end < lines.size() && !lines.get(end).startsWith(MARK)) {
                end++;
            }
            String[] words = head.substring(MARK.length()).strip().split(" ", 2);
            StringBuilder body = new StringBuilder();
            lines.subList(at + 1, end).forEach(line -> body.append(line).append('\n'));
            sections.add(new Section(words[0], words.length > 1 ? words[1].strip() : "", body.toString()));
            at = end;
        }
        return new Case(file, lines.getFirst().substring(2).strip(), List.copyOf(sections));
    }

    /// The first section of this name.
    public Optional<Section> section(String name) {
        return sections.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /// All sections of this name, in order.
    public List<Section> all(String name) {
        return sections.stream().filter(s -> s.name().equals(name)).toList();
    }

    /// Body of the section that must be there.
    public String body(String name) {
        return section(name)
                .orElseThrow(() -> new IllegalArgumentException(file + ": no section '" + MARK + name + "'"))
                .body();
    }

    /// What the case expects; empty in a case just written, before `-Dgolden=update`.
    String expected() {
        return section("expect").map(Section::body).orElse("");
    }

    /// The file's text with `answer` as its last section.
    static String withExpected(String text, String answer) {
        int at = text.indexOf("\n" + MARK + "expect");
        String head = at < 0 ? text.stripTrailing() : text.substring(0, at);
        return head + "\n" + MARK + "expect\n" + answer;
    }
}
