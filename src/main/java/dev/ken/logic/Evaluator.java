package dev.ken.logic;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Computes the value of terms under a [Model], by the definition of each operator and without any simplification or
/// solver: the check that a solver's model really is one.
public final class Evaluator {
    /// Values of symbols and of functions at concrete arguments.
    public interface Valuation {
        BigInteger value(Term.Symbol symbol);

        BigInteger call(Term.Apply call, List<BigInteger> arguments);
    }

    private final Valuation model;
    private final Map<Term, BigInteger> known = new HashMap<>();

    public Evaluator(Valuation model) {
        this.model = model;
    }

    public boolean holds(Term term) {
        return value(term).signum() != 0;
    }

    /// The value; symbols and calls that the model does not mention are 0.
    public BigInteger value(Term term) {
        BigInteger value = known.get(term);
        if (value == null) {
            value = compute(term);
            known.put(term, value);
        }
        return value;
    }

    private BigInteger compute(Term term) {
        return switch (term) {
            case Term.Literal literal -> literal.value();
            case Term.Symbol symbol -> model.value(symbol);
            case Term.Apply apply -> apply(apply);
        };
    }

    private BigInteger apply(Term.Apply apply) {
        List<Term> a = apply.arguments();
        return switch (apply.op()) {
            case NOT -> Bits.truth(!holds(a.get(0)));
            case AND -> Bits.truth(a.stream().allMatch(this::holds));
            case OR -> Bits.truth(a.stream().anyMatch(this::holds));
            case ITE -> value(holds(a.get(0)) ? a.get(1) : a.get(2));
            case EQ -> Bits.truth(value(a.get(0)).equals(value(a.get(1))));
            case ADD, SUB, MUL, UDIV, UREM, SDIV, SREM, BIT_AND, BIT_OR, BIT_XOR, SHL, LSHR, ASHR, ULT, ULE, SLT, SLE ->
                Bits.apply(
                        apply.op(), value(a.get(0)), value(a.get(1)), a.get(0).width());
            case BIT_NOT -> Bits.mask(apply.width()).subtract(value(a.get(0)));
            case CONCAT -> value(a.get(0)).shiftLeft(a.get(1).width()).or(value(a.get(1)));
            case EXTRACT -> Bits.wrap(value(a.get(0)).shiftRight(apply.low()), apply.width());
            case ZERO_EXTEND -> value(a.get(0));
            case SIGN_EXTEND -> Bits.wrap(Bits.signed(value(a.get(0)), a.get(0).width()), apply.width());
            case FLOOR_LOG2 -> BigInteger.valueOf(Math.max(0, value(a.get(0)).bitLength() - 1));
            case CALL -> model.call(apply, a.stream().map(this::value).toList());
        };
    }
}
