package dev.ken.comprehension;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// How likely an intent is what a request means, going by its [Signs]: a logistic regression.
///
/// @param weights what each sign adds to the logit; `any` is always there
record Odds(Map<String, Double> weights) {
    private static final String ANY = "any";

    /// Those that are shipped: lines `WEIGHT SIGN` of `odds.table`.
    static Odds shipped() {
        Map<String, Double> weights = new TreeMap<>();
        for (String line : Tables.lines("odds.table")) {
            int space = line.indexOf(' ');
            weights.put(line.substring(space + 1).strip(), Double.valueOf(line.substring(0, space)));
        }
        return new Odds(weights);
    }

    /// From 0 to 1.
    double chance(Set<String> signs) {
        double logit = weights.getOrDefault(ANY, 0.0);
        for (String sign : signs) {
            logit += weights.getOrDefault(sign, 0.0);
        }
        return 1 / (1 + Math.exp(-logit));
    }
}
