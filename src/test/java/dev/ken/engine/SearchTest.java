package dev.ken.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.corpus.Corpus;
import dev.ken.corpus.Document;
import dev.ken.corpus.Embedder;
import dev.ken.corpus.FunctionNames;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.CuratedCatalog;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    void aTypeOfProbeSaysWhatIsMeant() {
        assertThat(SEARCH.search("kprobe:vfs_read", 1).getFirst().name()).isEqualTo("vfs_read");
        assertThat(SEARCH.search("kprobe:vfs_read", 1).getFirst().probes()).contains("kprobe:vfs_read");
        assertThat(SEARCH.search("kprobe:kfree", 1).getFirst().kind().name()).isEqualTo("FUNCTION");
        assertThat(SEARCH.search("bpf_ktime_get_ns", 1).getFirst().kind().name())
                .isEqualTo("HELPER");
        assertThat(SEARCH.search("__x64_sys_openat", 1).getFirst().name()).isEqualTo("syscall.openat");
    }

    @Test
    void unknownPhrasesGetEventKindsAsSuggestions() {
        assertThat(SEARCH.kindsFor("segments that got lost and had to be resent", 5))
                .extracting(Search.Hit::name)
                .contains("tcp.retransmit")
                .allMatch(name -> !name.startsWith("syscall.") && !name.startsWith("tracepoint"));
        assertThat(SEARCH.kindsFor("??", 5)).isEmpty();
    }

    @Test
    void withoutAModelWordsAndNamesStillFind() {
        Corpus words = new Corpus(SearchTexts.documents(Bench.facts()), List.of(), FunctionNames.NONE, () -> {
            throw new Embedder.Absent("no library", new UnsatisfiedLinkError());
        });
        assertThat(words.search("tcp retransmits", Set.of(Document.Kind.EVENT), 1)
                        .getFirst()
                        .document()
                        .name())
                .isEqualTo("tcp.retransmit");
        assertThat(words.search("lost things sent again somewhere", Set.of(Document.Kind.EVENT), 1))
                .isNotEmpty();
        assertThat(words.lacking()).contains("no library");
    }

    @Test
    void namesAndClearWordsDoNotNeedTheModel() {
        for (String query : new String[] {
            "vfs_read",
            "vfs_raed",
            "openat",
            "tracepoint:sched:sched_switch",
            "bpf_ktime_get_ns",
            "tcp retransmits",
            "page faults"
        }) {
            Corpus corpus = new Corpus(SearchTexts.documents(Bench.facts()), List.of(), FunctionNames.NONE, () -> {
                throw new Embedder.Absent("asked for by " + query, new UnsatisfiedLinkError());
            });
            assertThat(corpus.search(query, Set.of(Document.Kind.values()), 1))
                    .as(query)
                    .isNotEmpty();
            assertThat(corpus.lacking()).isEmpty();
        }
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
