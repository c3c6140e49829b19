package dev.ken.bpftrace;

import java.util.Optional;

/// Finding the existing name that was probably meant.
final class Names {
    private Names() {}

    static Optional<String> nearest(String wanted, Iterable<String> existing) {
        String best = "";
        int least = Math.max(2, wanted.length() / 3) + 1;
        for (String name : existing) {
            int distance = Math.abs(name.length() - wanted.length()) >= least ? least : distance(wanted, name);
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

    /// Insertions, deletions and replacements from one to the other.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
