package dev.ken.logic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.logic.z3.Z3Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Going through cases must not change an answer: on random questions of the kind that the judge asks (bounds
/// of symbols, sums over guards, quotients, unknown functions) it says what the solver says of the question as
/// it stands.
class CaseAnalysisTest {
    private static final int QUESTIONS = 2_000;
    private static final int WIDTH = 6;

    private final Random random = new Random(11);
    private final Terms terms = new Terms();

    @Test
    void theAnswerIsThatOfTheSolver() {
        int impossible = 0;
        Z3Solver solver = new Z3Solver();
        for (int i = 0; i < QUESTIONS; i++) {
            List<Term> question = new ArrayList<>();
            for (int fact = random.nextInt(5); fact >= 0; fact--) {
                question.add(comparison(0));
            }
            question.add(truth(3));
            Answer plain = solver.check(question, SolverLimits.USUAL);
            Answer byCases = new CaseAnalysis(terms, solver).check(question, SolverLimits.USUAL);
            assertThat(byCases.getClass()).as(SmtLib.script(question)).isEqualTo(plain.getClass());
            if (byCases instanceof Answer.Sat(Model model)) {
                Evaluator evaluator = new Evaluator(model);
                assertThat(question.stream().allMatch(evaluator::holds))
                        .as(SmtLib.script(question))
                        .isTrue();
            } else {
                impossible++;
            }
        }
        assertThat(impossible).isBetween(QUESTIONS / 5, QUESTIONS * 4 / 5);
    }

    @Test
    void sumsOverGuardsNeedNoSolver() {
        Solver none = (assertions, limits) -> {
            throw new AssertionError("asked: " + SmtLib.script(assertions));
        };
        Term zero = terms.number(0, 64);
        Term limit = terms.number(1_000, 64);
        List<Term> facts = new ArrayList<>();
        Term one = zero;
        Term other = zero;
        for (int i = 0; i < 5; i++) {
            Term value = terms.symbol("v" + i, Sort.bits(64));
            Term guard = terms.symbol("g" + i, Sort.BOOL);
            facts.add(terms.bits(Op.ULT, value, limit));
            one = terms.choose(guard, terms.add(one, value), one);
            other = terms.choose(guard, terms.add(value, other), other);
        }
        facts.add(terms.unequal(one, other));
        assertThat(new CaseAnalysis(terms, none).check(facts, SolverLimits.USUAL))
                .isEqualTo(new Answer.Unsat());
    }

    @Test
    void quotientsGrowWithWhatIsDivided() {
        Solver none = (assertions, limits) -> {
            throw new AssertionError("asked: " + SmtLib.script(assertions));
        };
        Term a = terms.symbol("a", Sort.bits(64));
        Term b = terms.symbol("b", Sort.bits(64));
        Term by = terms.number(1_000, 64);
        Term less = terms.bits(Op.ULT, terms.bits(Op.UDIV, a, by), terms.bits(Op.UDIV, b, by));
        Term notLess = terms.not(terms.bits(Op.ULT, a, b));
        for (List<Term> question : List.of(List.of(less, notLess), List.of(notLess, less))) {
            assertThat(new CaseAnalysis(terms, none).check(question, SolverLimits.USUAL))
                    .isEqualTo(new Answer.Unsat());
        }
    }

    private Term value(int depth) {
        return switch (depth == 0 ? random.nextInt(2) : random.nextInt(9)) {
            case 0 -> terms.number(random.nextInt(3) == 0 ? random.nextInt(64) : random.nextInt(3), WIDTH);
            case 1 -> terms.symbol("v" + random.nextInt(4), Sort.bits(WIDTH));
            case 2, 3 -> terms.choose(truth(depth - 1), value(depth - 1), value(depth - 1));
            case 4 -> terms.call("f", Sort.bits(WIDTH), List.of(value(depth - 1)));
            case 5 -> terms.bits(Op.UDIV, value(depth - 1), terms.number(1 + random.nextInt(4), WIDTH));
            case 6 ->
                terms.bits(pick(Op.SUB, Op.MUL, Op.UREM, Op.BIT_AND, Op.UDIV), value(depth - 1), value(depth - 1));
            case 7 ->
                terms.extend(terms.extract(value(depth - 1), 2 + random.nextInt(3), 0), WIDTH, random.nextBoolean());
            default -> terms.add(value(depth - 1), value(depth - 1));
        };
    }

    private Term comparison(int depth) {
        Term comparison = terms.bits(pick(Op.EQ, Op.ULT, Op.ULE, Op.SLT, Op.SLE), value(depth), value(depth));
        return random.nextInt(3) == 0 ? terms.not(comparison) : comparison;
    }

    private Term truth(int depth) {
        return switch (depth == 0 ? random.nextInt(2) : random.nextInt(5)) {
            case 0 -> terms.symbol("g" + random.nextInt(3), Sort.BOOL);
            case 1, 2 -> comparison(depth);
            case 3 -> terms.and(truth(depth - 1), truth(depth - 1));
            default -> terms.or(truth(depth - 1), truth(depth - 1));
        };
    }

    private Op pick(Op... ops) {
        return ops[random.nextInt(ops.length)];
    }
}
