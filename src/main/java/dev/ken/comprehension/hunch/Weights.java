package dev.ken.comprehension.hunch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// All models, by name: `kind`, `measure`, `unit`, `flag NAME`, `closed CONDITION`, `role`, `operator`, `job key`, `job
/// of`, `job column`.
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
            return parse(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The text form: a line `words A B …`, then for each model a line `model NAME`, a line `classes A | B | …`, then a line for each feature, `FEATURE: 3 0.25,17
    /// -1.5`, with the places of classes and their weights; `#` starts a comment line.
    public static Weights parse(List<String> lines) {
        Map<String, Linear> models = new TreeMap<>();
        Map<String, Linear.Row> rows = new HashMap<>();
        Set<String> words = Set.of();
        String name = "";
        for (String line : lines) {
            if (line.startsWith("#")) {
                continue;
            }
            if (line.startsWith(MODEL)) {
                name = line.substring(MODEL.length());
                rows = new HashMap<>();
            } else if (line.startsWith(WORDS)) {
                words = Set.of(line.substring(WORDS.length()).split(" "));
            } else if (line.startsWith(CLASSES)) {
                models.put(name, new Linear(List.of(line.substring(CLASSES.length()).split(" \\| ")), rows));
            } else {
                int colon = line.lastIndexOf(": ");
                rows.put(line.substring(0, colon), row(line, colon + 2));
            }
        }
        return new Weights(models, words);
    }

    private static Linear.Row row(String line, int from) {
        int size = 1 + (int) line.substring(from).chars().filter(c -> c == ',').count();
        int[] places = new int[size];
        float[] weights = new float[size];
        int at = from;
        for (int i = 0; i < size; i++) {
            int space = line.indexOf(' ', at);
            int comma = line.indexOf(',', at);
            int end = comma < 0 ? line.length() : comma;
            places[i] = Integer.parseInt(line, at, space, 10);
            weights[i] = Float.parseFloat(line.substring(space + 1, end));
            at = end + 1;
        }
        return new Linear.Row(places, weights);
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
