package dev.ken.contract.known;

import dev.ken.contract.clause.Contract;
import dev.ken.contract.clause.Contract.Clause;
import dev.ken.contract.clause.Resolution;
import dev.ken.contract.clause.Signature;
import dev.ken.contract.clause.Soundness;
import dev.ken.logic.Solver;
import dev.ken.logic.SolverLimits;
import dev.ken.source.Diagnostic;
import java.util.List;

/// A contract, what its names stand for, and where it is from.
public record Known(Contract contract, Signature signature, Provenance provenance) {
    /// Who says so.
    public enum Provenance {
        /// Somebody wrote it, with a source.
        CURATED,
        /// The catalog says it of a probe point.
        CATALOG,
        /// Types, formats or numbers say it; C and the kernel need not hold a value to its type.
        DERIVED
    }

    /// What is wrong with its names and sorts; empty where it fits the signature.
    public List<Diagnostic> unresolved() {
        return Resolution.check(contract, signature);
    }

    /// Whether it can be meant. What types say is measured against values of which no type is known.
    public List<Diagnostic> problems(Solver solver, SolverLimits limits) {
        Signature measure = provenance == Provenance.DERIVED ? signature.untyped() : signature;
        return Soundness.problems(contract, measure, solver, limits);
    }

    /// The clauses of some others, as one contract on this signature: whether all of them can hold together.
    static Contract joined(Contract of, List<Known> all) {
        List<Clause> clauses = all.stream()
                .flatMap(known -> known.contract().clauses().stream())
                .toList();
        return new Contract(
                of.subject(), of.says(), of.source(), clauses, List.of(), List.of(), of.elsewhere(), of.at());
    }
}
