package dev.ken.engine;

import dev.ken.contract.Intent;
import dev.ken.synthesis.Rendering;
import java.util.List;
import java.util.Optional;

/// Writes programs. It never judges them.
public interface Proposer {
    /// The next program to try.
    ///
    /// @throws Unreachable if a service that is needed does not answer
    Step propose(Task task);

    /// What comes of asking for a program.
    sealed interface Step {}

    /// There is nothing that was not tried already.
    record Nothing() implements Step {}

    /// The target has no words for the intent, for `reason` (a sentence).
    record CannotSay(String reason) implements Step {}

    /// A program, who wrote it (`builtin`, `openai:NAME`), and what its output means where that is known.
    record Proposal(String program, String author, List<Rendering.Output> outputs) implements Step {
        public Proposal {
            outputs = List.copyOf(outputs);
        }
    }

    /// What is asked for, and what came of the programs before. The intent is empty where the request was not read.
    record Task(Request request, Optional<Intent> intent, Facts facts, List<Attempt> earlier) {
        public Task {
            earlier = List.copyOf(earlier);
        }
    }

    /// The world outside failed.
    final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final boolean retryHelps;

        public Unreachable(String message, boolean retryHelps) {
            super(message);
            this.retryHelps = retryHelps;
        }

        public boolean retryHelps() {
            return retryHelps;
        }
    }
}
