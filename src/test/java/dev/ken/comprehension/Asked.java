package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A request of `src/test/resources/requests`, and what answers it; the form is in the README.md there.
///
/// @param topic   the name of its file
/// @param request the English text
/// @param answers each is right
record Asked(String topic, String request, List<Answer> answers) {
    /// What a reader may say.
    sealed interface Answer {
        record Means(Intent intent) implements Answer {}

        record Declines() implements Answer {}

        record Asks() implements Answer {}
    }

    /// Stands for the process by name, by id, or both.
    static final String ANY_PROCESS = "any_process";
    /// A column that stands for any.
    static final String ANY_COLUMN = "any_column";
    /// A number that stands for any.
    static final int ANY = 999_999;

    private static final int MOST_ANSWERS = 300;

    /// All requests of a folder, by file.
    static List<Asked> read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Asked> all = new ArrayList<>();
            for (Path file : files.filter(name -> name.toString().endsWith(".requests"))
                    .sorted()
                    .toList()) {
                all.addAll(parse(file.getFileName().toString().replace(".requests", ""), Files.readAllLines(file)));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Asked> parse(String topic, List<String> lines) {
        List<Asked> all = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("> ") && !block.isEmpty()) {
                all.add(one(topic, block));
                block.clear();
            }
            if (!line.startsWith("#") && (!block.isEmpty() || line.startsWith("> "))) {
                block.add(line.strip());
            }
        }
        if (!block.isEmpty()) {
            all.add(one(topic, block));
        }
        return all;
    }

    private static Asked one(String topic, List<String> block) {
        String request = block.getFirst().substring(2);
        List<Answer> answers = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String line : block.subList(1, block.size())) {
            if (line.equals("or")) {
                answers.addAll(answers(request, lines));
                lines.clear();
            } else {
                lines.add(line);
            }
        }
        answers.addAll(answers(request, lines));
        return new Asked(topic, request, List.copyOf(answers));
    }

    private static List<Answer> answers(String request, List<String> lines) {
        String whole = String.join("\n", lines).strip();
        return switch (whole) {
            case "declined" -> List.of(new Answer.Declines());
            case "asks" -> List.of(new Answer.Asks());
            default ->
                texts(request, lines).stream().map(text -> means(request, text)).toList();
        };
    }

    private static Answer means(String request, String text) {
        IntentText.Parsed parsed = IntentText.parse(new Source("expected", text));
        return new Answer.Means(parsed.intent()
                .orElseThrow(() -> new IllegalArgumentException(
                        "> " + request + "\n" + text + parsed.diagnostics().getFirst())));
    }

    /// Every way to choose one side of each `|`.
    private static List<String> texts(String request, List<String> lines) {
        List<String> all = List.of("");
        for (String line : lines) {
            List<String> longer = new ArrayList<>();
            for (String head : all) {
                for (String side : line.split(" \\| ", -1)) {
                    written(side).forEach(one -> longer.add(head + one + "\n"));
                }
            }
            if (longer.size() > MOST_ANSWERS) {
                throw new IllegalArgumentException("more than " + MOST_ANSWERS + " answers: " + request);
            }
            all = longer;
        }
        return all;
    }

    private static List<String> written(String line) {
        if (line.startsWith("who ")) {
            return written("list ?process of " + line.substring("who ".length()));
        }
        if (line.startsWith("list ")) {
            String[] words = line.substring("list ".length()).split(" of ", 2);
            return List.of(
                    plain("report " + words[0] + " of " + words[1]),
                    plain("count " + words[1] + "\nby " + words[0] + "\ntop ?"));
        }
        return List.of(plain(line));
    }

    private static String plain(String line) {
        return line.replace("?process", ANY_PROCESS)
                .replace("report ? of", "report " + ANY_COLUMN + " of")
                .replace("top ?", "top " + ANY)
                .replace("every ?", "every " + ANY + " s")
                .replace("from ? to ? step ?", "from 0 to " + ANY + " step " + ANY);
    }
}
