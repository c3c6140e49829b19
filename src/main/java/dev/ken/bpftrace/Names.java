package dev.ken.bpftrace;

import dev.ken.kernel.Spelling;
import java.util.Optional;

/// Finding the existing name that was probably meant.
final class Names {
    private Names() {}

    static Optional<String> nearest(String wanted, Iterable<String> existing) {
        String best = "";
        int least = Math.max(2, wanted.length() / 3) + 1;
        for (String name : existing) {
            int distance = Math.abs(name.length() - wanted.length()) >= least ? least : Spelling.distance(wanted, name);
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    static String[] hint(Optional<String> nearest) {
        return nearest.map(name -> new String[] {"did you mean `" + name + "`?"})
                .orElse(new String[0]);
    }
}
