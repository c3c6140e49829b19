package dev.ken.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.source.Source;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What becomes of a judgement whose time is up.
class JudgeLimitsTest {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);
    private static final String OPENS =
            "tracepoint:syscalls:sys_enter_open, tracepoint:syscalls:sys_enter_openat, tracepoint:syscalls:sys_enter_openat2";
    /// More than one form of the answer takes, less than two.
    private static final int MOST_READINGS = 12;
    /// Without a limit over 2,000 were asked about this one.
    private static final int MOST_QUESTIONS = 400;

    /// The intent has forms in plenty; once one is undecided for want of time, none of the others is begun.
    @Test
    void noFurtherFormIsBegunWhenTheTimeIsUp() {
        Intent intent = IntentText.parse(new Source(
                        "intent",
                        "average latency of file.open\nby process\n\nmaximum latency of file.read\nby process\n"))
                .intent()
                .orElseThrow();
        AtomicLong readings = new AtomicLong();
        long step = JudgeLimits.USUAL.limitMillis() + 1;
        Judge judge = new Judge(new Z3Solver(), () -> readings.incrementAndGet() * step);

        Judgement judgement = judge.judge(
                intent,
                JudgeCasesTest.lowered(
                        OPENS + " { @[comm] = count(); } tracepoint:syscalls:sys_enter_read { @r[comm] = count(); }"),
                CATALOG,
                KERNEL,
                JudgeLimits.USUAL);

        assertThat(judgement.accepted()).isFalse();
        assertThat(judgement.refuted()).isFalse();
        assertThat(judgement.findings())
                .anySatisfy(finding -> assertThat(finding.verdict().toString()).contains("time limit"));
        assertThat(readings.get()).isLessThan(MOST_READINGS);
    }

    /// What is refuted stays so, and the other clauses of it are not asked about to the end.
    @Test
    void littleIsAskedAboutTheRestOfARefutedProgram() {
        Intent intent = IntentText.parse(
                        new Source(
                                "intent",
                                "report time, pid, process, path, since in ms of file.delete\nafter file.open by path within 1 s\n"))
                .intent()
                .orElseThrow();
        AtomicLong questions = new AtomicLong();
        Z3Solver solver = new Z3Solver();
        Judge judge = new Judge(
                (assertions, limits) -> {
                    questions.incrementAndGet();
                    return solver.check(assertions, limits);
                },
                () -> 0);

        Judgement judgement = judge.judge(intent, JudgeCasesTest.lowered("""
                        tracepoint:syscalls:sys_enter_open { @opened[str(args->filename)] = nsecs; }
                        tracepoint:syscalls:sys_enter_unlink, tracepoint:syscalls:sys_enter_unlinkat
                        {
                          $path = str(args->pathname); $t = @opened[$path];
                          if ($t != 0 && nsecs - $t <= 1000000000) {
                            printf("%d %s %s %d\\n", pid, comm, $path, (nsecs - $t) / 1000000);
                          }
                          delete(@opened[$path]);
                        }
                        """), CATALOG, KERNEL, Patience.LIMITS);

        assertThat(judgement.refuted()).isTrue();
        assertThat(questions.get()).isLessThan(MOST_QUESTIONS);
    }
}
