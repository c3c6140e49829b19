package dev.ken.comprehension;

import dev.ken.contract.program.ProgramContract;

/// What a model made of a request, as a contract of a program.
public sealed interface ContractReading {
    /// It can be read, and names only what there is.
    record Read(ProgramContract contract) implements ContractReading {}

    /// Nothing that can be used; `reason` is a sentence without a stop.
    record Unread(String reason) implements ContractReading {}
}
