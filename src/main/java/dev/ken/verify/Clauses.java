package dev.ken.verify;

import dev.ken.contract.Intent;
import dev.ken.contract.What;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The clauses that a program is held against, by id, with their English.
final class Clauses {
    private Clauses() {}

    static Map<String, String> of(Intent intent, Reference reference) {
        Map<String, String> clauses = new LinkedHashMap<>();
        for (ReferencePart part : reference.parts()) {
            switch (part.part().what()) {
                case What.Report _ -> report(part, clauses);
                case What.Aggregate(var measure, var _, var _) -> aggregate(part, measure, clauses);
            }
        }
        clauses.put(
                "end",
                intent.durationNanos()
                        .map(nanos -> "observation ends after " + time(nanos))
                        .orElse("observation goes on until it is stopped"));
        return clauses;
    }

    private static String which(ReferencePart part) {
        boolean all = part.part().where() instanceof dev.ken.contract.Condition.Always;
        return part.kind().gloss() + (all ? "" : ", where the request's condition holds,");
    }

    private static void report(ReferencePart part, Map<String, String> clauses) {
        clauses.put(part.id() + ".complete", "every time " + which(part) + " it is reported");
        clauses.put(part.id() + ".exact", "nothing else is reported, and nothing twice");
        clauses.put(part.id() + ".columns", "each column shows what it should, in the unit asked for");
    }

    private static void aggregate(ReferencePart part, What.Measure measure, Map<String, String> clauses) {
        boolean count = measure instanceof What.Measure.Count;
        clauses.put(
                part.id() + ".complete", "every time " + which(part) + " it is " + (count ? "counted" : "measured"));
        clauses.put(
                part.id() + ".exact", "nothing else is " + (count ? "counted" : "measured") + ", and nothing twice");
        if (!count) {
            clauses.put(part.id() + ".value", "the values are right, in the unit asked for");
        }
        part.part()
                .periodNanos()
                .ifPresent(nanos -> clauses.put(
                        part.id() + ".period", "the table is shown every " + time(nanos) + " and starts again"));
        part.part().top().ifPresent(n -> clauses.put(part.id() + ".top", "only the largest " + n + " are shown"));
    }

    static String time(long nanos) {
        long[] factors = {3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L, 1L};
        String[] units = {"h", "min", "s", "ms", "us", "ns"};
        for (int i = 0; i < factors.length; i++) {
            if (nanos % factors[i] == 0 && nanos >= factors[i]) {
                return nanos / factors[i] + " " + units[i];
            }
        }
        return nanos + " ns";
    }

    /// The gloss of a clause that only a violation names.
    static String gloss(String clause, Map<String, String> known) {
        return Optional.ofNullable(known.get(clause)).orElse(clause);
    }
}
