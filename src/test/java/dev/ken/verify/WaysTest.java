package dev.ken.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.source.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Of ways at the same points, it is the one whose conditions look at what the program looks at.
final class WaysTest {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);
    private static final String PROGRAM = """
            tracepoint:sched:sched_wakeup, tracepoint:sched:sched_wakeup_new { @q[args->pid] = nsecs; }
            tracepoint:sched:sched_switch
            {
              if (%s(args->prev_state == 0 || args->prev_state == 256)) { @q[args->prev_pid] = nsecs; }
              if (@q[args->next_pid]) { @us = hist((nsecs - @q[args->next_pid]) / 1000); }
              delete(@q[args->next_pid]);
            }
            END { clear(@q); }
            """;

    @Test
    void whatAProgramLeavesOutMayBeLeftOut() {
        assertThat(elsewhere(PROGRAM.formatted("args->prev_pid != 0 && "))).isEmpty();
    }

    @Test
    void thatAProgramTellsWhatIsUsuallyLeftOutIsSaid() {
        assertThat(elsewhere(PROGRAM.formatted("")))
                .singleElement()
                .satisfies(said -> assertThat(said)
                        .startsWith("waits for a CPU are those where (args.prev_state==0)")
                        .endsWith("where KEN would take those where"
                                + " (args.prev_pid!=0)&&((args.prev_state==0)||(args.prev_state==256))"));
    }

    private static List<String> elsewhere(String program) {
        Intent intent = IntentText.parse(new Source("intent", "histogram latency of sched.wait in us\n"))
                .intent()
                .orElseThrow();
        return Ways.of(CATALOG, intent, JudgeCasesTest.lowered(program), KERNEL).elsewhere();
    }
}
