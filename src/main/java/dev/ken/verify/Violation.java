package dev.ken.verify;

import dev.ken.logic.Evaluator;
import dev.ken.logic.Term;
import dev.ken.source.Span;
import java.util.function.Function;

/// A way to break a clause on one sequence: it is broken if `condition` can hold. The two functions say in
/// words what was asked for and what the program does, under the values that make it hold. Examples in which
/// `visible` holds too are shown first: there the two say different things.
record Violation(
        String clause,
        Term condition,
        Term visible,
        Span at,
        Function<Evaluator, String> expected,
        Function<Evaluator, String> got) {
    Violation(
            String clause,
            Term condition,
            Span at,
            Function<Evaluator, String> expected,
            Function<Evaluator, String> got) {
        this(clause, condition, condition, at, expected, got);
    }
}
