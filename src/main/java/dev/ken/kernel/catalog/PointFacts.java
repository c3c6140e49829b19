package dev.ken.kernel.catalog;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What is known of a probe point beside how it is read. `since` is the first kernel that has it, `until` the
/// first that does not any more; the rate is what a busy machine shows, in occurrences per second; the clauses
/// are formulas of the contract language over `args.NAME` that hold whenever it fires; `misses` says what it
/// alone does not see.
public record PointFacts(
        Optional<String> since,
        Optional<String> until,
        OptionalLong leastRate,
        OptionalLong mostRate,
        List<String> requires,
        List<String> ensures,
        String misses) {
    public static final PointFacts NONE = new PointFacts(
            Optional.empty(), Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), List.of(), List.of(), "");

    public PointFacts {
        requires = List.copyOf(requires);
        ensures = List.copyOf(ensures);
    }

    /// Whether a kernel of that release can have it, by `since` and `until` alone.
    public boolean spans(String release) {
        return since.map(first -> compare(release, first) >= 0).orElse(true)
                && until.map(end -> compare(release, end) < 0).orElse(true);
    }

    private static int compare(String a, String b) {
        String[] left = numbers(a);
        String[] right = numbers(b);
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int order = Integer.compare(part(left, i), part(right, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static String[] numbers(String release) {
        return release.split("[^0-9.]", 2)[0].split("\\.");
    }

    private static int part(String[] numbers, int i) {
        return i < numbers.length && numbers[i].matches("\\d{1,6}") ? Integer.parseInt(numbers[i]) : 0;
    }
}
