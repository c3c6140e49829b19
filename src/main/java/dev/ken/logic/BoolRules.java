package dev.ken.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Local simplification of boolean connectives, equality and choice.
final class BoolRules {
    /// Most arguments that are held against each other, since that takes time by their square.
    private static final int MOST_COMPARED = 16;

    private BoolRules() {}

    /// Conjunction or disjunction: flattened, without repeats, in order of making.
    static Term nary(Terms terms, Op op, List<Term> arguments) {
        Term neutral = terms.bool(op == Op.AND);
        Term absorbing = terms.bool(op == Op.OR);
        Set<Term> flat = new LinkedHashSet<>();
        for (Term argument : arguments) {
            if (argument instanceof Term.Apply apply && apply.op() == op) {
                flat.addAll(apply.arguments());
            } else if (argument != neutral) {
                flat.add(argument);
            }
        }
        for (Term argument : flat) {
            if (argument == absorbing || flat.contains(terms.not(argument))) {
                return absorbing;
            }
        }
        if (op == Op.AND && contradict(flat)) {
            return absorbing;
        }
        Set<Term> resolved = resolved(terms, op, flat);
        if (!resolved.equals(flat)) {
            return nary(terms, op, List.copyOf(resolved));
        }
        if (flat.size() <= MOST_COMPARED) {
            Set<Term> needed = needed(op, flat);
            if (needed.size() < flat.size()) {
                return nary(terms, op, List.copyOf(needed));
            }
        }
        if (flat.size() <= 1) {
            return flat.isEmpty() ? neutral : flat.iterator().next();
        }
        List<Term> sorted = new ArrayList<>(flat);
        sorted.sort((a, b) -> Integer.compare(a.id(), b.id()));
        return terms.make(op, Sort.BOOL, sorted);
    }

    /// In a conjunction, a disjunction that contains a conjunct says nothing new, and a disjunct whose negation
    /// is a conjunct cannot be the one that holds; and the other way round.
    private static Set<Term> resolved(Terms terms, Op op, Set<Term> flat) {
        Op other = op == Op.AND ? Op.OR : Op.AND;
        Set<Term> resolved = new LinkedHashSet<>();
        for (Term term : flat) {
            if (!(term instanceof Term.Apply apply) || apply.op() != other) {
                resolved.add(term);
                continue;
            }
            List<Term> left = new ArrayList<>();
            boolean absorbed = false;
            for (Term inner : apply.arguments()) {
                absorbed |= flat.contains(inner);
                if (!flat.contains(terms.not(inner))) {
                    left.add(inner);
                }
            }
            if (!absorbed) {
                resolved.add(left.size() == apply.arguments().size() ? term : nary(terms, other, left));
            }
        }
        return resolved;
    }

    /// Of a conjunction, what the others do not say already: `a or b` says `a or b or c`, and `(a and b) or (a and c)`
    /// says `a`. The other way round of a disjunction.
    private static Set<Term> needed(Op op, Set<Term> flat) {
        Op other = op == Op.AND ? Op.OR : Op.AND;
        Set<Term> needed = new LinkedHashSet<>(flat);
        for (Term strong : flat) {
            if (strong instanceof Term.Apply apply && apply.op() == other && needed.contains(strong)) {
                needed.removeIf(term -> term != strong && says(apply, op, other, term));
            }
        }
        return needed;
    }

    private static boolean says(Term.Apply strong, Op op, Op other, Term weak) {
        boolean wider = weak instanceof Term.Apply apply
                && apply.op() == other
                && apply.arguments().containsAll(strong.arguments());
        return wider
                || strong.arguments().stream()
                        .allMatch(argument -> argument == weak
                                || argument instanceof Term.Apply inner
                                        && inner.op() == op
                                        && inner.arguments().contains(weak));
    }

    /// Whether one term is said to equal two different literals.
    private static boolean contradict(Set<Term> conjuncts) {
        Map<Term, Term> values = new HashMap<>();
        for (Term conjunct : conjuncts) {
            boolean fixes = conjunct instanceof Term.Apply apply
                    && apply.op() == Op.EQ
                    && apply.argument(0) instanceof Term.Literal;
            if (fixes) {
                Term.Apply apply = (Term.Apply) conjunct;
                Term before = values.putIfAbsent(apply.argument(1), apply.argument(0));
                if (before != null && before != apply.argument(0)) {
                    return true;
                }
            }
        }
        return false;
    }

    static Term equal(Terms terms, Term a, Term b) {
        if (a == b) {
            return terms.bool(true);
        }
        if (a instanceof Term.Literal && b instanceof Term.Literal) {
            return terms.bool(false);
        }
        if (terms.knowledge().unequal(a, b)) {
            return terms.bool(false);
        }
        Term left = a.id() < b.id() ? a : b;
        Term right = left == a ? b : a;
        if (right instanceof Term.Literal) {
            return equal(terms, right, left, true);
        }
        return equal(terms, left, right, left instanceof Term.Literal);
    }

    /// `a` is the literal, if either is.
    private static Term equal(Terms terms, Term a, Term b, boolean literal) {
        if (a.sort() instanceof Sort.Bool && literal) {
            return a == terms.bool(true) ? b : terms.not(b);
        }
        if (b instanceof Term.Apply apply && literal) {
            switch (apply.op()) {
                case ITE -> {
                    Term then = apply.argument(1);
                    Term otherwise = apply.argument(2);
                    // Where one of the two is plain, the comparison of the choice is a choice of comparisons.
                    Term first = plain(then) ? terms.equal(then, a) : a;
                    Term second = plain(otherwise) ? terms.equal(otherwise, a) : a;
                    if (isTruth(terms, first) || isTruth(terms, second)) {
                        return terms.choose(apply.argument(0), terms.equal(then, a), terms.equal(otherwise, a));
                    }
                }
                case ZERO_EXTEND, SIGN_EXTEND -> {
                    Term inner = apply.argument(0);
                    Term low = terms.extract(a, inner.width() - 1, 0);
                    return terms.extend(low, a.width(), apply.op() == Op.SIGN_EXTEND) == a
                            ? terms.equal(low, inner)
                            : terms.bool(false);
                }
                case CONCAT -> {
                    int lowWidth = apply.argument(1).width();
                    return terms.and(
                            terms.equal(terms.extract(a, a.width() - 1, lowWidth), apply.argument(0)),
                            terms.equal(terms.extract(a, lowWidth - 1, 0), apply.argument(1)));
                }
                case SUB -> {
                    if (((Term.Literal) a).isZero()) {
                        return terms.equal(apply.argument(0), apply.argument(1));
                    }
                }
                case NOT, AND, OR, EQ, ADD, MUL, UDIV, UREM, SDIV, SREM, BIT_AND, BIT_OR, BIT_XOR -> {}
                case BIT_NOT, SHL, LSHR, ASHR, ULT, ULE, SLT, SLE, EXTRACT, FLOOR_LOG2, CALL -> {}
            }
        }
        if (a instanceof Term.Apply x
                && b instanceof Term.Apply y
                && x.op() == Op.CONCAT
                && y.op() == Op.CONCAT
                && x.argument(0).sort().equals(y.argument(0).sort())) {
            return terms.and(terms.equal(x.argument(0), y.argument(0)), terms.equal(x.argument(1), y.argument(1)));
        }
        return terms.make(Op.EQ, Sort.BOOL, List.of(a, b));
    }

    private static boolean plain(Term term) {
        return term instanceof Term.Literal || term instanceof Term.Symbol;
    }

    private static boolean isTruth(Terms terms, Term term) {
        return term == terms.bool(true) || term == terms.bool(false);
    }

    static Term choose(Terms terms, Term condition, Term then, Term otherwise) {
        if (then == otherwise) {
            return then;
        }
        if (condition instanceof Term.Literal literal) {
            return literal.isZero() ? otherwise : then;
        }
        if (condition instanceof Term.Apply apply && apply.op() == Op.NOT) {
            return choose(terms, apply.argument(0), otherwise, then);
        }
        if (then.sort() instanceof Sort.Bool) {
            if (isTruth(terms, then)) {
                return then == terms.bool(true)
                        ? terms.or(condition, otherwise)
                        : terms.and(terms.not(condition), otherwise);
            }
            if (isTruth(terms, otherwise)) {
                return otherwise == terms.bool(true)
                        ? terms.or(terms.not(condition), then)
                        : terms.and(condition, then);
            }
            return terms.and(terms.or(terms.not(condition), then), terms.or(condition, otherwise));
        }
        Term inThen =
                then instanceof Term.Apply t && t.op() == Op.ITE && t.argument(0) == condition ? t.argument(1) : then;
        Term inElse = otherwise instanceof Term.Apply o && o.op() == Op.ITE && o.argument(0) == condition
                ? o.argument(2)
                : otherwise;
        if (inThen == inElse) {
            return inThen;
        }
        return terms.make(Op.ITE, inThen.sort(), List.of(condition, inThen, inElse));
    }
}
