package dev.ken.kernel;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// How far two spellings are apart.
public final class Spelling {
    private Spelling() {}

    /// The Levenshtein distance: insertions, deletions and changes of one character.
    public static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    /// Names that somebody may have meant who wrote `wanted`: at most a quarter of it is written otherwise. The closest
    /// first, and of equally close ones the first in the alphabet.
    public static List<String> nearest(String wanted, Stream<String> names, int limit) {
        record Candidate(String name, int distance) {}
        int most = Math.max(2, wanted.length() / 4);
        return names.filter(name -> Math.abs(name.length() - wanted.length()) <= most)
                .map(name -> new Candidate(name, distance(name, wanted)))
                .filter(candidate -> candidate.distance() <= most)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name)
                .distinct()
                .limit(limit)
                .toList();
    }
}
