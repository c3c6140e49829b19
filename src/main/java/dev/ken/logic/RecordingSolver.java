package dev.ken.logic;

import java.util.List;
import java.util.function.Supplier;

/// Hands every question, as an SMT-LIB script, with its claim and its answer to `sink`, and passes questions and
/// answers on unchanged. Nothing else is done with the claim.
///
/// @param claim what the questions are about, in words
public record RecordingSolver(Solver behind, Supplier<String> claim, Sink sink) implements Solver {
    /// Where records go.
    public interface Sink {
        void asked(String claim, String script, Answer answer);
    }

    @Override
    public Answer check(List<Term> assertions, SolverLimits limits) {
        Answer answer = behind.check(assertions, limits);
        sink.asked(claim.get(), SmtLib.script(assertions), answer);
        return answer;
    }

    @Override
    public Solver unrecorded() {
        return behind.unrecorded();
    }

    @Override
    public Solver recording(Solver steps) {
        return new RecordingSolver(steps, claim, sink);
    }

    /// Claims add up: the outer one comes first.
    @Override
    public Solver about(Supplier<String> narrower) {
        return new RecordingSolver(
                behind, () -> claim.get().isEmpty() ? narrower.get() : claim.get() + "; " + narrower.get(), sink);
    }
}
