package dev.ken.verify;

import dev.ken.symbolic.Coverage;
import java.util.List;
import java.util.Optional;

/// The judge's answer.
///
/// @param findings one for each clause of the intent, in order
/// @param events   length of the longest sequences that were looked at
/// @param sequences how many sequences of sites were looked at
/// @param coverage what was not looked at
/// @param mutants  empty where a finding is not a proof already, or the check was left out
/// @param millis   time that it took
public record Judgement(
        List<Finding> findings,
        int events,
        int sequences,
        Coverage coverage,
        Optional<MutationScore> mutants,
        long millis) {
    public Judgement {
        findings = List.copyOf(findings);
    }

    /// Every clause is proved, and there is at least one.
    public boolean accepted() {
        return !findings.isEmpty() && findings.stream().allMatch(Finding::proved);
    }

    public boolean refuted() {
        return findings.stream().anyMatch(Finding::refuted);
    }
}
