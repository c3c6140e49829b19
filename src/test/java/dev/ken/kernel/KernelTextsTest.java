package dev.ken.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ken.kernel.catalog.CatalogParser;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.source.Source;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Texts about kernels are read whatever they hold, and what they say is what the kernel says.
class KernelTextsTest {
    private static final int ROUNDS = 3_000;
    private static final String FORMAT = """
            name: demo
            format:
            \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
            \tfield:char comm[16];\toffset:8;\tsize:16;\tsigned:0;
            \tfield:const char * filename;\toffset:24;\tsize:8;\tsigned:0;
            \tfield:__data_loc char[] name;\toffset:32;\tsize:4;\tsigned:0;
            \tfield:__data_loc u32[] parts;\toffset:36;\tsize:4;\tsigned:0;
            \tfield:unsigned long args[6];\toffset:40;\tsize:48;\tsigned:0;
            \tfield:int sig;\toffset:88;\tsize:4;\tsigned:1;
            """;
    private static final String CATALOG = """
            event a
              gloss b
              attribute n integer B start "the n" : n; m
              start tracepoint:sched:sched_switch when=(args.prev_state==0) n=args.prev_pid*512 pair=cpu
            """;
    private static final List<String> PROBES = List.of(
            "interval:hz:9999999999",
            "interval:s:999999999999",
            "profile:hz:0",
            "interval:s:-1",
            "tracepoint:a",
            ":::",
            "software:faults:",
            "usdt::",
            "i:ms:" + "9".repeat(40));

    @Test
    void everyKindOfFieldIsTold() {
        TracepointFormat format = TracepointFormatParser.parse("x", FORMAT).orElseThrow();
        assertThat(format.fields())
                .extracting(TracepointFormat.Field::type)
                .containsExactly(
                        new FieldType.Text(16),
                        new FieldType.Pointer("char"),
                        new FieldType.DynamicText(),
                        new FieldType.Opaque("__data_loc u32[]"),
                        new FieldType.Array(8, false, 6),
                        new FieldType.Integer(4, true));
    }

    @Test
    void spoiltTextsAreReadWithoutAFailure() {
        Random random = new Random(7);
        for (int i = 0; i < ROUNDS; i++) {
            String format = spoilt(FORMAT, random);
            String catalog = spoilt(CATALOG, random);
            assertThatCode(() -> {
                        TracepointFormatParser.parse("x", format);
                        recorded("== x:y\n" + format);
                        CatalogParser.parse(new Source("x.events", catalog));
                    })
                    .as(format + catalog)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void strangeProbesAreNoFailure() {
        KernelModel kernel = Snapshots.recorded();
        for (String probe : PROBES) {
            assertThatCode(() -> Probes.resolve(probe, kernel)).as(probe).doesNotThrowAnyException();
        }
        assertThat(Probes.resolve("interval:hz:9999999999", kernel)).isEmpty();
    }

    @Test
    void everySystemCallWithTracepointsIsAKindUnderItsOwnName() {
        KernelModel kernel = Snapshots.recorded();
        CuratedCatalog catalog = CuratedCatalog.of(kernel);
        for (String call : List.of("stat", "lstat", "fstat", "uname", "sendfile", "umount2", "getppid")) {
            assertThat(catalog.find("syscall." + call)).as(call).get().matches(EventKind::isSpan);
        }
    }

    @Test
    void aLongReadingIsRefusedAndABigNumberIsNoFailure() {
        for (String reading : List.of("9".repeat(30), "(".repeat(5_000), "1+".repeat(5_000) + "1")) {
            CatalogParser.Parsed parsed =
                    CatalogParser.parse(new Source("x.events", "event a\n  start BEGIN n=" + reading + "\n"));
            assertThat(parsed.diagnostics()).hasSize(1);
        }
    }

    /// A damaged recording may be refused, with its place.
    private static void recorded(String text) {
        try {
            new RecordedTracepoints("x", text).find("x", "y");
        } catch (MalformedSnapshot refused) {
            assertThat(refused)
                    .hasMessageContaining("section tracepoints, offset ")
                    .hasMessageContaining("x:y: ");
        }
    }

    private static String spoilt(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes && changed.length() > 2; i++) {
            int at = random.nextInt(changed.length() - 1);
            switch (random.nextInt(3)) {
                case 0 -> changed.deleteCharAt(at);
                case 1 -> changed.setCharAt(at, (char) (9 + random.nextInt(120)));
                default ->
                    changed.insert(at, changed.substring(at, Math.min(changed.length(), at + random.nextInt(20))));
            }
        }
        return changed.toString();
    }
}
