package dev.ken.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.engine.CProjects;
import dev.ken.engine.Facts;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.runtime.ProgramEvent.EndReason;
import dev.ken.runtime.ProgramEvent.Row;
import dev.ken.source.Source;
import dev.ken.synthesis.Rendering;
import dev.ken.synthesis.c.CRenderer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A program in C at probes (USDT) of a program of our own, compared with what that program passed them.
@Tag("live")
@Timeout(60)
class UserProbesLiveTest {
    private final Environment environment = Live.environment();
    private final Recorder events = new Recorder();

    private static void needs(boolean there, String reason) {
        if (!there) {
            System.out.println("skipped: no probe of a program was watched: " + reason);
        }
        Assumptions.assumeTrue(there, reason);
    }

    /// Builds the program that has the probe.
    private Path built(Path folder) throws Exception {
        needs(environment.clang().isPresent() && environment.bpftool().isPresent(), "clang or bpftool is missing");
        boolean header = Stream.of("/usr/include/sys/sdt.h", "/usr/include/" + architecture() + "-linux-gnu/sys/sdt.h")
                .anyMatch(file -> Files.exists(Path.of(file)));
        needs(header, "sys/sdt.h is missing (Debian: systemtap-sdt-dev)");
        Path program = folder.resolve("steps");
        Process clang = Live.start(
                environment.clang().orElseThrow().toString(),
                "-O1",
                "src/test/resources/live/steps.c",
                "-o",
                program.toString());
        String said = new String(clang.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(clang.waitFor()).as(said).isZero();
        return program;
    }

    private static String architecture() {
        return Live.output("uname", "-m").strip();
    }

    @Test
    void countsWhatAProbePassed(@TempDir Path folder) throws Exception {
        Path program = built(folder);
        var kernel = KernelFiles.of(environment).model().orElseThrow();
        Facts facts = new Facts(kernel, CuratedCatalog.of(kernel));
        String stated = Files.readString(Path.of("src/test/resources/live/steps.intent"))
                .replace("PROGRAM", program.toString());
        Intent intent = IntentText.parse(new Source("intent", stated)).intent().orElseThrow();
        String text = ((Rendering.Rendered) CRenderer.render(intent, facts.catalog(), facts.kernel())).program();
        CProjects.Made made =
                CProjects.of(new Source("reader", text), "reader", new Clang(environment, System.getenv()), facts);
        CProjects.Made.Whole whole = (CProjects.Made.Whole) made;
        Process steps = Live.start(program.toString());
        var ready = (ReaderBuild.Built.Ready) ReaderBuild.build(
                environment, whole.object(), "reader", whole.project().reader());
        try (ProgramRun run = ProgramRun.start(environment, ready, RunLimits.unlimited(), events)) {
            Live.until("attached", events::attached);
            Live.release(steps);
            assertThat(run.await().reason()).isEqualTo(EndReason.FINISHED);
        } finally {
            ready.delete();
        }
        List<String> tables = events.all(ProgramEvent.Table.class).stream()
                .map(ProgramEvent.Table::name)
                .distinct()
                .toList();
        assertThat(tables).hasSize(2);
        assertThat(rows(tables.get(0))).containsExactlyInAnyOrder("1=1", "2=2");
        assertThat(rows(tables.get(1))).containsExactly(steps.pid() + "=60");
    }

    private List<String> rows(String table) {
        return events.lastTable(table).rows().stream()
                .map((Row row) -> row.key().orElse("") + "="
                        + ((ProgramEvent.Value.Number) row.value()).value().toPlainString())
                .toList();
    }
}
