package dev.ken.verify;

import dev.ken.logic.SolverLimits;

/// Limits of tests whose outcome is written down: those of users but for the clock, which runs out on a busy machine
/// where it does not on an idle one. What bounds such a judgement is counted: sequences, steps, the solver's resources.
public final class Patience {
    private static final int TIMES_LONGER = 10;
    public static final JudgeLimits LIMITS = longer(JudgeLimits.USUAL);

    private Patience() {}

    private static JudgeLimits longer(JudgeLimits usual) {
        return new JudgeLimits(
                usual.events(),
                usual.sequences(),
                TIMES_LONGER * usual.limitMillis(),
                usual.mutants(),
                usual.killPercent(),
                longer(usual.solver()),
                usual.execution());
    }

    private static SolverLimits longer(SolverLimits usual) {
        return new SolverLimits(usual.resources(), TIMES_LONGER * usual.limitMillis());
    }
}
