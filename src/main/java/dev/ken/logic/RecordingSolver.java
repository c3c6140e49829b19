package dev.ken.logic;

import java.util.List;
import java.util.function.BiConsumer;

/// Hands every question, as an SMT-LIB script, and its answer to `record`, and passes both on unchanged.
public record RecordingSolver(Solver behind, BiConsumer<String, Answer> record) implements Solver {
    @Override
    public Answer check(List<Term> assertions, SolverLimits limits) {
        Answer answer = behind.check(assertions, limits);
        record.accept(SmtLib.script(assertions), answer);
        return answer;
    }
}
