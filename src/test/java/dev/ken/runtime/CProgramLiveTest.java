package dev.ken.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.engine.CProjects;
import dev.ken.engine.Facts;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.runtime.ProgramEvent.EndReason;
import dev.ken.runtime.ProgramEvent.Histograms;
import dev.ken.runtime.ProgramEvent.Line;
import dev.ken.runtime.ProgramEvent.Row;
import dev.ken.source.Source;
import dev.ken.synthesis.Rendering;
import dev.ken.synthesis.c.CRenderer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A program in C and the program for the user that is written for it, built, run on a process of our own, and compared
/// with what that process did.
@Tag("live")
@Timeout(60)
class CProgramLiveTest {
    /// 200 getppid, and writes of 1, 3, 3 and 300 bytes.
    private static final String WORK =
            "syscall(110) for 1..200;" + " open(my $to, '>', '/dev/null'); syswrite($to, 'x' x $_) for (1, 3, 3, 300);";

    private final Environment environment = Live.environment();
    private final Recorder events = new Recorder();

    private CProjects.Made.Whole made(long pid) throws IOException {
        return made(pid, Path.of("src/test/resources/live/reader.bpf.c"));
    }

    /// Of a program, or of what is written for an intent.
    private CProjects.Made.Whole made(long pid, Path file) throws IOException {
        boolean there = environment.clang().isPresent() && environment.bpftool().isPresent();
        if (!there) {
            System.out.println("skipped: no program in C was run: clang or bpftool is missing");
        }
        Assumptions.assumeTrue(there, "clang or bpftool is missing");
        var kernel = KernelFiles.of(environment).model().orElseThrow();
        Facts facts = new Facts(kernel, CuratedCatalog.of(kernel));
        String stated = Files.readString(file).replace("TARGET", Long.toString(pid));
        String text = file.toString().endsWith(".intent") ? written(stated, facts) : stated;
        CProjects.Made made =
                CProjects.of(new Source("reader", text), "reader", new Clang(environment, System.getenv()), facts);
        if (made instanceof CProjects.Made.None(String reason) && reason.contains("missing")) {
            System.out.println("skipped: no program in C was run: " + reason);
            Assumptions.abort(reason);
        }
        return (CProjects.Made.Whole) made;
    }

    @Test
    void showsExactlyWhatTheProcessDid() throws Exception {
        Process perl = Live.perl(WORK);
        CProjects.Made.Whole whole = made(perl.pid());
        var ready = (ReaderBuild.Built.Ready) ReaderBuild.build(
                environment, whole.object(), "reader", whole.project().reader());
        try (ProgramRun run = ProgramRun.start(environment, ready, RunLimits.unlimited(), events)) {
            Live.until("attached", events::attached);
            List<String> programs = Live.programs(run.pid().orElseThrow());
            Live.release(perl);
            run.stop();
            assertThat(run.await().reason()).isEqualTo(EndReason.STOPPED);
            assertThat(programs).hasSize(2).noneMatch(Live::loaded);
        } finally {
            ready.delete();
        }
        assertThat(events.all(Line.class).stream().map(Line::text))
                .containsExactly(
                        perl.pid() + "\t1\tperl",
                        perl.pid() + "\t3\tperl",
                        perl.pid() + "\t3\tperl",
                        perl.pid() + "\t300\tperl");
        assertThat(rows("@calls")).containsExactly("perl," + perl.pid() + "=200");
        assertThat(rows("@together")).containsExactly("=200");
        assertThat(rows("@sizes")).containsExactly("=76");
        assertThat(buckets("@powers.slots")).containsExactly("0-1: 1", "2-3: 2", "256-511: 1");
        assertThat(buckets("@spread")).containsExactly("0-1: 1", "2-3: 2", "256-511: 1");
        assertThat(buckets("@tens.slots")).containsExactly("0-9: 3", "100-: 1");
    }

    private static String written(String intent, Facts facts) {
        Intent stated = IntentText.parse(new Source("intent", intent)).intent().orElseThrow();
        return ((Rendering.Rendered) CRenderer.render(stated, facts.catalog(), facts.kernel())).program();
    }

    @Test
    void tellsSumsRatesNetsAndRatiosOfWhatTheProcessDid() throws Exception {
        Process perl = Live.perl("syscall(110) for 1..200; open(my $to, '>', '/dev/null');"
                + " syswrite($to, 'x' x $_) for (1500, 1500, 1501, 700);");
        // Over its 4 s its rate is told.
        watched(perl, "totals");
        // 5,201 bytes; each cut to KiB would be 3.
        assertThat(rows("@size_sum")).containsExactly("=5");
        assertThat(rows("@size_per_second")).containsExactly("perl=1");
        assertThat(rows("@net_write")).containsExactly("=-196");
        assertThat(rows("@getppid_count")).containsExactly("=200");
        assertThat(rows("@write_of")).containsExactly("=4");
        assertThat(rows("@size_maximum")).containsExactly("perl=1501");
        assertThat(rows("@size_minimum.value")).containsExactly("=700");
    }

    @Test
    void tellsTheLargestTheThirdAndWhatFollowed() throws Exception {
        Process perl = Live.perl("syscall(110) for 1..5; open(my $to, '>', '/dev/null');"
                + " syswrite($to, 'x' x $_) for (1500, 1502, 1501, 700);");
        watched(perl, "memory");
        assertThat(rows("@largest_count.value")).containsExactly("perl=1502");
        assertThat(events.all(Line.class).stream().map(Line::text)).containsExactly(perl.pid() + "\t1501");
        // Four writes follow the calls, and the first of them uses up the last call.
        assertThat(rows("@write_count")).containsExactly("=1");
    }

    @Test
    void tellsOnlyLargeGroupsAndTheMostAtOnce() throws Exception {
        Process perl = Live.perl("syscall(110) for 1..5; open(my $to, '>', '/dev/null');"
                + " syswrite($to, 'x') for 1..4; select(undef, undef, undef, 0.01);");
        watched(perl, "large");
        assertThat(rows("@getppid_count")).containsExactly("perl=5");
        assertThat(events.all(ProgramEvent.Table.class).stream().map(ProgramEvent.Table::name))
                .containsExactly("@getppid_count", "@most_pselect6_in_flight");
        assertThat(rows("@most_pselect6_in_flight")).containsExactly("=1");
    }

    /// Runs the program for an intent while the process goes on, until it ends by itself.
    private void watched(Process perl, String intent) throws Exception {
        CProjects.Made.Whole whole = made(perl.pid(), Path.of("src/test/resources/live/" + intent + ".intent"));
        var ready = (ReaderBuild.Built.Ready) ReaderBuild.build(
                environment, whole.object(), "reader", whole.project().reader());
        try (ProgramRun run = ProgramRun.start(environment, ready, RunLimits.unlimited(), events)) {
            Live.until("attached", events::attached);
            Live.release(perl);
            assertThat(run.await().reason()).isEqualTo(EndReason.FINISHED);
        } finally {
            ready.delete();
        }
    }

    private List<String> buckets(String table) {
        return events.all(Histograms.class).stream()
                .filter(one -> one.name().equals(table))
                .flatMap(one -> one.histograms().getFirst().buckets().stream())
                .filter(one -> one.count() > 0)
                .map(one -> one.from().map(String::valueOf).orElse("") + "-"
                        + one.to().map(String::valueOf).orElse("") + ": " + one.count())
                .toList();
    }

    private List<String> rows(String table) {
        return events.lastTable(table).rows().stream()
                .map((Row row) -> row.key().orElse("") + "="
                        + ((ProgramEvent.Value.Number) row.value()).value().toPlainString())
                .toList();
    }

    @Test
    void theFilesBuildWithMake(@TempDir Path folder) throws Exception {
        Process perl = Live.perl(WORK);
        CProjects.Made.Whole whole = made(perl.pid());
        boolean make = Files.isExecutable(Path.of("/usr/bin/make"));
        if (!make) {
            System.out.println("skipped: a project in C was not built: make is missing");
        }
        Assumptions.assumeTrue(make, "make is missing");
        Files.writeString(folder.resolve("reader.bpf.c"), whole.project().program());
        Files.writeString(folder.resolve("reader.c"), whole.project().reader());
        Files.writeString(folder.resolve("Makefile"), whole.project().makefile());
        Path said = folder.resolve("said");
        assertThat(ended(folder, said, "make")).as(Files.readString(said)).isZero();
        Process reader = new ProcessBuilder("./reader", "-d", "2")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            Live.until("attached", () -> Live.programs(reader.pid()).size() == 2);
            // A link is made after its program is loaded.
            Live.until("linked", () -> links(reader.pid()) >= 2);
            Live.release(perl);
            assertThat(reader.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            reader.destroyForcibly();
        }
        assertThat(Files.readString(said, StandardCharsets.UTF_8).lines())
                .contains(
                        perl.pid() + "\t300\tperl",
                        "@calls[perl, " + perl.pid() + "]: 200",
                        "@together: 200",
                        "@sizes: 76");
    }

    private static long links(long pid) {
        return Live.output("sh", "-c", "grep -l link_type /proc/" + pid + "/fdinfo/* 2>/dev/null; true")
                .lines()
                .count();
    }

    private static int ended(Path folder, Path output, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }
}
