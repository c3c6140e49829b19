package dev.ken.logic;

import java.util.List;

/// Decides whether assertions can hold together. Stateless: every question brings all its assertions. An instance
/// serves
/// one thread.
public interface Solver {
    Answer check(List<Term> assertions, SolverLimits limits);
}
