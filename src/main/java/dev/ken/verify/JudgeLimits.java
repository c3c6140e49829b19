package dev.ken.verify;

import dev.ken.logic.SolverLimits;
import dev.ken.symbolic.ExecutionLimits;

/// Bounds of one judgement.
///
/// @param events      longest sequence looked at
/// @param sequences   most sequences looked at; where there are more, the length is cut, and that is told
/// @param limitMillis wall clock for one form of the reference; after it no further form is begun but for one that
///     could be right where the others are refuted
/// @param mutants     most mutants tried; 0 leaves the check out
/// @param killPercent share of mutants that must be refuted before anything is accepted
public record JudgeLimits(
        int events,
        int sequences,
        long limitMillis,
        int mutants,
        int killPercent,
        SolverLimits solver,
        ExecutionLimits execution) {
    private static final int MUTANT_SEQUENCES = 400;

    public static final JudgeLimits USUAL =
            new JudgeLimits(4, 3_000, 20_000, 12, 50, SolverLimits.USUAL, ExecutionLimits.USUAL);

    /// For wrong variants: a shorter look is enough, since nothing is accepted on its account.
    JudgeLimits forMutants() {
        return new JudgeLimits(
                events, Math.min(sequences, MUTANT_SEQUENCES), limitMillis, 0, killPercent, solver, execution);
    }
}
