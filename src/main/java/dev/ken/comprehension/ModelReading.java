package dev.ken.comprehension;

import dev.ken.contract.Intent;
import java.util.List;

/// What a model made of a request.
public sealed interface ModelReading {
    /// @param leftOver words of the request that the intent does not use
    /// @param doubts   what the intent says and no word of the request is a ground for, as sentences
    record Read(Intent intent, List<String> leftOver, List<String> doubts) implements ModelReading {
        public Read {
            leftOver = List.copyOf(leftOver);
            doubts = List.copyOf(doubts);
        }
    }

    /// Nothing that can be said of this kernel and fits the request; `reason` is a sentence.
    record Unread(String reason) implements ModelReading {}
}
