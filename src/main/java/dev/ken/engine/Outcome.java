package dev.ken.engine;

import dev.ken.engine.ModelClauses.Opinion;
import dev.ken.engine.Understanding.Question;
import dev.ken.engine.Understanding.Understood;
import dev.ken.verify.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a request ended.
public sealed interface Outcome {
    /// `attempt` is proved; `earlier` are those before it.
    ///
    /// @param opinion what a model's clauses say of it; empty where none was asked
    record Accepted(Understood understood, Attempt attempt, List<Attempt> earlier, Optional<Opinion> opinion)
            implements Outcome {
        public Accepted {
            earlier = List.copyOf(earlier);
            if (!attempt.accepted()) {
                throw new IllegalStateException("accepted without a proof");
            }
        }
    }

    /// The program is proved for the intent, and breaks what a model reads in the same request. Which is meant
    /// is for the user to say.
    record Disputed(Accepted accepted, Opinion.Broken opinion) implements Outcome {
        /// The two readings, as a question.
        public Question question() {
            String clauses = opinion.attempt().judgement().stream()
                    .flatMap(judgement -> judgement.findings().stream())
                    .filter(Finding::refuted)
                    .map(Finding::gloss)
                    .collect(Collectors.joining("; "));
            return new Question(
                    "The program does what was understood, and not what the clauses of " + opinion.author()
                            + " demand. Which is meant? (--assume takes the first)",
                    List.of(String.join(". ", accepted.understood().sentences()), clauses));
        }
    }

    /// Nothing was proved within the trials. The list is empty where nobody wrote a program at all; nothing is
    /// understood where comprehension was switched off.
    record Exhausted(Optional<Understood> understood, List<Attempt> attempts) implements Outcome {
        public Exhausted {
            attempts = List.copyOf(attempts);
        }

        /// The attempt that came nearest, the later of two; empty where there is none.
        public Optional<Attempt> best() {
            return attempts.stream().reduce((a, b) -> b.distance() <= a.distance() ? b : a);
        }

        /// What the best attempt fails in, and which detail from the user would help.
        public List<String> questions() {
            return best().stream()
                    .flatMap(best -> best.feedback().stream().map(Exhausted::question))
                    .distinct()
                    .toList();
        }

        private static String question(Feedback feedback) {
            return switch (feedback) {
                case Feedback.MissesIntent(var finding) ->
                    "It does not hold that " + finding.gloss()
                            + ". Is that wanted? If not, say in the request what is shown, of what, and how it is grouped.";
                case Feedback.Undecided undecided
                when undecided.equals(Feedback.UNJUDGED) ->
                    "It was not judged. Shall it be? Then leave out --no-judge and --no-comprehension.";
                case Feedback.Undecided(var _, var gloss, var reason) ->
                    "It is not known whether " + gloss + " (" + reason
                            + "); nothing was shown to be wrong. Would something simpler do: fewer conditions, one measure?";
                case Feedback.NotAProgram _ ->
                    "It is not a program. Can you name the probe, or describe the event in other words?";
                case Feedback.Unsafe _ -> "It uses something that is not allowed. Would watching alone do?";
                case Feedback.KernelRejects _ -> "The kernel refuses it. Is there another event that would do?";
            };
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
