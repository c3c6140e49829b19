package dev.ken.symbolic;

import dev.ken.logic.Term;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything that a module does on one sequence of occurrences: what it shows in order, its maps when it ended, what
/// was
/// assumed, the checks on the way, and the gaps.
public record Trace(
        List<Observation> observations,
        Map<String, MapState> maps,
        List<Term> assumptions,
        List<Obligation> obligations,
        Coverage coverage) {
    /// `goal` must hold whenever `condition` does.
    public record Obligation(String claim, Term condition, Term goal, dev.ken.source.Span at) {}

    public Trace {
        observations = List.copyOf(observations);
        maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
        assumptions = List.copyOf(assumptions);
        obligations = List.copyOf(obligations);
    }
}
