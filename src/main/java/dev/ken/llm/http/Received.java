package dev.ken.llm.http;

import dev.ken.llm.Answer;
import java.util.Optional;

/// What came of one request.
sealed interface Received {
    record Answered(Answer answer) implements Received {}

    /// @param passing     the same request may succeed later
    /// @param askedMillis how long the provider asks to be left alone
    /// @param refused     a member of the body that the endpoint does not take
    record Failed(String why, boolean passing, Optional<Long> askedMillis, Optional<String> refused)
            implements Received {
        static Failed passing(String why) {
            return new Failed(why, true, Optional.empty(), Optional.empty());
        }

        static Failed lasting(String why) {
            return new Failed(why, false, Optional.empty(), Optional.empty());
        }
    }
}
