package dev.ken.comprehension;

import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.contract.Part;
import dev.ken.source.Source;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// "Failed TLS handshakes": what fails mostly returns something else than 0, and some things return 1 when all is well.
final class Failures {
    private static final Map<String, Condition> FAILED = failed();
    private static final String RETURNED = "ret";
    /// Somebody who says a number means it.
    private static final Pattern NUMBER = Pattern.compile("\\b(?:0|1|zero|nonzero|non-zero)\\b");

    private Failures() {}

    private static Map<String, Condition> failed() {
        Map<String, Condition> failed = new TreeMap<>();
        Tables.pairs("failures.table")
                .forEach((kind, test) -> failed.put(
                        kind,
                        IntentText.parse(new Source(
                                        "failures.table", "report ret of " + kind + "\nwhere " + test + "\n"))
                                .intent()
                                .orElseThrow()
                                .parts()
                                .getFirst()
                                .where()));
        return failed;
    }

    /// The intent with what is meant by failing and succeeding.
    static Intent told(String said, Intent intent) {
        if (NUMBER.matcher(said).find()) {
            return intent;
        }
        return new Intent(
                intent.parts().stream()
                        .map(part -> Optional.ofNullable(FAILED.get(part.event()))
                                .map(failed -> told(part, failed))
                                .orElse(part))
                        .toList(),
                intent.durationNanos(),
                intent.assumptions());
    }

    private static Condition well(Condition failed) {
        return switch (failed) {
            case Condition.Not(Condition well) -> well;
            case Condition.NumberTest(String attribute, Comparison comparison, long number)
            when comparison == Comparison.UNEQUAL -> new Condition.NumberTest(attribute, Comparison.EQUAL, number);
            case Condition.Always _,
                    Condition.And _,
                    Condition.Or _,
                    Condition.NumberTest _,
                    Condition.TextTest _,
                    Condition.AttributeTest _,
                    Condition.BitTest _,
                    Condition.Descends _ -> new Condition.Not(failed);
        };
    }

    private static Part told(Part part, Condition failed) {
        return part.of(told(part.where(), failed));
    }

    private static Condition told(Condition where, Condition failed) {
        return switch (where) {
            case Condition.NumberTest(String attribute, Comparison comparison, long number)
            when attribute.equals(RETURNED) && number == 0 && comparison == Comparison.UNEQUAL -> failed;
            case Condition.NumberTest(String attribute, Comparison comparison, long number)
            when attribute.equals(RETURNED) && number == 0 && comparison == Comparison.EQUAL -> well(failed);
            case Condition.And(var all) ->
                new Condition.And(
                        all.stream().map(condition -> told(condition, failed)).toList());
            case Condition.Or(var all) ->
                new Condition.Or(
                        all.stream().map(condition -> told(condition, failed)).toList());
            case Condition.Not(var condition) -> new Condition.Not(told(condition, failed));
            case Condition.Always _,
                    Condition.NumberTest _,
                    Condition.TextTest _,
                    Condition.AttributeTest _,
                    Condition.BitTest _,
                    Condition.Descends _ -> where;
        };
    }
}
