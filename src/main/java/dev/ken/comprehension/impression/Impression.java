package dev.ken.comprehension.impression;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// How likely each trait of an intent is, going by the words of the request.
///
/// @param traits  those that it has an opinion of, in the order of the weights
/// @param words   those that it knows
/// @param weights to each feature, what it adds to the logits, `3 0.25, 17 -1.5` with the places of traits; the feature
/// `any` is in every request
public record Impression(List<String> traits, Set<String> words, SortedLines weights) {
    private static final String FILE = "impression.weights";
    private static final String ANY = "any";
    private static final int MOST_BYTES = 8 << 20;
    private static final double LEAST = 0.001;

    /// A trait that surprises: how much, in nats, and whether the intent has it.
    public record Surprise(String trait, boolean has, double nats) {}

    /// The one that is shipped.
    public static Impression shipped() {
        try (InputStream in = Impression.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + FILE);
            }
            return parse(in.readNBytes(MOST_BYTES));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The text form: lines `traits` and `words` with those parted by commas, an empty line, then a line for each
    /// feature, see [SortedLines]; `#` starts a comment line.
    public static Impression parse(byte[] text) {
        List<String> traits = List.of();
        Set<String> words = Set.of();
        int at = 0;
        while (text[at] != '\n') {
            int end = at;
            while (text[end] != '\n') {
                end++;
            }
            String line = new String(text, at, end - at, StandardCharsets.UTF_8);
            at = end + 1;
            if (line.startsWith("traits ")) {
                traits = List.of(line.substring("traits ".length()).split(", "));
            } else if (line.startsWith("words ")) {
                words = Set.of(line.substring("words ".length()).split(", "));
            }
        }
        return new Impression(traits, words, new SortedLines(text, at + 1, text.length));
    }

    /// How likely each trait is, from 0 to 1, in their order.
    public double[] likelihoods(String request) {
        double[] logits = new double[traits.size()];
        add(logits, ANY);
        Wordprint.of(request, words::contains).forEach(feature -> add(logits, feature));
        for (int i = 0; i < logits.length; i++) {
            logits[i] = 1 / (1 + Math.exp(-logits[i]));
        }
        return logits;
    }

    private void add(double[] logits, String feature) {
        row(feature).forEach((place, weight) -> logits[place] += weight);
    }

    /// What a feature adds to the logits of the traits at those places.
    public Map<Integer, Float> row(String feature) {
        Map<Integer, Float> row = new TreeMap<>();
        weights.value(feature).ifPresent(text -> {
            for (String pair : text.split(", ")) {
                int space = pair.indexOf(' ');
                row.put(Integer.parseInt(pair, 0, space, 10), Float.parseFloat(pair.substring(space + 1)));
            }
        });
        return row;
    }

    /// What surprises in an intent with those traits, most first.
    public List<Surprise> surprises(double[] likelihoods, Set<String> found) {
        List<Surprise> all = new ArrayList<>();
        for (int i = 0; i < traits.size(); i++) {
            boolean has = found.contains(traits.get(i));
            double likely = has ? likelihoods[i] : 1 - likelihoods[i];
            all.add(new Surprise(traits.get(i), has, -Math.log(Math.max(likely, LEAST))));
        }
        all.sort(Comparator.comparingDouble(Surprise::nats).reversed().thenComparing(Surprise::trait));
        return all;
    }
}
