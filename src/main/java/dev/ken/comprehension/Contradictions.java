package dev.ken.comprehension;

import dev.ken.contract.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks for tests of one number that no number passes: what so says was read together though it was said of
/// different things.
final class Contradictions {
    /// The numbers that are still possible, both ends included.
    private record Range(long least, long most) {
        Range and(Range other) {
            return new Range(Math.max(least, other.least), Math.min(most, other.most));
        }
    }

    private Contradictions() {}

    /// Throws where all of `conditions` can never hold at once.
    static void check(List<Condition> conditions) {
        Map<String, Range> ranges = new LinkedHashMap<>();
        for (Condition condition : conditions) {
            if (condition instanceof Condition.NumberTest(String name, var comparison, long number)) {
                ranges.merge(name, range(comparison, number), Range::and);
            }
        }
        boolean fails = conditions.stream()
                .anyMatch(condition -> condition instanceof Condition.NumberTest(var name, var comparison, long number)
                        && name.equals("error")
                        && (comparison == Condition.Comparison.EQUAL) == (number != 0));
        if (fails
                && Optional.ofNullable(ranges.get("ret"))
                        .filter(ret -> ret.least() >= 0)
                        .isPresent()) {
            throw Unsuitable.refused(
                    "A call that fails returns a number below 0, so that none fulfils both.",
                    "Say which is meant: what it returns or how it fails.");
        }
        ranges.forEach((name, range) -> {
            if (range.least() > range.most() || range.least() == range.most() && excludes(conditions, name, range)) {
                throw Unsuitable.refused(
                        "No " + name + " fulfils all that is asked of it at once.",
                        "Say each in a sentence of its own.");
            }
        });
    }

    /// Whether the only number that is left is one that it must not be.
    private static boolean excludes(List<Condition> conditions, String name, Range one) {
        return conditions.contains(new Condition.NumberTest(name, Condition.Comparison.UNEQUAL, one.least()));
    }

    private static Range range(Condition.Comparison comparison, long number) {
        return switch (comparison) {
            case EQUAL -> new Range(number, number);
            case UNEQUAL -> new Range(Long.MIN_VALUE, Long.MAX_VALUE);
            case LESS -> new Range(Long.MIN_VALUE, number - 1);
            case AT_MOST -> new Range(Long.MIN_VALUE, number);
            case GREATER -> new Range(number + 1, Long.MAX_VALUE);
            case AT_LEAST -> new Range(number, Long.MAX_VALUE);
        };
    }

    /// "of /etc/passwd, /etc/shadow or /etc/sudoers": no text is two at once, so that one of them is meant.
    static void alternatives(List<Condition> all) {
        Map<String, List<Condition>> same = new LinkedHashMap<>();
        for (Condition condition : all) {
            if (condition instanceof Condition.TextTest(var name, var relation, var _)
                    && relation != Condition.TextRelation.CONTAINS) {
                same.computeIfAbsent(name + " " + relation, _ -> new ArrayList<>())
                        .add(condition);
            }
        }
        same.values().stream().filter(tests -> tests.size() > 1).forEach(tests -> {
            all.set(all.indexOf(tests.getFirst()), new Condition.Or(tests));
            all.removeAll(tests);
        });
    }
}
