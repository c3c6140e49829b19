package dev.ken.contract.clause;

import dev.ken.contract.clause.Contract.Clause;
import dev.ken.contract.clause.Contract.Time;
import dev.ken.logic.Answer;
import dev.ken.logic.Solver;
import dev.ken.logic.SolverLimits;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether a contract can be meant: some call satisfies it, and every clause rules something out. The contract must
/// resolve ([Resolution]).
public final class Soundness {
    private Soundness() {}

    /// What is wrong, at the clauses; empty for a contract that can be meant. A contract that says what types say is
    /// measured by [Signature#untyped].
    public static List<Diagnostic> problems(
            Contract contract, Signature signature, Solver solver, SolverLimits limits) {
        List<Diagnostic> problems = new ArrayList<>();
        Terms terms = new Terms();
        Meaning meaning = new Meaning(signature, terms);
        List<Term> all = truths(contract.clauses(), meaning);
        Answer holds = solver.check(with(meaning.facts(), all), limits);
        if (!(holds instanceof Answer.Sat)) {
            List<Term> entry = truths(contract.clauses(Time.REQUIRES), meaning);
            boolean enters = solver.check(with(meaning.facts(), entry), limits) instanceof Answer.Sat;
            String what = enters ? " ensures" : " requires";
            problem(holds, "no call satisfies what " + contract.subject() + what)
                    .ifPresent(message -> problems.add(Diagnostic.error("unsatisfiable", message, contract.at())));
        }
        List<Term> negations = all.stream().map(terms::not).toList();
        if (!(solver.check(with(meaning.facts(), negations), limits) instanceof Answer.Sat)) {
            for (int i = 0; i < negations.size(); i++) {
                Clause clause = contract.clauses().get(i);
                Answer violated = solver.check(with(meaning.facts(), List.of(negations.get(i))), limits);
                problem(violated, "`" + clause.text() + "` of " + contract.subject() + " holds of every call")
                        .ifPresent(message -> problems.add(Diagnostic.error("tautology", message, clause.at())));
            }
        }
        return problems;
    }

    private static Optional<String> problem(Answer answer, String whereUnsat) {
        return switch (answer) {
            case Answer.Sat _ -> Optional.empty();
            case Answer.Unsat _ -> Optional.of(whereUnsat);
            case Answer.Unknown unknown -> Optional.of("undecided, whether " + whereUnsat + ": " + unknown.reason());
        };
    }

    private static List<Term> truths(List<Clause> clauses, Meaning meaning) {
        return clauses.stream().map(clause -> meaning.truth(clause.formula())).toList();
    }

    private static List<Term> with(List<Term> facts, List<Term> more) {
        List<Term> all = new ArrayList<>(facts);
        all.addAll(more);
        return all;
    }
}
