package dev.ken.logic;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the values of terms lie, as far as some assertions and the structure of the terms tell. Only values of
/// up to 64 bits are looked at.
final class Ranges {
    private static final int WIDEST = 64;
    /// How often what is known of one term is carried to others.
    private static final int PASSES = 2;

    private final Knowledge knowledge;
    private final Map<Term, Range> bounds = new HashMap<>();
    private final Map<Term, Range> known = new HashMap<>();
    private boolean impossible;

    private Ranges(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    static Ranges of(Terms terms, Iterable<Term> assertions) {
        Ranges ranges = new Ranges(terms.knowledge());
        for (int pass = 0; pass < PASSES; pass++) {
            assertions.forEach(ranges::learn);
            ranges.known.clear();
        }
        return ranges;
    }

    /// Whether the assertions cannot hold together.
    boolean impossible() {
        return impossible;
    }

    private void learn(Term assertion) {
        if (!(assertion instanceof Term.Apply apply)) {
            return;
        }
        boolean holds = apply.op() != Op.NOT;
        if (!((holds ? apply : apply.argument(0)) instanceof Term.Apply comparison)
                || comparison.arguments().size() != 2
                || !measured(comparison.argument(0))) {
            return;
        }
        Term a = comparison.argument(0);
        Term b = comparison.argument(1);
        switch (comparison.op()) {
            case EQ -> equal(a, b, holds);
            case ULT -> less(holds ? a : b, holds ? b : a, holds ? BigInteger.ONE : BigInteger.ZERO, false);
            case SLT -> less(holds ? a : b, holds ? b : a, holds ? BigInteger.ONE : BigInteger.ZERO, true);
            case NOT, AND, OR, ITE, ADD, SUB, MUL, UDIV, UREM, SDIV, SREM, BIT_AND, BIT_OR, BIT_XOR -> {}
            case BIT_NOT, SHL, LSHR, ASHR, ULE, SLE, CONCAT, EXTRACT, ZERO_EXTEND, SIGN_EXTEND, FLOOR_LOG2, CALL -> {}
        }
    }

    private void equal(Term a, Term b, boolean holds) {
        if (holds) {
            Range both = of(a).and(of(b));
            note(a, both);
            note(b, both);
        } else if (a instanceof Term.Literal literal) {
            note(b, of(b).without(literal.value()));
        }
    }

    /// `a + gap <= b`, where the gap is 0 or 1.
    private void less(Term a, Term b, BigInteger gap, boolean signed) {
        Range left = of(a);
        Range right = of(b);
        note(
                a,
                signed
                        ? left.atMostSigned(right.signedHigh().subtract(gap))
                        : left.atMost(right.high().subtract(gap)));
        note(
                b,
                signed
                        ? right.atLeastSigned(left.signedLow().add(gap))
                        : right.atLeast(left.low().add(gap)));
    }

    private void note(Term term, Range range) {
        impossible |= range.isEmpty();
        if (!(term instanceof Term.Literal)) {
            bounds.merge(term, range, Range::and);
            known.put(term, range);
        }
    }

    static boolean measured(Term term) {
        return term.sort() instanceof Sort.Bits(int width) && width <= WIDEST;
    }

    /// What is certain of a comparison, if anything.
    Optional<Boolean> decided(Term.Apply comparison) {
        boolean compares = comparison.op() == Op.EQ || comparison.op() == Op.ULT || comparison.op() == Op.SLT;
        if (!compares || !measured(comparison.argument(0))) {
            return Optional.empty();
        }
        Range a = of(comparison.argument(0));
        Range b = of(comparison.argument(1));
        if (comparison.op() == Op.ULT) {
            return ordered(a.low(), a.high(), b.low(), b.high());
        }
        if (comparison.op() == Op.SLT) {
            return ordered(a.signedLow(), a.signedHigh(), b.signedLow(), b.signedHigh());
        }
        return a.and(b).isEmpty() ? Optional.of(false) : Optional.empty();
    }

    private static Optional<Boolean> ordered(BigInteger low, BigInteger high, BigInteger from, BigInteger to) {
        if (high.compareTo(from) < 0) {
            return Optional.of(true);
        }
        return low.compareTo(to) >= 0 ? Optional.of(false) : Optional.empty();
    }

    Range of(Term term) {
        Range range = known.get(term);
        if (range == null) {
            range = structural(term);
            Range bound = bounds.get(term);
            range = bound == null ? range : range.and(bound);
            known.put(term, range);
        }
        return range;
    }

    private Range structural(Term term) {
        return switch (term) {
            case Term.Literal literal -> Range.of(literal.width(), literal.value(), literal.value());
            case Term.Symbol symbol -> Range.all(symbol.width());
            case Term.Apply apply -> applied(apply);
        };
    }

    private Range applied(Term.Apply apply) {
        List<Term> arguments = apply.arguments();
        boolean all = arguments.stream().skip(apply.op() == Op.ITE ? 1 : 0).allMatch(Ranges::measured);
        Range full = Range.all(apply.width());
        if (!all) {
            return full;
        }
        return switch (apply.op()) {
            case ITE -> of(arguments.get(1)).or(of(arguments.get(2)));
            case ADD ->
                unlessWrapped(
                        full, low(apply, 0).add(low(apply, 1)), high(apply, 0).add(high(apply, 1)));
            case MUL ->
                unlessWrapped(
                        full,
                        low(apply, 0).multiply(low(apply, 1)),
                        high(apply, 0).multiply(high(apply, 1)));
            case SUB -> difference(apply, full);
            case UDIV ->
                low(apply, 1).signum() > 0
                        ? Range.of(
                                apply.width(),
                                low(apply, 0).divide(high(apply, 1)),
                                high(apply, 0).divide(low(apply, 1)))
                        : full;
            case UREM ->
                low(apply, 1).signum() > 0
                        ? full.atMost(high(apply, 0).min(high(apply, 1).subtract(BigInteger.ONE)))
                        : full.atMost(high(apply, 0));
            case BIT_AND -> full.atMost(high(apply, 0).min(high(apply, 1)));
            case ZERO_EXTEND -> Range.of(apply.width(), low(apply, 0), high(apply, 0));
            case EXTRACT -> apply.low() == 0 ? unlessWrapped(full, low(apply, 0), high(apply, 0)) : full;
            case FLOOR_LOG2 -> full.atMost(BigInteger.valueOf(apply.width() - 1L));
            case NOT, AND, OR, EQ, SDIV, SREM, BIT_OR, BIT_XOR, BIT_NOT, SHL, LSHR, ASHR, ULT, ULE, SLT, SLE -> full;
            case CONCAT, SIGN_EXTEND, CALL -> full;
        };
    }

    private BigInteger low(Term.Apply apply, int argument) {
        return of(apply.argument(argument)).low();
    }

    private BigInteger high(Term.Apply apply, int argument) {
        return of(apply.argument(argument)).high();
    }

    private static Range unlessWrapped(Range full, BigInteger low, BigInteger high) {
        return high.compareTo(full.high()) <= 0 ? Range.of(full.width(), low, high) : full;
    }

    private Range difference(Term.Apply apply, Range full) {
        boolean later = knowledge.less(apply.argument(1), apply.argument(0)).orElse(false);
        BigInteger low = low(apply, 0).subtract(high(apply, 1)).max(later ? BigInteger.ONE : full.signedLow());
        BigInteger high = high(apply, 0).subtract(low(apply, 1));
        return low.signum() >= 0 ? Range.of(full.width(), low, high) : full;
    }
}
