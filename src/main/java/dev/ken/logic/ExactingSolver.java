package dev.ken.logic;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Asks hard questions in steps. First with wide texts narrowed ([TextNarrowing]) and multiplication, division
/// and logarithms replaced by unknown functions: what cannot hold then cannot hold at all, and this is enough
/// where both programs divide the same numbers. Then with some symbols fixed to sample values, under which the
/// arithmetic is plain computation. Last as it stands. A model is believed only if it satisfies the original
/// assertions, evaluated by [Evaluator].
///
/// @param samples values worth trying for symbols; each is tried on its own
public record ExactingSolver(Terms terms, Solver behind, List<Function<String, Optional<Long>>> samples)
        implements Solver {
    public ExactingSolver {
        samples = List.copyOf(samples);
    }

    @Override
    public Answer check(List<Term> assertions, SolverLimits limits) {
        if (assertions.contains(terms.bool(false))) {
            return new Answer.Unsat();
        }
        List<Term> abstracted = abstracted(assertions);
        Optional<List<Term>> narrow = TextNarrowing.of(terms, abstracted);
        if (narrow.isPresent() && behind.check(narrow.get(), limits) instanceof Answer.Unsat) {
            return new Answer.Unsat();
        }
        if (abstracted.equals(assertions)) {
            return believed(behind.check(assertions, limits), assertions);
        }
        Answer cheap = behind.check(abstracted, limits);
        if (cheap instanceof Answer.Unsat) {
            return cheap;
        }
        if (cheap instanceof Answer.Sat(Model model) && satisfies(model, assertions)) {
            return cheap;
        }
        for (Function<String, Optional<Long>> sample : samples) {
            Answer answer = fixed(assertions, sample, limits);
            if (answer instanceof Answer.Sat) {
                return answer;
            }
        }
        return believed(behind.check(defined(assertions), limits), assertions);
    }

    private static Answer believed(Answer answer, List<Term> assertions) {
        return answer instanceof Answer.Sat(Model model) && !satisfies(model, assertions)
                ? new Answer.Unknown("the solver's model does not satisfy the assertions")
                : answer;
    }

    private static boolean satisfies(Model model, List<Term> assertions) {
        Evaluator evaluator = new Evaluator(model);
        return assertions.stream().allMatch(evaluator::holds);
    }

    /// A model in which the sampled symbols have their sample values, if there is one; anything else says nothing.
    private Answer fixed(List<Term> assertions, Function<String, Optional<Long>> sample, SolverLimits limits) {
        Map<String, BigInteger> values = new HashMap<>();
        Substitution fixing = new Substitution(terms, leaf -> fix(leaf, sample, values), apply -> apply);
        List<Term> narrowed = assertions.stream().map(fixing::of).toList();
        if (narrowed.contains(terms.bool(false)) || values.isEmpty()) {
            return new Answer.Unknown("no model with the sample values");
        }
        if (!(behind.check(defined(narrowed), limits) instanceof Answer.Sat(Model model))) {
            return new Answer.Unknown("no model with the sample values");
        }
        values.putAll(model.symbols());
        Model whole = new Model(values, model.calls());
        return satisfies(whole, assertions)
                ? new Answer.Sat(whole)
                : new Answer.Unknown("no model with the sample values");
    }

    private Term fix(Term leaf, Function<String, Optional<Long>> sample, Map<String, BigInteger> values) {
        if (!(leaf instanceof Term.Symbol symbol) || !(symbol.sort() instanceof Sort.Bits(int width))) {
            return leaf;
        }
        Optional<Long> value = sample.apply(symbol.name());
        value.ifPresent(number -> values.put(symbol.name(), Bits.wrap(BigInteger.valueOf(number), width)));
        return value.map(number -> terms.number(number, width)).orElse(leaf);
    }

    private List<Term> abstracted(List<Term> assertions) {
        Substitution abstraction = new Substitution(terms, leaf -> leaf, this::abstraction);
        return assertions.stream().map(abstraction::of).toList();
    }

    private List<Term> defined(List<Term> assertions) {
        Substitution definitions = new Substitution(
                terms,
                leaf -> leaf,
                apply -> apply.op() == Op.FLOOR_LOG2 ? terms.logarithmDefinition(apply.argument(0)) : apply);
        return assertions.stream().map(definitions::of).toList();
    }

    private Term abstraction(Term.Apply apply) {
        return switch (apply.op()) {
            case MUL, UDIV, UREM, SDIV, SREM, FLOOR_LOG2 ->
                terms.call("abstract." + apply.op() + apply.width(), apply.sort(), apply.arguments());
            case NOT, AND, OR, EQ, ITE, ADD, SUB, BIT_AND, BIT_OR, BIT_XOR, BIT_NOT, SHL, LSHR, ASHR -> apply;
            case ULT, ULE, SLT, SLE, CONCAT, EXTRACT, ZERO_EXTEND, SIGN_EXTEND, CALL -> apply;
        };
    }
}
