package dev.ken.comprehension;

import dev.ken.contract.Condition;
import dev.ken.contract.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

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
        found(conditions).ifPresent(why -> {
            throw why;
        });
    }

    /// Whether a part is of no event at all, since what it asks of each can never hold at once.
    static boolean isOfNothing(Part part) {
        List<Condition> all = part.where() instanceof Condition.And(var several) ? several : List.of(part.where());
        Map<String, Set<String>> texts = new LinkedHashMap<>();
        for (Condition condition : all) {
            if (condition instanceof Condition.TextTest(var name, var relation, var text)
                    && relation == Condition.TextRelation.IS) {
                texts.computeIfAbsent(name, _ -> new TreeSet<>()).add(text);
            }
        }
        return found(all).isPresent() || texts.values().stream().anyMatch(wanted -> wanted.size() > 1);
    }

    private static Optional<Unsuitable> found(List<Condition> conditions) {
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
            return Optional.of(Unsuitable.refused(
                    "A call that fails returns a number below 0, so that none fulfils both.",
                    "Say which is meant: what it returns or how it fails."));
        }
        return ranges.entrySet().stream()
                .filter(entry -> isEmpty(conditions, entry.getKey(), entry.getValue()))
                .map(entry -> Unsuitable.refused(
                        "No " + entry.getKey() + " fulfils all that is asked of it at once.",
                        "Say each in a sentence of its own."))
                .findFirst();
    }

    private static boolean isEmpty(List<Condition> conditions, String name, Range range) {
        return range.least() > range.most() || range.least() == range.most() && excludes(conditions, name, range);
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

    /// "of /etc/passwd, /etc/shadow or /etc/sudoers", "with EACCES, EPERM or ENOENT": nothing is two at once, so that
    /// one of them is meant. Numbers alone are no such list without an "or".
    static void alternatives(List<Condition> all) {
        Map<String, List<Condition>> same = new LinkedHashMap<>();
        for (Condition condition : all) {
            List<Condition> tests = condition instanceof Condition.Or(var several) ? several : List.of(condition);
            List<String> wanted =
                    tests.stream().map(Contradictions::wanted).distinct().toList();
            if (wanted.size() == 1 && !wanted.getFirst().isEmpty()) {
                same.computeIfAbsent(wanted.getFirst(), _ -> new ArrayList<>()).add(condition);
            }
        }
        for (List<Condition> lists : same.values()) {
            boolean said =
                    lists.stream().anyMatch(one -> one instanceof Condition.Or || one instanceof Condition.TextTest);
            if (lists.size() > 1 && said) {
                List<Condition> tests = lists.stream()
                        .flatMap(one -> one instanceof Condition.Or(var several) ? several.stream() : Stream.of(one))
                        .distinct()
                        .toList();
                all.set(all.indexOf(lists.getFirst()), new Condition.Or(tests));
                all.removeAll(lists);
            }
        }
    }

    /// The fact that a test wants to have one value; empty where it does not.
    private static String wanted(Condition test) {
        return switch (test) {
            case Condition.NumberTest(var name, var comparison, long _)
            when comparison == Condition.Comparison.EQUAL -> name;
            case Condition.TextTest(var name, var relation, var _)
            when relation != Condition.TextRelation.CONTAINS -> name + " " + relation;
            case Condition.NumberTest _,
                    Condition.TextTest _,
                    Condition.Always _,
                    Condition.AttributeTest _,
                    Condition.BitTest _,
                    Condition.Descends _,
                    Condition.And _,
                    Condition.Or _,
                    Condition.Not _ -> "";
        };
    }
}
