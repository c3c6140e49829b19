package dev.ken.comprehension;

import dev.ken.contract.Intent;
import java.util.List;

/// What a model made of a request.
public sealed interface ModelReading {
    /// @param leftOver words of the request that the intent does not use
    record Read(Intent intent, List<String> leftOver) implements ModelReading {
        public Read {
            leftOver = List.copyOf(leftOver);
        }
    }

    /// Nothing that can be said of this kernel and fits the request; `reason` is a sentence.
    record Unread(String reason) implements ModelReading {}
}
