package dev.ken.contract.clause;

import dev.ken.contract.clause.Contract.Clause;
import dev.ken.contract.clause.Contract.Time;
import dev.ken.logic.Answer;
import dev.ken.logic.Solver;
import dev.ken.logic.SolverLimits;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.util.ArrayList;
import java.util.List;

/// Whether a contract can be meant: some call satisfies it, and every clause rules something out. The contract must
/// resolve ([Resolution]).
public final class Soundness {
    private Soundness() {}

    /// What is wrong, one sentence each; empty for a contract that can be meant.
    public static List<String> problems(Contract contract, Signature signature, Solver solver, SolverLimits limits) {
        List<String> problems = new ArrayList<>();
        Terms terms = new Terms();
        Meaning meaning = new Meaning(signature, terms);
        List<Term> entry = truths(contract.clauses(Time.REQUIRES), meaning);
        List<Term> all = truths(contract.clauses(), meaning);
        if (!(solver.check(with(meaning.facts(), entry), limits) instanceof Answer.Sat)) {
            problems.add("no call satisfies what " + contract.subject() + " requires");
        } else if (!(solver.check(with(meaning.facts(), all), limits) instanceof Answer.Sat)) {
            problems.add("no call satisfies what " + contract.subject() + " ensures");
        }
        for (Clause clause : contract.clauses()) {
            Term not = terms.not(meaning.truth(clause.formula()));
            if (!(solver.check(with(meaning.facts(), List.of(not)), limits) instanceof Answer.Sat)) {
                problems.add("`" + clause.text() + "` of " + contract.subject() + " holds of every call");
            }
        }
        return problems;
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
