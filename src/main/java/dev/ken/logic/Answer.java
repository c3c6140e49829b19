package dev.ken.logic;

/// What a solver says of assertions. Unknown is never an answer to a claim.
public sealed interface Answer {
    /// They can hold together, for example as in `model`.
    record Sat(Model model) implements Answer {}

    /// They cannot hold together.
    record Unsat() implements Answer {}

    /// The solver gave up, for `reason` (a limit, a failure).
    record Unknown(String reason) implements Answer {}
}
