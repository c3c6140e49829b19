package dev.ken.verify;

import dev.ken.ir.Module;
import dev.ken.symbolic.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is the same of the candidate's tables in every scene of an attempt, found out once: which only help it, and
/// which bear the name of another part under the titles that a trace gives them.
final class OwnTables {
    private final List<ReferencePart> parts;
    private final Matching matching;
    private final Set<String> scratch;
    private final Map<Map<String, String>, Map<Integer, String>> exchanged = new HashMap<>();

    OwnTables(Reference reference, Matching matching, Module candidate) {
        this.parts = reference.parts();
        this.matching = matching;
        this.scratch = Matching.scratch(candidate);
    }

    /// Whether the table of this name is none of the answer's.
    boolean isScratch(String name) {
        return scratch.contains(name);
    }

    /// As [TableNames#exchanged] for what stands above the tables in `trace`.
    Map<Integer, String> exchanged(Trace trace) {
        return exchanged.computeIfAbsent(
                TableNames.titles(trace), titles -> TableNames.exchanged(parts, matching, titles));
    }
}
