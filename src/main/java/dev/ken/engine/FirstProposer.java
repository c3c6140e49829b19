package dev.ken.engine;

import java.util.function.Consumer;

/// Has one author try first; the other only where that one has nothing (more) to say. So a model never replaces
/// what the built-in engine proves, and one that cannot be reached takes nothing away.
///
/// @param told hears why the other cannot be asked
public record FirstProposer(Proposer first, Proposer then, Consumer<String> told) implements Proposer {
    @Override
    public Step propose(Task task) {
        return switch (first.propose(task)) {
            case Proposal proposal -> proposal;
            case Nothing nothing -> then(task, nothing);
            case CannotSay cannot -> then(task, cannot);
        };
    }

    private Step then(Task task, Step otherwise) {
        try {
            return then.propose(task);
        } catch (Unreachable failure) {
            told.accept(String.valueOf(failure.getMessage()));
            return otherwise;
        }
    }
}
