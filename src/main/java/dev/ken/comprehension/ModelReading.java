package dev.ken.comprehension;

import dev.ken.contract.Intent;
import java.util.List;
import java.util.Optional;

/// What a model made of a request.
public sealed interface ModelReading {
    /// @param leftOver words of the request that the intent does not use
    /// @param doubts   what the intent says and no word of the request is a ground for, or what is lost
    /// @param light    whether what is left over cannot turn or narrow what is meant, as far as is known
    /// @param plain    the request in the model's plain words, which the reader understands; empty: it wrote
    ///                 the intent
    record Read(Intent intent, List<String> leftOver, List<String> doubts, boolean light, String plain)
            implements ModelReading {
        public Read {
            leftOver = List.copyOf(leftOver);
            doubts = List.copyOf(doubts);
        }

        /// Whether it may be taken without a question.
        public boolean isSure() {
            return doubts.isEmpty() && light;
        }
    }

    /// Nothing that can be said of this kernel and fits the request; `reason` is a sentence.
    record Unread(String reason) implements ModelReading {}

    /// What may be taken or asked about.
    static Optional<Read> of(ModelCheck.Checked checked, String plain) {
        return checked.intent()
                .filter(_ -> checked.wrong().isEmpty())
                .map(intent -> new Read(intent, checked.leftOver(), checked.doubts(), checked.light(), plain));
    }
}
