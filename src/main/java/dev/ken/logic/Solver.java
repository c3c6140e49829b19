package dev.ken.logic;

import java.util.List;
import java.util.function.Supplier;

/// Decides whether assertions can hold together. Stateless: every question brings all its assertions. An
/// instance serves one thread.
public interface Solver {
    Answer check(List<Term> assertions, SolverLimits limits);

    /// The same solver for questions about `claim`, for those that keep a record. It changes no answer.
    default Solver about(Supplier<String> claim) {
        return this;
    }

    /// The solver that is asked in the end, without a record.
    default Solver unrecorded() {
        return this;
    }

    /// What decides questions in `steps` of its own, with the record of this one: the questions are kept, not the
    /// steps.
    default Solver recording(Solver steps) {
        return steps;
    }
}
