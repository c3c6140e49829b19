package dev.ken.verify;

import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.ir.MapDecl;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The clauses that a program is held against, by id, with their English.
final class Clauses {
    private static final String COLUMNS = "each column shows what it should, in the unit asked for";

    private Clauses() {}

    static Map<String, String> of(Intent intent, Reference reference) {
        Map<String, String> clauses = new LinkedHashMap<>();
        for (ReferencePart part : reference.parts()) {
            if (PacketWatching.decides(part.part())) {
                continue;
            }
            part.table().ifPresentOrElse(table -> aggregate(part, table.kind(), clauses), () -> report(part, clauses));
        }
        if (PacketWatching.isPacket(intent)) {
            clauses.put(PacketVerdict.DROPS, "every packet that is to be dropped is dropped");
            clauses.put(PacketVerdict.PASSES, "every other packet goes on");
        }
        clauses.put(
                "end",
                intent.durationNanos()
                        .map(nanos -> "observation ends after " + time(nanos))
                        .orElse("observation goes on until it is stopped"));
        return clauses;
    }

    private static String which(ReferencePart part) {
        boolean all = part.part().where() instanceof Condition.Always
                && part.part().after().isEmpty()
                && part.part().occasion().isEmpty();
        return part.kind().gloss() + (all ? "" : ", where the request's condition holds,");
    }

    private static void report(ReferencePart part, Map<String, String> clauses) {
        clauses.put(part.id() + ".complete", "every time " + which(part) + " it is reported");
        clauses.put(part.id() + ".exact", "nothing else is reported, and nothing twice");
        clauses.put(part.id() + ".columns", COLUMNS);
    }

    private static void aggregate(ReferencePart part, MapDecl.Kind kind, Map<String, String> clauses) {
        boolean count = kind == MapDecl.Kind.COUNT;
        String verb = count ? "counted" : "measured";
        if (part.detail().isPresent()) {
            String detail = part.detail().get();
            String gloss = detail.equals("to") ? "what the request compares with" : "the " + detail + " of it";
            clauses.put(part.id() + ".complete", gloss + " is told wherever it should be");
            clauses.put(part.id() + ".exact", gloss + " is told nowhere else");
        } else {
            clauses.put(part.id() + ".complete", "every time " + which(part) + " it is " + verb);
            clauses.put(part.id() + ".exact", "nothing else is " + verb + ", and nothing twice");
        }
        if (!count) {
            clauses.put(part.id() + ".value", "the values are right, in the unit asked for");
        }
        boolean kept = part.part().cumulative() || Comparison.isLevel(part.part());
        part.part()
                .periodNanos()
                .ifPresent(nanos -> clauses.put(
                        part.id() + ".period",
                        "the table is shown every " + time(nanos) + (kept ? "" : " and starts again")));
        part.part().top().ifPresent(n -> clauses.put(part.id() + ".top", "only the largest " + n + " are shown"));
        part.part()
                .having()
                .ifPresent(_ -> clauses.put(part.id() + ".having", "only groups with the value asked for are shown"));
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
        String usual = clause.endsWith(".columns") ? COLUMNS : clause;
        return Optional.ofNullable(known.get(clause)).orElse(usual);
    }
}
