package dev.ken.llm;

/// A language model, wherever it runs. Serves many threads; one that can do one thing at a time lets them wait.
public interface LanguageModel extends AutoCloseable {
    /// What the model says next.
    ///
    /// @param watch told what happens meanwhile
    /// @throws ModelUnreachable if there is no usable answer
    Answer answer(Prompt prompt, Watch watch);

    /// As the user names it, `PROVIDER:NAME`.
    String name();

    /// Frees what it holds. Asking afterwards is a bug.
    @Override
    default void close() {}
}
