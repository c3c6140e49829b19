package dev.ken.llm;

import java.util.List;
import java.util.Optional;

/// What a model is asked.
///
/// @param messages           oldest first; system messages only at the start
/// @param mostTokens         most tokens of the answer
/// @param temperaturePercent 0 for the likeliest answer, 100 for one drawn as the model weighs them
/// @param grammar            a GBNF grammar that the answer obeys, where the model can be held to one; others may
/// ignore it
public record Prompt(List<Message> messages, int mostTokens, int temperaturePercent, Optional<String> grammar) {
    /// Most tokens of an answer where nobody says.
    public static final int USUAL_TOKENS = 2_000;

    private static final int HOTTEST = 200;

    public Prompt {
        messages = List.copyOf(messages);
        if (messages.isEmpty() || mostTokens < 1 || temperaturePercent < 0 || temperaturePercent > HOTTEST) {
            throw new IllegalArgumentException("a prompt has messages, room for an answer, and a temperature");
        }
    }

    /// One message of a conversation.
    public record Message(Role role, String text) {}

    /// Who says a message.
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }

    /// The texts of the system messages, joined.
    public String system() {
        return String.join(
                "\n\n",
                messages.stream()
                        .filter(message -> message.role() == Role.SYSTEM)
                        .map(Message::text)
                        .toList());
    }

    /// All but the system messages.
    public List<Message> talk() {
        return messages.stream()
                .filter(message -> message.role() != Role.SYSTEM)
                .toList();
    }
}
