package dev.ken.verify;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.contract.IntentText;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A request of the labelled set, with programs that do what it says and programs that make one mistake. A file
/// is a heading line (`# title`) and sections that begin with `--- `: one `intent`, at most one `request`
/// (English), and then `right …`, `wrong MISTAKE`, or `wrong KNOWN MISTAKE` for one that is known to be left
/// undecided. Several cases may stand in one file, each with its heading.
record LabelledCase(String name, Intent intent, Optional<String> request, List<Program> programs) {
    /// @param known the verdict is known to be another one than the label says
    record Program(String title, String text, boolean right, boolean known) {}

    static List<LabelledCase> all(Path folder, Catalog catalog) throws IOException {
        List<LabelledCase> cases = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".case"))
                    .sorted()
                    .toList()) {
                String family = folder.relativize(file).toString().replace(".case", "");
                for (String one : Files.readString(file).split("(?m)^(?=# )")) {
                    if (!one.isBlank()) {
                        try {
                            cases.add(parse(family, one, catalog));
                        } catch (IllegalArgumentException malformed) {
                            wrong.add(String.valueOf(malformed.getMessage()));
                        }
                    }
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(String.join("\n", wrong));
        }
        return cases;
    }

    private static LabelledCase parse(String family, String text, Catalog catalog) {
        String[] sections = text.split("(?m)^--- ");
        String name = family + ": " + sections[0].strip().replaceFirst("^# *", "");
        Optional<Intent> intent = Optional.empty();
        Optional<String> request = Optional.empty();
        List<Program> programs = new ArrayList<>();
        for (int i = 1; i < sections.length; i++) {
            String title = sections[i].lines().findFirst().orElse("").strip();
            String body = sections[i].substring(sections[i].indexOf('\n') + 1).strip();
            switch (title.split(" ")[0]) {
                case "intent" -> intent = Optional.of(intent(name, body, catalog));
                case "request" -> request = Optional.of(body);
                case "right" -> programs.add(new Program(title, body, true, title.contains("KNOWN")));
                case "wrong" -> programs.add(new Program(title, body, false, title.contains("KNOWN")));
                default -> throw new IllegalArgumentException(name + ": unknown section " + title);
            }
        }
        String named = name;
        return new LabelledCase(
                name,
                intent.orElseThrow(() -> new IllegalArgumentException(named + ": no intent")),
                request,
                List.copyOf(programs));
    }

    private static Intent intent(String name, String text, Catalog catalog) {
        Source source = new Source(name, text);
        IntentText.Parsed parsed = IntentText.parse(source);
        List<Diagnostic> diagnostics = new ArrayList<>(parsed.diagnostics());
        diagnostics.addAll(IntentCheck.of(parsed, catalog));
        if (!diagnostics.isEmpty()) {
            throw new IllegalArgumentException(diagnostics.get(0).render(source));
        }
        return parsed.intent().orElseThrow();
    }
}
