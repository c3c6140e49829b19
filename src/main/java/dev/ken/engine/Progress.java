package dev.ken.engine;

/// What happens while a request is worked on, in order.
public sealed interface Progress {
    record Understood(Understanding.Understood understood) implements Progress {}

    record Proposed(int number, Proposer.Proposal proposal) implements Progress {}

    /// An attempt is over, accepted or not.
    record Judged(Attempt attempt) implements Progress {}

    /// A model has said in clauses what the program that was proved must do.
    record Opined(ModelClauses.Opinion opinion) implements Progress {}
}
