package dev.ken.engine;

import dev.ken.engine.Understanding.Question;
import dev.ken.engine.Understanding.Understood;
import java.util.List;
import java.util.Optional;

/// How a request ended.
public sealed interface Outcome {
    /// `attempt` is proved; `earlier` are those before it.
    record Accepted(Understood understood, Attempt attempt, List<Attempt> earlier) implements Outcome {
        public Accepted {
            earlier = List.copyOf(earlier);
            if (!attempt.accepted()) {
                throw new IllegalStateException("accepted without a proof");
            }
        }
    }

    /// Nothing was proved within the trials. The list is empty where nobody wrote a program at all; nothing is
    /// understood
    /// where comprehension was switched off.
    record Exhausted(Optional<Understood> understood, List<Attempt> attempts) implements Outcome {
        public Exhausted {
            attempts = List.copyOf(attempts);
        }

        /// The attempt that came nearest, the later of two; empty where there is none.
        public Optional<Attempt> best() {
            return attempts.stream().reduce((a, b) -> b.distance() <= a.distance() ? b : a);
        }
    }

    record NeedsClarification(List<Question> questions) implements Outcome {
        public NeedsClarification {
            questions = List.copyOf(questions);
        }
    }

    record Declined(String reason) implements Outcome {}

    record NotUnderstood(String reason, List<String> hints) implements Outcome {
        public NotUnderstood {
            hints = List.copyOf(hints);
        }
    }
}
