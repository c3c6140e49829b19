package dev.ken.engine;

import dev.ken.contract.Intent;
import java.util.List;

/// What reading a request gives.
public sealed interface Understanding {
    /// `sentences` say the intent in English, in one or two lines; `text` is the intent as text that can be stored and
    /// read.
    record Understood(Intent intent, List<String> sentences, String text) implements Understanding {
        public Understood {
            sentences = List.copyOf(sentences);
        }
    }

    /// Readings compete, or something is left open.
    ///
    /// @param readings what the choices of the first question mean, likeliest first; may be empty
    record NeedsClarification(List<Question> questions, List<Understood> readings) implements Understanding {
        public NeedsClarification {
            questions = List.copyOf(questions);
            readings = List.copyOf(readings);
        }
    }

    /// Understood, but not to be done; `reason` is a sentence.
    record Declined(String reason) implements Understanding {}

    /// Not understood as a request about the kernel. `hints` are sentences.
    record NotUnderstood(String reason, List<String> hints) implements Understanding {
        public NotUnderstood {
            hints = List.copyOf(hints);
        }
    }

    /// A question to the user, and answers to choose from (whole requests or words to add; may be empty).
    record Question(String text, List<String> choices) {
        public Question {
            choices = List.copyOf(choices);
        }
    }
}
