package dev.ken.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.CuratedCatalog;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Names come first, however they are written; nothing that is typed is too odd.
final class SearchTest {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Search SEARCH = new Search(new Facts(KERNEL, CuratedCatalog.of(KERNEL)));

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("tracepoint:block:block_rq_complete", "tracepoint:block:block_rq_complete"),
            Map.entry("block:block_rq_complete", "tracepoint:block:block_rq_complete"),
            Map.entry("block_rq_complete", "tracepoint:block:block_rq_complete"),
            Map.entry("block_rq_compelte", "tracepoint:block:block_rq_complete"),
            Map.entry("sys_enter_openat", "tracepoint:syscalls:sys_enter_openat"),
            Map.entry("sys_entr_openat", "tracepoint:syscalls:sys_enter_openat"),
            Map.entry("openat", "syscall.openat"),
            Map.entry("syscall.openat", "syscall.openat"),
            Map.entry("file.open", "file.open"),
            Map.entry("file.opne", "file.open"),
            Map.entry("sched_swich", "tracepoint:sched:sched_switch"),
            Map.entry("latency of block_rq_complete please", "tracepoint:block:block_rq_complete"));

    @Test
    void namesRankFirst() {
        NAMES.forEach((query, name) -> assertThat(SEARCH.search(query, 1))
                .as(query)
                .extracting(Search.Hit::name)
                .containsExactly(name));
    }

    @Test
    void ordinaryWordsMeanTheEvent() {
        assertThat(SEARCH.search("open", 1).getFirst().name()).isEqualTo("file.open");
        assertThat(SEARCH.search("open", 1).getFirst().probes()).contains("tracepoint:syscalls:sys_enter_openat");
    }

    @Test
    void oddQueriesFindNothingOrSomethingButDoNotFail() {
        for (String odd : new String[] {
            "", " ", "?", "::::", "_", ".", "a", "\u0000\ud800", "日本語", "x".repeat(100_000), "_ ".repeat(50_000)
        }) {
            assertThat(SEARCH.search(odd, 5)).hasSizeLessThanOrEqualTo(5);
        }
    }
}
