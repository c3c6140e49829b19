package dev.ken.verify;

import dev.ken.symbolic.Coverage;
import java.util.List;
import java.util.Optional;

/// The judge's answer.
///
/// @param findings one for each clause of the intent, in order
/// @param extent   how far was looked
/// @param coverage what was not looked at
/// @param mutants  empty where a finding is not a proof already, or the check was left out
/// @param elsewhere which events the program sees at other points than KEN would, by the ways that the catalog holds to
/// be
///                  as good
/// @param millis   time that it took
public record Judgement(
        List<Finding> findings,
        Extent extent,
        Coverage coverage,
        Optional<MutationScore> mutants,
        List<String> elsewhere,
        long millis) {
    /// How far was looked: all sequences of up to `events` occurrences, which were `sequences` to look at.
    ///
    /// With no events, each handler was looked at by itself, from any content of its maps.
    ///
    /// @param closed whether no longer sequence can bring anything new, so that what is proved holds of any length
    public record Extent(int events, int sequences, boolean closed) {
        public boolean byHandler() {
            return closed && events == 0;
        }
    }

    public Judgement {
        findings = List.copyOf(findings);
        elsewhere = List.copyOf(elsewhere);
    }

    /// Every clause is proved, and there is at least one.
    public boolean accepted() {
        return !findings.isEmpty() && findings.stream().allMatch(Finding::proved);
    }

    public boolean refuted() {
        return findings.stream().anyMatch(Finding::refuted);
    }
}
