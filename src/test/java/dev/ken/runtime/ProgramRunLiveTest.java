package dev.ken.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.runtime.ProgramEvent.EndReason;
import dev.ken.runtime.ProgramEvent.Ended;
import dev.ken.runtime.ProgramEvent.Histogram;
import dev.ken.runtime.ProgramEvent.Histograms;
import dev.ken.runtime.ProgramEvent.Line;
import dev.ken.runtime.ProgramEvent.Note;
import dev.ken.runtime.ProgramEvent.Row;
import dev.ken.runtime.ProgramEvent.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("live")
@Timeout(20)
class ProgramRunLiveTest {
    private final Environment environment = Live.environment();
    private final Recorder events = new Recorder();

    private static String counting(long pid) {
        return "tracepoint:syscalls:sys_enter_getppid /pid == " + pid + "/ { @[comm] = count(); }";
    }

    @Test
    void countsExactlyAndStopsOnRequest() throws Exception {
        Process perl = Live.perl("syscall(110) for 1..1000;");
        try (ProgramRun run = ProgramRun.start(environment, counting(perl.pid()), RunLimits.unlimited(), events)) {
            Live.until("attached", events::attached);
            List<String> programs = Live.programs(run.pid().orElseThrow());
            assertThat(programs).isNotEmpty();
            Live.release(perl);
            run.stop();
            assertThat(run.await().reason()).isEqualTo(EndReason.STOPPED);
            assertThat(events.lastTable("@").rows()).containsExactly(row("perl", 1000));
            assertThat(programs).noneMatch(Live::loaded);
        }
    }

    @Test
    void endsAtTheTimeLimitWithTheLastResult() throws Exception {
        Process perl = Live.perl("syscall(110) for 1..70;");
        try (ProgramRun run = ProgramRun.start(
                environment, counting(perl.pid()), RunLimits.unlimited().forMillis(1_000), events)) {
            Live.until("attached", events::attached);
            List<String> programs = Live.programs(run.pid().orElseThrow());
            Live.release(perl);
            Ended ended = run.await();
            assertThat(ended.reason()).isEqualTo(EndReason.TIME_LIMIT);
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.millis()).isBetween(1_000L, 3_000L);
            assertThat(events.lastTable("@").rows()).containsExactly(row("perl", 70));
            assertThat(programs).isNotEmpty().noneMatch(Live::loaded);
        }
    }

    @Test
    void endsByItselfAndGivesHistogramsAndLines() throws Exception {
        Process perl = Live.perl("for my $i (1..100) { syscall(110, $i) } syscall(39);");
        String script = "tracepoint:raw_syscalls:sys_enter /pid == " + perl.pid() + " && args->id == 110/ {\n"
                + "  @h = hist(args->args[0]); @l[comm, pid] = lhist(args->args[0], 0, 50, 10); @s = stats(args->args[0]); }\n"
                + "tracepoint:syscalls:sys_enter_getpid /pid == " + perl.pid()
                + "/ { printf(\"%s é \\\"%d\\\"\\n\", comm, pid); }\n"
                + "tracepoint:sched:sched_process_exit /pid == " + perl.pid() + "/ { exit(); }";
        try (ProgramRun run = ProgramRun.start(environment, script, RunLimits.unlimited(), events)) {
            Live.until("attached", events::attached);
            Live.release(perl);
            assertThat(run.await().reason()).isEqualTo(EndReason.FINISHED);
        }
        assertThat(events.all(Line.class)).containsExactly(new Line("perl é \"" + perl.pid() + "\""));
        Histogram log2 = histogram("@h");
        assertThat(log2.key()).isEmpty();
        assertThat(log2.buckets().stream().mapToLong(ProgramEvent.Bucket::count))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 37L);
        Histogram linear = histogram("@l");
        assertThat(linear.key()).contains("perl," + perl.pid());
        assertThat(linear.buckets().stream().mapToLong(ProgramEvent.Bucket::count))
                .containsExactly(9L, 10L, 10L, 10L, 10L, 51L);
        assertThat(linear.buckets().getLast().to()).isEmpty();
        assertThat(events.lastTable("@s").rows())
                .containsExactly(new Row(
                        Optional.empty(),
                        new Value.Statistics(
                                BigDecimal.valueOf(100), BigDecimal.valueOf(50), BigDecimal.valueOf(5050))));
    }

    @Test
    void tellsItsMapsWhileItRuns() throws Exception {
        Process perl = Live.perl("syscall(110) for 1..10; $SIG{ALRM} = sub { exit 0 }; alarm 10; <STDIN>; sleep 20;");
        RunLimits limits = RunLimits.unlimited().refreshed(200, List.of("@"));
        try (ProgramRun run = ProgramRun.start(environment, counting(perl.pid()), limits, events)) {
            Live.until("attached", events::attached);
            perl.getOutputStream().write('\n');
            perl.getOutputStream().flush();
            Live.until(
                    "a live table of 10",
                    () -> events.all(ProgramEvent.Table.class).stream()
                            .anyMatch(table -> table.rows().equals(List.of(row("perl", 10)))));
            assertThat(run.pid().flatMap(ProcessHandle::of).map(ProcessHandle::isAlive))
                    .contains(true);
            run.stop();
            assertThat(run.await().reason()).isEqualTo(EndReason.STOPPED);
        } finally {
            perl.destroyForcibly();
        }
    }

    @Test
    void aCrashOfTheChildIsToldAndLeavesNothing() throws Exception {
        try (ProgramRun run = ProgramRun.start(environment, counting(1), RunLimits.unlimited(), events)) {
            Live.until("attached", events::attached);
            long pid = run.pid().orElseThrow();
            List<String> programs = Live.programs(pid);
            Live.output("perl", "-e", "kill SEGV => " + pid);
            assertThat(run.await().reason()).isEqualTo(EndReason.CRASHED);
            assertThat(programs).isNotEmpty();
            Live.until("programs gone", () -> programs.stream().noneMatch(Live::loaded));
        }
    }

    @Test
    void closingKillsAtOnce() {
        ProgramRun run = ProgramRun.start(environment, counting(1), RunLimits.unlimited(), events);
        Live.until("attached", events::attached);
        List<String> programs = Live.programs(run.pid().orElseThrow());
        run.close();
        assertThat(events.all(Ended.class)).extracting(Ended::reason).containsExactly(EndReason.KILLED);
        Live.until("programs gone", () -> programs.stream().noneMatch(Live::loaded));
    }

    @Test
    void aRefusedProgramFailsWithTheCause() throws Exception {
        try (ProgramRun run = ProgramRun.start(
                environment,
                "tracepoint:syscalls:sys_enter_getppid { @ = count() }\ntracepoint:syscalls:sys_enter_nope { @ = count() }",
                RunLimits.unlimited(),
                events)) {
            assertThat(run.await().reason()).isEqualTo(EndReason.FAILED);
            assertThat(run.rejection()).hasValueSatisfying(rejected -> {
                assertThat(rejected.cause()).isEqualTo(KernelVerdict.Cause.UNKNOWN_PROBE);
                assertThat(rejected.line()).contains(2);
            });
            assertThat(events.all(Note.class)).extracting(Note::severity).contains(ProgramEvent.Severity.ERROR);
        }
    }

    /// The JVM that runs a program is killed with SIGKILL; its bpftrace must go with it.
    @Test
    void nothingStaysAttachedWhenTheParentIsKilled() throws Exception {
        Process parent = Live.start(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                RunForever.class.getName());
        try (var out = parent.inputReader()) {
            long child = Long.parseLong(out.readLine().strip());
            List<String> programs = Live.programs(child);
            assertThat(programs).isNotEmpty();
            parent.destroyForcibly().waitFor();
            Live.until("bpftrace gone", () -> ProcessHandle.of(child).isEmpty());
            Live.until("programs gone", () -> programs.stream().noneMatch(Live::loaded));
        } finally {
            parent.destroyForcibly();
        }
    }

    /// A terminal's Ctrl-C goes to the whole process group; bpftrace must not be in it.
    @Test
    void theChildHasItsOwnProcessGroup() {
        try (ProgramRun run = ProgramRun.start(environment, counting(1), RunLimits.unlimited(), events)) {
            Live.until("attached", events::attached);
            long pid = run.pid().orElseThrow();
            assertThat(Live.output("perl", "-e", "print getpgrp(" + pid + ")").strip())
                    .isEqualTo(Long.toString(pid));
        }
    }

    private Histogram histogram(String name) {
        return events.all(Histograms.class).stream()
                .filter(map -> map.name().equals(name))
                .map(map -> map.histograms().getFirst())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no histogram " + name + " in " + events.events()));
    }

    private static Row row(String key, long value) {
        return new Row(Optional.of(key), new Value.Number(BigDecimal.valueOf(value)));
    }
}
