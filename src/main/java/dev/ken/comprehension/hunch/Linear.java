package dev.ken.comprehension.hunch;

import dev.ken.comprehension.impression.SortedLines;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A linear model: for each class, the sum of the weights of the features that are there.
///
/// @param classes in the order of the weights; a model of one class tells for or against it
/// @param rows    to each feature, what it adds to the classes: `3 0.25,17 -1.5`, with their places
/// @param lately rows that were looked up first: the usual words are soon among them
public record Linear(List<String> classes, SortedLines rows, Map<String, Row> lately) {
    /// There are over a hundred models, so all of them together remember some ten megabytes.
    private static final int MOST_LATELY = 2_000;
    private static final Row NOTHING = new Row(new int[0], new float[0]);

    /// What a feature adds, and to which classes.
    record Row(int[] places, float[] weights) {}

    public Linear(List<String> classes, SortedLines rows) {
        this(classes, rows, new ConcurrentHashMap<>());
    }

    /// The feature that is always there.
    public static final String ANY = "any";

    /// The sums, in the order of the classes.
    double[] sums(Set<String> features) {
        double[] sums = new double[classes.size()];
        add(sums, ANY);
        features.forEach(feature -> add(sums, feature));
        return sums;
    }

    private void add(double[] sums, String feature) {
        Row known = lately.get(feature);
        Row row = known == null ? row(rows.value(feature).orElse("")) : known;
        if (known == null && lately.size() < MOST_LATELY) {
            lately.put(feature, row);
        }
        for (int i = 0; i < row.places().length; i++) {
            sums[row.places()[i]] += row.weights()[i];
        }
    }

    private static Row row(String line) {
        if (line.isEmpty()) {
            return NOTHING;
        }
        String[] parts = line.split(",", -1);
        Row row = new Row(new int[parts.length], new float[parts.length]);
        for (int i = 0; i < parts.length; i++) {
            int space = parts[i].indexOf(' ');
            row.places()[i] = Integer.parseInt(parts[i], 0, space, 10);
            row.weights()[i] = Float.parseFloat(parts[i].substring(space + 1));
        }
        return row;
    }

    /// How likely the one class is.
    double chance(Set<String> features) {
        return logistic(sums(features)[0]);
    }

    /// How likely each class is, where just one is.
    double[] chances(Set<String> features) {
        double[] sums = sums(features);
        double total = 0;
        for (int i = 0; i < sums.length; i++) {
            sums[i] = logistic(sums[i]);
            total += sums[i];
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= Math.max(total, Double.MIN_NORMAL);
        }
        return sums;
    }

    /// The sums as shares, sharper by a smaller temperature.
    double[] shares(Set<String> features, double temperature) {
        double[] sums = sums(features);
        double most = Double.NEGATIVE_INFINITY;
        for (double sum : sums) {
            most = Math.max(most, sum);
        }
        double total = 0;
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.exp((sums[i] - most) / temperature);
            total += sums[i];
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= total;
        }
        return sums;
    }

    private static double logistic(double sum) {
        return 1 / (1 + Math.exp(-sum));
    }
}
