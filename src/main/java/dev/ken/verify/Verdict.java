package dev.ken.verify;

/// What is known of a claim.
public sealed interface Verdict {
    /// It holds on every sequence up to the bound.
    record Proved() implements Verdict {}

    /// It fails, for example as shown.
    record Refuted(Counterexample example) implements Verdict {}

    /// Neither was shown, for `reason`. Never to be taken for a proof.
    record Undecided(String reason) implements Verdict {}
}
