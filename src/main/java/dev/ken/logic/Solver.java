package dev.ken.logic;

import java.util.List;
import java.util.function.Supplier;

/// Decides whether assertions can hold together. Stateless: every question brings all its assertions. An instance
/// serves
/// one thread.
public interface Solver {
    Answer check(List<Term> assertions, SolverLimits limits);

    /// The same solver for questions about `claim`, for those that keep a record. It changes no answer.
    default Solver about(Supplier<String> claim) {
        return this;
    }
}
