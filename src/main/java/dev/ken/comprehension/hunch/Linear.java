package dev.ken.comprehension.hunch;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// A linear model: for each class, the sum of the weights of the features that are there.
///
/// @param classes in the order of the weights; a model of one class tells for or against it
/// @param rows    to each feature, what it adds to the classes
public record Linear(List<String> classes, Map<String, Row> rows) {
    /// The feature that is always there.
    public static final String ANY = "any";

    /// Weights of a feature for the classes at those places.
    public record Row(int[] places, float[] weights) {}

    /// The sums, in the order of the classes.
    double[] sums(Set<String> features) {
        double[] sums = new double[classes.size()];
        add(sums, ANY);
        features.forEach(feature -> add(sums, feature));
        return sums;
    }

    private void add(double[] sums, String feature) {
        Row row = rows.get(feature);
        if (row != null) {
            for (int i = 0; i < row.places().length; i++) {
                sums[row.places()[i]] += row.weights()[i];
            }
        }
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
