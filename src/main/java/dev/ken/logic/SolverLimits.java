package dev.ken.logic;

/// Bounds of one question. `resources` is counted in the solver's own deterministic steps and is the first to end a
/// search; `limitMillis` is the wall clock behind it.
public record SolverLimits(int resources, int limitMillis) {
    public static final SolverLimits USUAL = new SolverLimits(20_000_000, 5_000);

    private static final int HURRIED_RESOURCES = 500_000;
    private static final int BRIEF_RESOURCES = 200_000;

    /// For questions whose answer is only of interest if it comes soon. The wall clock stays where it is, so
    /// that also on a busy machine steps end the search.
    public SolverLimits hurried() {
        return new SolverLimits(Math.min(resources, HURRIED_RESOURCES), limitMillis);
    }

    /// For questions of which it matters little what the answer is.
    public SolverLimits brief() {
        return new SolverLimits(Math.min(resources, BRIEF_RESOURCES), limitMillis);
    }
}
