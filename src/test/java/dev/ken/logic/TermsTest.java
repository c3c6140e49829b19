package dev.ken.logic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.logic.z3.Z3Solver;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Simplification must not change what a term means, and the solver must mean the same by it.
class TermsTest {
    private static final int WIDTH = 8;
    private static final int TRUTHS = 4;
    private static final List<Op> OPS = List.of(
            Op.ADD,
            Op.SUB,
            Op.MUL,
            Op.UDIV,
            Op.UREM,
            Op.SDIV,
            Op.SREM,
            Op.BIT_AND,
            Op.BIT_OR,
            Op.BIT_XOR,
            Op.SHL,
            Op.LSHR,
            Op.ASHR);
    private static final List<Op> COMPARISONS = List.of(Op.ULT, Op.ULE, Op.SLT, Op.SLE, Op.EQ);

    /// A term, and its value computed without any simplification.
    private record Both(Term term, BigInteger value) {}

    private final Terms terms = new Terms();
    private final Map<String, BigInteger> symbols = new HashMap<>();
    private final Random random = new Random(7);

    @Test
    void everySimplificationIsAnEquivalence() {
        for (int round = 0; round < 20_000; round++) {
            for (String name : List.of("a", "b", "c")) {
                symbols.put(name, BigInteger.valueOf(random.nextInt(256)));
            }
            Both both = bits(4);
            Evaluator evaluator = new Evaluator(new Model(symbols, Map.of()));
            assertThat(evaluator.value(both.term())).isEqualTo(both.value());
        }
    }

    @Test
    void simplifiedConnectivesMeanTheSame() {
        for (int round = 0; round < 5_000; round++) {
            Map<String, BigInteger> truths = new HashMap<>();
            for (int i = 0; i < TRUTHS; i++) {
                truths.put("p" + i, BigInteger.valueOf(random.nextInt(2)));
            }
            Both both = truth(5, truths);
            Evaluator evaluator = new Evaluator(new Model(truths, Map.of()));
            assertThat(evaluator.value(both.term())).as(both.term().toString()).isEqualTo(both.value());
        }
    }

    private Both truth(int depth, Map<String, BigInteger> truths) {
        if (depth == 0 || random.nextInt(6) == 0) {
            String name = "p" + random.nextInt(TRUTHS);
            return new Both(terms.symbol(name, Sort.BOOL), truths.getOrDefault(name, BigInteger.ZERO));
        }
        Both left = truth(depth - 1, truths);
        Both right = truth(depth - 1, truths);
        return switch (random.nextInt(3)) {
            case 0 ->
                new Both(terms.and(left.term(), right.term()), left.value().and(right.value()));
            case 1 -> new Both(terms.or(left.term(), right.term()), left.value().or(right.value()));
            default -> new Both(terms.not(left.term()), BigInteger.ONE.subtract(left.value()));
        };
    }

    @Test
    void theSolverAgreesWithTheEvaluator() {
        Z3Solver solver = new Z3Solver();
        for (int round = 0; round < 300; round++) {
            for (String name : List.of("a", "b", "c")) {
                symbols.put(name, BigInteger.valueOf(random.nextInt(256)));
            }
            Both both = bits(4);
            Term fixed = terms.and(symbols.entrySet().stream()
                    .map(e -> terms.equal(symbol(e.getKey()), terms.number(e.getValue(), WIDTH)))
                    .toList());
            Term differs = terms.unequal(both.term(), terms.number(both.value(), WIDTH));
            assertThat(solver.check(List.of(fixed, differs), SolverLimits.USUAL))
                    .isInstanceOf(Answer.Unsat.class);
        }
    }

    private Term symbol(String name) {
        return terms.symbol(name, Sort.bits(WIDTH));
    }

    private Both bits(int depth) {
        int kind = depth == 0 ? random.nextInt(2) : random.nextInt(7);
        return switch (kind) {
            case 0 -> {
                long value = random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(3);
                yield new Both(terms.number(value, WIDTH), BigInteger.valueOf(value));
            }
            case 1 -> {
                String name = List.of("a", "b", "c").get(random.nextInt(3));
                yield new Both(symbol(name), symbols.getOrDefault(name, BigInteger.ZERO));
            }
            case 2 -> {
                Both condition = bool(depth - 1);
                Both yes = bits(depth - 1);
                Both no = bits(depth - 1);
                yield new Both(
                        terms.choose(condition.term(), yes.term(), no.term()),
                        condition.value().signum() != 0 ? yes.value() : no.value());
            }
            case 3 -> extractOfConcat(depth);
            case 4 -> {
                Both of = bits(depth - 1);
                boolean signed = random.nextBoolean();
                BigInteger wide = signed ? Bits.wrap(Bits.signed(of.value(), WIDTH), 16) : of.value();
                int low = random.nextInt(9);
                yield new Both(
                        terms.extract(terms.extend(of.term(), 16, signed), low + 7, low),
                        Bits.wrap(wide.shiftRight(low), WIDTH));
            }
            default -> {
                Op op = OPS.get(random.nextInt(OPS.size()));
                Both a = bits(depth - 1);
                Both b = bits(depth - 1);
                yield new Both(terms.bits(op, a.term(), b.term()), Bits.apply(op, a.value(), b.value(), WIDTH));
            }
        };
    }

    private Both extractOfConcat(int depth) {
        Both high = bits(depth - 1);
        Both low = bits(depth - 1);
        int from = random.nextInt(9);
        BigInteger whole = high.value().shiftLeft(WIDTH).or(low.value());
        return new Both(
                terms.extract(terms.concat(high.term(), low.term()), from + 7, from),
                Bits.wrap(whole.shiftRight(from), WIDTH));
    }

    private Both bool(int depth) {
        if (depth == 0 || random.nextInt(3) > 0) {
            Op op = COMPARISONS.get(random.nextInt(COMPARISONS.size()));
            Both a = bits(Math.max(0, depth - 1));
            Both b = bits(Math.max(0, depth - 1));
            return new Both(terms.bits(op, a.term(), b.term()), Bits.apply(op, a.value(), b.value(), WIDTH));
        }
        Both a = bool(depth - 1);
        Both b = bool(depth - 1);
        return switch (random.nextInt(3)) {
            case 0 -> new Both(terms.and(a.term(), b.term()), a.value().and(b.value()));
            case 1 -> new Both(terms.or(a.term(), b.term()), a.value().or(b.value()));
            default -> new Both(terms.not(a.term()), BigInteger.ONE.subtract(a.value()));
        };
    }
}
