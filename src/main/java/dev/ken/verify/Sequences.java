package dev.ken.verify;

import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.kernel.Site;
import dev.ken.symbolic.Occurrence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The sequences of sites that a judgement looks at: every word up to `length` letters over the sites that either
/// module
/// watches, shortest first, each between a Begin and an End.
record Sequences(int length, List<List<Occurrence>> all) {
    /// Each procedure multiplies the cases within one sequence; with more than this many together, sequences are
    /// shorter.
    private static final int MANY_PROCEDURES = 8;
    private static final int SHORTER = 3;

    static Sequences over(Module reference, Module candidate, JudgeLimits limits) {
        TreeSet<Site> letters = new TreeSet<>(Comparator.comparing(Site::text));
        Stream.concat(reference.procedures().stream(), candidate.procedures().stream())
                .map(Procedure::site)
                .filter(site -> !(site instanceof Site.Begin) && !(site instanceof Site.End))
                .forEach(letters::add);
        int procedures = reference.procedures().size() + candidate.procedures().size();
        int longest = procedures > MANY_PROCEDURES ? Math.min(SHORTER, limits.events()) : limits.events();
        int length = 1;
        while (length < longest && words(letters.size(), length + 1) <= limits.sequences()) {
            length++;
        }
        List<List<Occurrence>> all = new ArrayList<>();
        List<List<Site>> level = List.of(List.of());
        for (int n = 1; n <= length; n++) {
            List<List<Site>> longer = new ArrayList<>();
            for (List<Site> word : level) {
                for (Site letter : letters) {
                    List<Site> next = new ArrayList<>(word);
                    next.add(letter);
                    longer.add(next);
                }
            }
            longer.forEach(word -> all.add(occurrences(word)));
            level = longer;
        }
        return new Sequences(length, all);
    }

    private static long words(int letters, int length) {
        long sum = 0;
        long level = 1;
        for (int n = 1; n <= length; n++) {
            level *= letters;
            sum += level;
        }
        return sum;
    }

    private static List<Occurrence> occurrences(List<Site> word) {
        List<Occurrence> sequence = new ArrayList<>();
        sequence.add(new Occurrence(new Site.Begin(), "begin"));
        for (int i = 0; i < word.size(); i++) {
            sequence.add(new Occurrence(word.get(i), "e" + (i + 1)));
        }
        sequence.add(new Occurrence(new Site.End(), "end"));
        return sequence;
    }
}
