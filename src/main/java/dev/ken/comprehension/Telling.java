package dev.ken.comprehension;

import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.corpus.Wording;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// By which words of a request the parts of an intent are called for ("worst" for the largest, "below" for a test):
/// they are not left over where such a part is there.
final class Telling {
    private Telling() {}

    /// The stems of all such words.
    static Set<String> words(Intent intent) {
        Set<String> words = new LinkedHashSet<>();
        intent.durationNanos().ifPresent(_ -> add(words, "for"));
        for (Part part : intent.parts()) {
            called(part.event(), words);
            what(part.what(), words);
            where(part.where(), words);
            part.periodNanos().ifPresent(_ -> add(words, "every"));
            part.top().ifPresent(_ -> add(words, "top"));
            part.having().ifPresent(_ -> compared(words));
            part.occasion().ifPresent(_ -> compared(words));
            part.after().ifPresent(_ -> add(words, "after"));
            Set<String> names = PartNames.own(part);
            if (names.contains(PartNames.LATENCY) || names.contains("since")) {
                add(words, "key.latency");
            }
            if (!part.keys().isEmpty()) {
                add(words, "grouping");
            }
        }
        return words;
    }

    private static void what(What what, Set<String> words) {
        switch (what) {
            case What.Report _ -> add(words, "report");
            case What.Aggregate(var measure, var _, var _) -> add(words, entry(measure));
            case What.Extreme extreme -> add(words, extreme.largest() ? "maximum" : "minimum");
            case What.InFlight _ -> add(words, "inflight");
            case What.Net _, What.Ratio _, What.Rule _ -> {}
        }
    }

    private static String entry(Measure measure) {
        return switch (measure) {
            case Measure.Count _ -> "count";
            case Measure.Sum _ -> "sum";
            case Measure.Average _ -> "average";
            case Measure.Minimum _ -> "minimum";
            case Measure.Maximum _ -> "maximum";
            case Measure.Statistics _ -> "statistics";
            case Measure.Log2Histogram _, Measure.LinearHistogram _ -> "histogram";
            case Measure.First _, Measure.Last _ -> "report";
            case Measure.Distinct _ -> "distinct";
            case Measure.Rate _ -> "rate";
        };
    }

    private static void where(Condition where, Set<String> words) {
        switch (where) {
            case Condition.Always _ -> {}
            case Condition.NumberTest(var name, var comparison, var number) -> {
                if (name.equals("error") || name.equals("ret")) {
                    add(words, comparison == Condition.Comparison.EQUAL && number == 0 ? "succeeded" : "failed");
                }
                named(name, number, words);
                compared(words);
            }
            case Condition.TextTest(var _, var relation, var _) -> {
                switch (relation) {
                    case IS -> {}
                    case STARTS_WITH -> add(words, "starts");
                    case ENDS_WITH -> add(words, "ends");
                    case CONTAINS -> add(words, "contains");
                }
            }
            case Condition.AttributeTest _, Condition.BitTest _ -> compared(words);
            case Condition.Descends _ -> add(words, "descends");
            case Condition.And(List<Condition> all) -> all.forEach(one -> where(one, words));
            case Condition.Or(List<Condition> all) -> all.forEach(one -> where(one, words));
            case Condition.Not(Condition one) -> {
                add(words, "not");
                where(one, words);
            }
        }
    }

    /// "SIGTERM", "ENOENT": the value that is tested by its name.
    private static void named(String attribute, long number, Set<String> words) {
        String table = attribute.startsWith("signal") ? "signals.table" : "errno.table";
        if (attribute.startsWith("signal") || attribute.startsWith("error")) {
            Tables.pairs(table).forEach((name, value) -> {
                if (value.equals(Long.toString(number))) {
                    words.addAll(Wording.stems(name));
                }
            });
        }
    }

    /// "statfs": a kind that is called by a name has it.
    private static void called(String event, Set<String> words) {
        if (event.startsWith("syscall.") || event.startsWith("function.")) {
            words.addAll(Wording.stems(event.substring(event.indexOf('.') + 1)));
        }
    }

    private static void compared(Set<String> words) {
        List.of("up", "down", "inclusive", "between").forEach(entry -> add(words, entry));
    }

    private static void add(Set<String> words, String entry) {
        words.addAll(Grounds.of(entry));
    }
}
