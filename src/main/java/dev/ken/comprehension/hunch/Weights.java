package dev.ken.comprehension.hunch;

import dev.ken.comprehension.impression.SortedLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// All models, by name: `kind`, `measure`, `unit`, `turn`, `flag NAME`, `closed CONDITION`, `role`, `operator`, `job
/// key`, `job of`, `job column`. Without `turn`, there are no turns.
///
/// @param models by name
/// @param words  that are no names, besides those of the vocabulary
public record Weights(Map<String, Linear> models, Set<String> words) {
    private static final String FILE = "hunch.weights";
    private static final int MOST_BYTES = 32 << 20;
    private static final String MODEL = "model ";
    private static final String CLASSES = "classes ";
    private static final String WORDS = "words ";

    /// Those that are shipped.
    public static Weights shipped() {
        try (InputStream in = Weights.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + FILE);
            }
            return parse(in.readNBytes(MOST_BYTES));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The text form: a line `words A B`; for each model a line `model FROM TO NAME`, with where its lines begin
    /// and end in bytes behind the first empty line, and a line `classes A | B`; an empty line; and the lines of
    /// all models, see [SortedLines] and [Linear]. `#` starts a comment line.
    public static Weights parse(byte[] text) {
        Map<String, Linear> models = new TreeMap<>();
        Set<String> words = Set.of();
        String[] model = {};
        int at = 0;
        int head = head(text);
        while (at < head) {
            int end = at;
            while (text[end] != '\n') {
                end++;
            }
            String line = new String(text, at, end - at, StandardCharsets.UTF_8);
            at = end + 1;
            if (line.startsWith(WORDS)) {
                words = Set.of(line.substring(WORDS.length()).split(" "));
            } else if (line.startsWith(MODEL)) {
                model = line.substring(MODEL.length()).split(" ", 3);
            } else if (line.startsWith(CLASSES)) {
                int from = head + 1 + Integer.parseInt(model[0]);
                int to = head + 1 + Integer.parseInt(model[1]);
                List<String> classes = List.of(line.substring(CLASSES.length()).split(" \\| "));
                models.put(model[2], new Linear(classes, new SortedLines(text, from, to)));
            }
        }
        return new Weights(models, words);
    }

    /// Where the empty line is.
    private static int head(byte[] text) {
        for (int i = 1; i < text.length; i++) {
            if (text[i] == '\n' && text[i - 1] == '\n') {
                return i;
            }
        }
        throw new IllegalArgumentException("no empty line behind the head of the weights");
    }

    /// A model that must be there.
    Linear model(String name) {
        Linear model = models.get(name);
        if (model == null) {
            throw new IllegalStateException("no model " + name);
        }
        return model;
    }

    /// The conditions that are told without a value in the request.
    List<String> closed() {
        return models.keySet().stream()
                .filter(name -> name.startsWith(Cues.CLOSED))
                .map(name -> name.substring(Cues.CLOSED.length()))
                .toList();
    }
}
