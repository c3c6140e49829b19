package dev.ken.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.runtime.KernelVerdict;
import dev.ken.verify.JudgeLimits;
import dev.ken.verify.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// The loop with the real reader, front end and judge; only the author of the programs is played.
final class GenerationTest {
    private static final String REQUEST = "count system calls by process";
    private static final String RIGHT = "tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }\n";
    private static final String BY_PID = "tracepoint:raw_syscalls:sys_enter { @[pid] = count(); }\n";
    private static final String BROKEN = "tracepoint:raw_syscalls:sys_enter { @[comm] = count(; }\n";
    private static final String ACTING = "tracepoint:raw_syscalls:sys_enter { system(\"true\"); }\n";

    private final List<Proposer.Task> asked = new ArrayList<>();

    @Test
    void laterAttemptsAreToldWhatWasWrongWithTheEarlierOnes() {
        Outcome outcome = generate(Bench.NO_KERNEL, JudgeLimits.USUAL, BROKEN, BY_PID, RIGHT);
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        assertThat(asked.get(2).earlier()).hasSize(2);
        assertThat(asked.get(2).earlier().get(0).text())
                .contains("not a program")
                .contains("program:1:");
        assertThat(asked.get(2).earlier().get(1).text()).contains("asked for:").contains("the program:");
    }

    @Test
    void wrongProgramsOnlyAreExhausted() {
        Outcome outcome = generate(Bench.NO_KERNEL, JudgeLimits.USUAL, BROKEN, ACTING, BY_PID, RIGHT);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Exhausted.class, exhausted -> {
            assertThat(exhausted.attempts()).hasSize(3);
            assertThat(exhausted.attempts().get(1).feedback()).hasOnlyElementsOfType(Feedback.Unsafe.class);
        });
    }

    @Test
    void theSameProgramIsNotJudgedTwice() {
        Outcome outcome = generate(Bench.NO_KERNEL, JudgeLimits.USUAL, BY_PID, BY_PID, RIGHT);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Exhausted.class,
                        exhausted -> assertThat(exhausted.attempts()).hasSize(1));
    }

    @Test
    void aProvedProgramThatTheKernelRefusesIsNotAccepted() {
        Function<String, KernelVerdict> kernel = _ ->
                new KernelVerdict.Rejected(KernelVerdict.Cause.VERIFIER, "too many instructions", Optional.of(1), "");
        Outcome outcome = generate(kernel, JudgeLimits.USUAL, RIGHT);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Exhausted.class,
                        exhausted -> assertThat(exhausted.attempts().getFirst().text())
                                .contains("too many instructions"));
    }

    /// The law: what a limit leaves open is never told as proved.
    @Test
    void undecidedIsNeverAccepted() {
        JudgeLimits usual = JudgeLimits.USUAL;
        JudgeLimits none = new JudgeLimits(
                usual.events(),
                usual.sequences(),
                -1,
                usual.mutants(),
                usual.killPercent(),
                usual.solver(),
                usual.execution());
        Outcome outcome = generate(Bench.NO_KERNEL, none, RIGHT);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Exhausted.class, exhausted -> {
            Attempt attempt = exhausted.attempts().getFirst();
            assertThat(attempt.judgement().map(Judgement::accepted)).contains(false);
            assertThat(attempt.feedback()).isNotEmpty();
        });
    }

    @Test
    void aRequestThatIsNoRequestNeedsNoAuthor() {
        for (String text : List.of("", "  \n", "x".repeat(1 << 20), "数えてください", "what is the weather in Paris?")) {
            Generation generation = Bench.generation(this::unasked, Bench.facts(), Bench.NO_KERNEL);
            assertThat(generation.generate(Request.of(text), _ -> {}))
                    .isInstanceOfAny(Outcome.NotUnderstood.class, Outcome.Declined.class);
        }
    }

    private Proposer.Step unasked(Proposer.Task task) {
        throw new AssertionError("asked for " + task.request().text());
    }

    private Outcome generate(Function<String, KernelVerdict> kernel, JudgeLimits limits, String... programs) {
        Proposer author = task -> {
            asked.add(task);
            return task.earlier().size() < programs.length
                    ? new Proposer.Proposal(programs[task.earlier().size()], "test", List.of())
                    : new Proposer.Nothing();
        };
        return Bench.generation(author, Bench.facts(), kernel, limits).generate(Request.of(REQUEST), _ -> {});
    }
}
