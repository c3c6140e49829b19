package dev.ken.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Goes through the cases of the conditions that values are chosen by, and simplifies in each: equal symbols
/// become one, what is known to hold or not is put in, and comparisons are decided by where values lie
/// ([Ranges]). Sums over guards, which are hard once they are bits, mostly fall into cases that are plainly
/// impossible. What is left of a case is asked `behind`; where there are too many, all of it is, as it stands.
public record CaseAnalysis(Terms terms, Solver behind) implements Solver {
    private static final int MOST_CASES = 400;
    private static final int MOST_QUESTIONS = 8;

    @Override
    public Answer check(List<Term> assertions, SolverLimits limits) {
        return new Search(limits)
                .cases(new LinkedHashSet<>(), assertions)
                .orElseGet(() -> behind.check(assertions, limits));
    }

    /// @param units what holds, in terms without choices
    /// @param rest  what else holds
    private record Case(Set<Term> units, List<Term> rest) {}

    private final class Search {
        private final SolverLimits limits;
        private final Map<Term, Boolean> choices = new HashMap<>();
        private int cases;
        private int questions;

        Search(SolverLimits limits) {
            this.limits = limits;
        }

        /// The answer; empty where there are too many cases.
        Optional<Answer> cases(Set<Term> units, List<Term> rest) {
            if (++cases > MOST_CASES) {
                return Optional.empty();
            }
            Optional<Case> settled = settled(units, rest);
            if (settled.isEmpty()) {
                return Optional.of(new Answer.Unsat());
            }
            Case left = settled.get();
            Optional<Term> condition = condition(left.rest());
            return condition.isPresent() ? both(left, condition.get()) : asked(left);
        }

        private Optional<Answer> both(Case left, Term condition) {
            Optional<Answer> undecided = Optional.empty();
            for (Term side : List.of(condition, terms.not(condition))) {
                Set<Term> units = new LinkedHashSet<>(left.units());
                units.add(side);
                Optional<Answer> answer = cases(units, left.rest());
                if (answer.isEmpty() || answer.get() instanceof Answer.Sat) {
                    return answer;
                }
                undecided = answer.get() instanceof Answer.Unknown ? answer : undecided;
            }
            return undecided.isPresent() ? undecided : Optional.of(new Answer.Unsat());
        }

        private Optional<Answer> asked(Case left) {
            if (++questions > MOST_QUESTIONS) {
                return Optional.empty();
            }
            List<Term> all = new ArrayList<>(left.units());
            all.addAll(left.rest());
            return Optional.of(behind.check(all, limits));
        }

        /// A case after all that follows plainly; empty where it is impossible.
        private Optional<Case> settled(Set<Term> before, List<Term> open) {
            Set<Term> units = new LinkedHashSet<>(before);
            List<Term> rest = open;
            boolean grown = true;
            while (grown) {
                Optional<Substitution> simplified = simplification(units);
                if (simplified.isEmpty()) {
                    return Optional.empty();
                }
                grown = false;
                List<Term> next = new ArrayList<>();
                for (Term term : rest) {
                    for (Term part : conjuncts(simplified.get().of(term))) {
                        if (part == terms.bool(false)) {
                            return Optional.empty();
                        }
                        if (!isUnit(part)) {
                            next.add(part);
                        } else if (part != terms.bool(true)) {
                            grown |= units.add(part);
                        }
                    }
                }
                rest = next;
            }
            return Optional.of(new Case(units, rest));
        }

        private static List<Term> conjuncts(Term term) {
            return term instanceof Term.Apply apply && apply.op() == Op.AND ? apply.arguments() : List.of(term);
        }

        private boolean isUnit(Term term) {
            Term atom = term instanceof Term.Apply apply && apply.op() == Op.NOT ? apply.argument(0) : term;
            return isAtom(atom) && !chooses(atom);
        }

        private static boolean isAtom(Term term) {
            return !(term instanceof Term.Apply apply)
                    || apply.op() != Op.AND && apply.op() != Op.OR && apply.op() != Op.NOT;
        }

        private boolean chooses(Term term) {
            if (!(term instanceof Term.Apply apply)) {
                return false;
            }
            Boolean known = choices.get(term);
            if (known == null) {
                known = apply.op() == Op.ITE || apply.arguments().stream().anyMatch(this::chooses);
                choices.put(term, known);
            }
            return known;
        }

        /// How terms are simplified where `units` hold; empty where they cannot.
        private Optional<Substitution> simplification(Set<Term> units) {
            Map<Term, Term> same = new HashMap<>();
            Substitution renaming = renaming(same);
            for (Term unit : units) {
                if (unit instanceof Term.Apply apply && apply.op() == Op.EQ) {
                    Term a = renaming.of(apply.argument(0));
                    Term b = renaming.of(apply.argument(1));
                    boolean later = isNamed(b) && (isNamed(a) || a instanceof Term.Literal);
                    if (a != b && (later || isNamed(a) && b instanceof Term.Literal)) {
                        same.put(later ? b : a, later ? a : b);
                        renaming = renaming(same);
                    }
                }
            }
            Map<Term, Term> truths = new LinkedHashMap<>();
            Set<Term> renamed = new LinkedHashSet<>();
            for (Term unit : units) {
                Term now = renaming.of(unit);
                if (now == terms.bool(false) || truths.get(now) == terms.bool(false)) {
                    return Optional.empty();
                }
                if (now != terms.bool(true)) {
                    renamed.add(now);
                    truths.put(now, terms.bool(true));
                    truths.put(terms.not(now), terms.bool(false));
                    Optional<Term> plain = divided(now);
                    if (plain.isPresent() && truths.get(plain.get()) == terms.bool(false)) {
                        return Optional.empty();
                    }
                    plain.ifPresent(less -> {
                        truths.put(less, terms.bool(true));
                        truths.put(terms.not(less), terms.bool(false));
                    });
                }
            }
            Ranges ranges = Ranges.of(terms, renamed);
            return ranges.impossible()
                    ? Optional.empty()
                    : Optional.of(new Substitution(
                            terms,
                            leaf -> truths.getOrDefault(end(same, leaf), end(same, leaf)),
                            apply -> decided(end(same, apply), truths, ranges)));
        }

        private Substitution renaming(Map<Term, Term> same) {
            return new Substitution(terms, leaf -> end(same, leaf), apply -> end(same, apply));
        }

        /// A value that is known by its name only, and so may take the place of an equal one.
        private static boolean isNamed(Term term) {
            return term instanceof Term.Symbol || term instanceof Term.Apply apply && apply.op() == Op.CALL;
        }

        private Term decided(Term term, Map<Term, Term> truths, Ranges ranges) {
            Term truth = truths.get(term);
            if (truth != null || !(term instanceof Term.Apply apply)) {
                return truth == null ? term : truth;
            }
            boolean smaller = divided(apply)
                    .filter(plain -> plain == terms.bool(false) || truths.get(plain) == terms.bool(false))
                    .isPresent();
            return smaller
                    ? terms.bool(false)
                    : ranges.decided(apply).map(terms::bool).orElse(apply);
        }

        /// Of `a / c < b / c`, that `a < b`.
        private Optional<Term> divided(Term term) {
            return term instanceof Term.Apply less
                            && less.op() == Op.ULT
                            && less.argument(0) instanceof Term.Apply a
                            && less.argument(1) instanceof Term.Apply b
                            && a.op() == Op.UDIV
                            && b.op() == Op.UDIV
                            && a.argument(1) == b.argument(1)
                            && a.argument(1) instanceof Term.Literal by
                            && !by.isZero()
                    ? Optional.of(terms.bits(Op.ULT, a.argument(0), b.argument(0)))
                    : Optional.empty();
        }

        private static Term end(Map<Term, Term> same, Term term) {
            Term next = same.get(term);
            return next == null ? term : end(same, next);
        }

        /// The condition of a choice to go through the cases of: equalities of symbols first, since they make terms
        /// meet.
        private Optional<Term> condition(List<Term> rest) {
            Set<Term> seen = new LinkedHashSet<>();
            List<Term> open = new ArrayList<>(rest);
            Optional<Term> best = Optional.empty();
            while (!open.isEmpty()) {
                Term term = open.removeLast();
                if (term instanceof Term.Apply apply && seen.add(term) && chooses(term)) {
                    open.addAll(apply.arguments());
                    if (apply.op() == Op.ITE) {
                        best = better(best, apply.argument(0));
                    }
                }
            }
            return best;
        }

        private Optional<Term> better(Optional<Term> best, Term condition) {
            if (condition instanceof Term.Apply apply && !isAtom(condition)) {
                Optional<Term> found = best;
                for (Term part : apply.arguments()) {
                    found = better(found, part);
                }
                return found;
            }
            return chooses(condition)
                            || best.filter(other -> !before(condition, other)).isPresent()
                    ? best
                    : Optional.of(condition);
        }

        private static boolean before(Term a, Term b) {
            return rank(a) < rank(b) || rank(a) == rank(b) && a.id() < b.id();
        }

        private static int rank(Term atom) {
            boolean renames =
                    atom instanceof Term.Apply apply && apply.op() == Op.EQ && apply.argument(1) instanceof Term.Symbol;
            return renames ? 0 : 1;
        }
    }
}
