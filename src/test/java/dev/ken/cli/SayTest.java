package dev.ken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.engine.Attempt;
import dev.ken.engine.Feedback;
import dev.ken.engine.Outcome;
import dev.ken.engine.Proposer;
import dev.ken.runtime.KernelVerdict.Cause;
import dev.ken.runtime.KernelVerdict.Rejected;
import dev.ken.source.Source;
import dev.ken.source.Span;
import dev.ken.symbolic.Coverage;
import dev.ken.verify.Finding;
import dev.ken.verify.Judgement;
import dev.ken.verify.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SayTest {
    private static final Rejected REJECTED =
            new Rejected(Cause.UNKNOWN_PROBE, "no such probe", Optional.empty(), "no such probe");

    @Test
    void aProvedProgramThatTheKernelRefusesIsNotCalledUnproved() {
        assertThat(said(new Verdict.Proved())).contains("does what was asked").doesNotContain("no program was proved");
        assertThat(said(new Verdict.Undecided("too many"))).contains("no program was proved in 1 attempt");
    }

    private static String said(Verdict verdict) {
        Judgement judgement = new Judgement(
                List.of(new Finding("part1.complete", "it is counted", verdict, Span.NONE)),
                new Judgement.Extent(4, 3, true),
                new Coverage(List.of()),
                Optional.empty(),
                List.of(),
                7);
        Attempt attempt = new Attempt(
                1,
                new Source("program", "fentry:f { @ = count(); }"),
                new Proposer.Proposal("fentry:f { @ = count(); }", "builtin", List.of()),
                List.of(new Feedback.KernelRejects(REJECTED)),
                Optional.of(judgement),
                Optional.of(REJECTED),
                List.of());
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Say.words(
                new Outcome.Exhausted(Optional.empty(), List.of(attempt)),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return err.toString(StandardCharsets.UTF_8);
    }
}
