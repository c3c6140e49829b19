package dev.ken.logic;

/// Bounds of one question. `resources` is counted in the solver's own deterministic steps and is the first to end a
/// search; `limitMillis` is the wall clock behind it.
public record SolverLimits(int resources, int limitMillis) {
    public static final SolverLimits USUAL = new SolverLimits(20_000_000, 5_000);

    /// For questions whose answer is only of interest if it comes soon.
    public SolverLimits hurried() {
        return new SolverLimits(Math.min(resources, 1_000_000), limitMillis / 5);
    }
}
