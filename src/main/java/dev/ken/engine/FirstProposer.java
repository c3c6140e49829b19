package dev.ken.engine;

/// Has one author try first; the other only where that one has nothing (more) to say. So a model never replaces what
/// the
/// built-in engine proves.
public record FirstProposer(Proposer first, Proposer then) implements Proposer {
    @Override
    public Step propose(Task task) {
        return switch (first.propose(task)) {
            case Proposal proposal -> proposal;
            case Nothing() -> then.propose(task);
            case CannotSay _ -> then.propose(task);
        };
    }
}
