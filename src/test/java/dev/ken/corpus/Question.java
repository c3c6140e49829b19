package dev.ken.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Question and what answers them, from `src/test/resources/search`.
public record Question(String family, String text, Set<String> answers) {
    /// Those of one file, in its order.
    public static List<Question> read(String file) {
        List<Question> all = new ArrayList<>();
        String family = "";
        try {
            for (String line : Files.readAllLines(Path.of("src/test/resources/search", file))) {
                if (line.startsWith("family ")) {
                    family = line.substring("family ".length()).strip();
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    int at = line.lastIndexOf(" = ");
                    all.add(new Question(
                            family,
                            line.substring(0, at).strip(),
                            Set.of(line.substring(at + " = ".length()).strip().split("; *"))));
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return all;
    }

    /// Whether a result of this name and these probes answers the query.
    public boolean answeredBy(String name, List<String> probes) {
        return answers.contains(name)
                || answers.contains(name.substring(name.lastIndexOf(':') + 1))
                || probes.stream().anyMatch(probe -> answers.contains(probe.substring(probe.lastIndexOf(':') + 1)));
    }
}
