package dev.ken.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Asks first with multiplication and division replaced by unknown functions, which is cheap and enough when both programs
/// divide the same numbers. What cannot hold then cannot hold at all. A model of the replaced question is believed only
/// if it satisfies the original one; otherwise the original is asked. Every model that leaves here was evaluated again.
public record ExactingSolver(Terms terms, Solver behind) implements Solver {
    @Override
    public Answer check(List<Term> assertions, SolverLimits limits) {
        for (Term assertion : assertions) {
            if (assertion == terms.bool(false)) {
                return new Answer.Unsat();
            }
        }
        Map<Term, Term> done = new HashMap<>();
        List<Term> abstracted = new ArrayList<>();
        boolean replaced = false;
        for (Term assertion : assertions) {
            Term other = replace(assertion, done);
            replaced |= other != assertion;
            abstracted.add(other);
        }
        if (replaced) {
            Answer cheap = behind.check(abstracted, limits);
            if (cheap instanceof Answer.Unsat || cheap instanceof Answer.Sat(Model model) && satisfies(model, assertions)) {
                return cheap;
            }
        }
        Answer answer = behind.check(assertions, limits);
        return answer instanceof Answer.Sat(Model model) && !satisfies(model, assertions)
                ? new Answer.Unknown("the solver's model does not satisfy the assertions")
                : answer;
    }

    private static boolean satisfies(Model model, List<Term> assertions) {
        Evaluator evaluator = new Evaluator(model);
        return assertions.stream().allMatch(evaluator::holds);
    }

    private Term replace(Term term, Map<Term, Term> done) {
        if (!(term instanceof Term.Apply apply)) {
            return term;
        }
        Term known = done.get(term);
        if (known == null) {
            List<Term> arguments =
                    apply.arguments().stream().map(a -> replace(a, done)).toList();
            known = switch (apply.op()) {
                case MUL, UDIV, UREM, SDIV, SREM ->
                    terms.call("abstract." + apply.op().smt() + apply.width(), apply.sort(), arguments);
                case NOT, AND, OR, EQ, ITE, ADD, SUB, BIT_AND, BIT_OR, BIT_XOR, BIT_NOT, SHL, LSHR, ASHR ->
                    arguments.equals(apply.arguments()) ? apply : terms.rebuild(apply, arguments);
                case ULT, ULE, SLT, SLE, CONCAT, EXTRACT, ZERO_EXTEND, SIGN_EXTEND, CALL ->
                    arguments.equals(apply.arguments()) ? apply : terms.rebuild(apply, arguments);
            };
            done.put(term, known);
        }
        return known;
    }
}
