package dev.ken.engine;

import dev.ken.runtime.KernelVerdict;
import dev.ken.source.Source;
import dev.ken.verify.Judgement;
import dev.ken.verify.Risk;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One round: a program and what came of it.
///
/// @param number   from 1
/// @param feedback empty: nothing speaks against it
/// @param kernel   empty where the kernel was not asked
/// @param risks    what may make its answers wrong that no verdict speaks of
public record Attempt(
        int number,
        Source program,
        Proposer.Proposal proposal,
        List<Feedback> feedback,
        Optional<Judgement> judgement,
        Optional<KernelVerdict> kernel,
        List<Risk> risks) {
    public Attempt {
        feedback = List.copyOf(feedback);
        risks = List.copyOf(risks);
    }

    /// Proved, and not refused by the kernel. The one place where that is decided.
    public boolean accepted() {
        return feedback.isEmpty() && judgement.filter(Judgement::accepted).isPresent();
    }

    /// How far it is from being accepted; 0 for one that is. No program is farther than a wrong one, a wrong
    /// one farther than one that is only not proved.
    int distance() {
        return feedback.stream()
                .mapToInt(one -> switch (one) {
                    case Feedback.NotAProgram _, Feedback.Unsafe _ -> 10_000;
                    case Feedback.KernelRejects _ -> 1_000;
                    case Feedback.MissesIntent _ -> 100;
                    case Feedback.Undecided _ -> 1;
                })
                .sum();
    }

    /// All feedback in words.
    public String text() {
        return feedback.stream().map(one -> one.text(program)).collect(Collectors.joining("\n"));
    }
}
