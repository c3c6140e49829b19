package dev.ken.logic;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What cannot hold is known again under other names, and nothing else is.
class ShapeSolverTest {
    private static final Sort WORD = Sort.bits(64);

    private final Terms terms = new Terms();
    private int asked;
    private final Solver never = (_, _) -> {
        asked++;
        return new Answer.Unsat();
    };

    private Term word(String name) {
        return terms.symbol(name, WORD);
    }

    /// `a < b`, `b < c`, `c < a` and `c < 3`.
    private List<Term> circle(String a, String b, String c) {
        return List.of(
                below(terms.number(3, 64), c),
                terms.bits(Op.ULT, word(a), word(b)),
                terms.bits(Op.ULT, word(b), word(c)),
                terms.bits(Op.ULT, word(c), word(a)));
    }

    @Test
    void namesAndOrderDoNotMatter() {
        Solver solver = new ShapeSolver(never);
        solver.check(circle("a", "b", "c"), SolverLimits.USUAL);
        assertThat(solver.check(circle("z", "y", "x").reversed(), SolverLimits.USUAL))
                .isEqualTo(new Answer.Unsat());
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void twoNamesAreNotOne() {
        assertThat(Shape.of(circle("a", "b", "c"))).isNotEqualTo(Shape.of(circle("a", "b", "b")));
        Term sum = terms.add(word("a"), word("b"));
        assertThat(Shape.of(List.of(terms.equal(sum, word("a")))))
                .isNotEqualTo(Shape.of(List.of(terms.equal(sum, word("c")))));
        assertThat(Shape.of(List.of(call("f", "a"), call("f", "b"))))
                .isNotEqualTo(Shape.of(List.of(call("f", "a"), call("g", "b"))));
    }

    @Test
    void numbersWidthsAndPlacesMatter() {
        assertThat(Shape.of(List.of(below(terms.number(7, 64), "a"))))
                .isNotEqualTo(Shape.of(List.of(below(terms.number(8, 64), "a"))));
        assertThat(Shape.of(List.of(terms.equal(terms.extract(word("a"), 7, 0), terms.number(1, 8)))))
                .isNotEqualTo(Shape.of(List.of(terms.equal(terms.extract(word("a"), 15, 8), terms.number(1, 8)))));
        assertThat(Shape.of(List.of(terms.equal(terms.symbol("n", Sort.bits(32)), terms.number(1, 32)))))
                .isNotEqualTo(Shape.of(List.of(terms.equal(word("a"), terms.number(1, 64)))));
        assertThat(Shape.of(List.of(terms.bits(Op.ULT, word("a"), terms.bits(Op.SUB, word("b"), word("c"))))))
                .isNotEqualTo(
                        Shape.of(List.of(terms.bits(Op.ULT, word("b"), terms.bits(Op.SUB, word("b"), word("c"))))));
    }

    @Test
    void whatCanHoldOrIsNotKnownIsAskedAgain() {
        for (Answer answer : List.of(new Answer.Sat(new Model(Map.of(), Map.of())), new Answer.Unknown("late"))) {
            asked = 0;
            Solver solver = new ShapeSolver((_, _) -> {
                asked++;
                return answer;
            });
            solver.check(circle("a", "b", "c"), SolverLimits.USUAL);
            assertThat(solver.check(circle("a", "b", "c"), SolverLimits.USUAL)).isEqualTo(answer);
            assertThat(asked).isEqualTo(2);
        }
    }

    /// Random questions about few values, of one shape only where all ways to give values say the same.
    @Test
    void questionsOfOneShapeHoldTogether() {
        Random random = new Random(7);
        Map<String, Boolean> known = new HashMap<>();
        int again = 0;
        for (int i = 0; i < 20_000; i++) {
            List<Term> question = new ArrayList<>();
            for (int j = 0; j < 3; j++) {
                question.add(comparison(random));
            }
            boolean holds = canHold(question);
            Boolean before = known.put(Shape.of(question).orElseThrow(), holds);
            again += before == null ? 0 : 1;
            assertThat(before == null || before == holds)
                    .as("%s", SmtLib.script(question))
                    .isTrue();
        }
        assertThat(again).isGreaterThan(100);
    }

    private Term comparison(Random random) {
        Term a = value(random);
        Term b = random.nextBoolean()
                ? value(random)
                : terms.bits(random.nextBoolean() ? Op.ADD : Op.SUB, value(random), value(random));
        Term one = random.nextBoolean() ? terms.equal(a, b) : terms.bits(Op.ULT, a, b);
        return random.nextBoolean() ? one : terms.not(one);
    }

    private Term value(Random random) {
        return random.nextInt(5) == 0
                ? terms.number(random.nextInt(2), 2)
                : terms.symbol("v" + random.nextInt(3), Sort.bits(2));
    }

    private static boolean canHold(List<Term> question) {
        for (int values = 0; values < 64; values++) {
            int all = values;
            Evaluator evaluator = new Evaluator(
                    new Model(Map.of("v0", big(all & 3), "v1", big(all >> 2 & 3), "v2", big(all >> 4)), Map.of()));
            if (question.stream().allMatch(evaluator::holds)) {
                return true;
            }
        }
        return false;
    }

    private static BigInteger big(int value) {
        return BigInteger.valueOf(value);
    }

    private Term below(Term limit, String name) {
        return terms.bits(Op.ULT, word(name), limit);
    }

    private Term call(String function, String argument) {
        return terms.call(function, Sort.BOOL, List.of(word(argument)));
    }
}
