package dev.ken.llm;

import java.util.List;

/// A language model.
public interface Model {
    /// The next message of the conversation.
    ///
    /// @throws ModelUnreachable if there is no usable answer
    String answer(List<Message> conversation);

    /// As the user names it, `openai:NAME`.
    String name();

    /// One message of a conversation.
    record Message(Role role, String text) {}

    enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }
}
