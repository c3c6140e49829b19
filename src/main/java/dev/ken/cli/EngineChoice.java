package dev.ken.cli;

import dev.ken.llm.Account.Budget;
import java.nio.file.Path;
import java.util.Optional;

/// Who reads requests and writes programs.
sealed interface EngineChoice {
    record BuiltIn() implements EngineChoice {}

    /// The built-in engine, and a model for what that does not understand or cannot prove.
    record Both(Use use) implements EngineChoice {}

    /// A model, whatever the built-in engine would say.
    record Model(Use use) implements EngineChoice {}

    /// How a model is used.
    ///
    /// @param name   `PROVIDER:NAME`; empty: that of the configuration, or of the recording
    /// @param writes empty: as suits the model
    /// @param clauses whether it says in clauses what a proved program must do
    record Use(
            Optional<String> name,
            Optional<Writes> writes,
            boolean clauses,
            Optional<Path> recording,
            Optional<Path> replayed,
            Budget budget) {}

    /// What a model writes.
    enum Writes {
        PROGRAM,
        INTENT
    }
}
