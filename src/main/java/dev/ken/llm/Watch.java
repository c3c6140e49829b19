package dev.ken.llm;

/// Told what happens while a model answers, and asked whether to go on. Called on the thread that waits for the answer.
public interface Watch {
    /// Nobody watches.
    Watch NOBODY = new Watch() {};

    /// More of the answer. After a retry the answer begins anew.
    default void piece(String text) {}

    /// Something a user wants to know: a retry and its reason, a model that is being loaded. A sentence without a stop.
    default void note(String sentence) {}

    /// Asked several times a second; true ends the waiting.
    default boolean isCancelled() {
        return Thread.currentThread().isInterrupted();
    }
}
