package dev.ken.comprehension.hunch;

import dev.ken.comprehension.impression.SortedLines;
import java.util.List;
import java.util.Set;

/// A linear model: for each class, the sum of the weights of the features that are there.
///
/// @param classes in the order of the weights; a model of one class tells for or against it
/// @param rows    to each feature, what it adds to the classes: `3 0.25,17 -1.5`, with their places
public record Linear(List<String> classes, SortedLines rows) {
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
        rows.value(feature).ifPresent(row -> {
            int at = 0;
            while (at < row.length()) {
                int space = row.indexOf(' ', at);
                int comma = row.indexOf(',', space);
                int end = comma < 0 ? row.length() : comma;
                sums[Integer.parseInt(row, at, space, 10)] += Float.parseFloat(row.substring(space + 1, end));
                at = end + 1;
            }
        });
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
