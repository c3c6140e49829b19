package dev.ken.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.runtime.EnvironmentReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Ctrl-C: SIGINT to KEN's own process while a program runs.
@Tag("live")
@Timeout(20)
class InterruptLiveTest {
    @Test
    void anInterruptEndsTheRunWithItsLastResult() throws Exception {
        var environment = new EnvironmentReader(System.getenv()).read();
        Assumptions.assumeTrue(environment.canRun(), () -> "skipped: " + environment.missing());
        Process workload = new ProcessBuilder("perl", "-e", "<STDIN>; syscall(110) for 1..25;").start();
        // Where the tests run in the background of a shell, SIGINT is ignored, and children inherit that.
        Process ken = new ProcessBuilder(
                        "perl",
                        "-e",
                        "$SIG{INT} = 'DEFAULT'; exec @ARGV",
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShowForever.class.getName(),
                        "tracepoint:syscalls:sys_enter_getppid /pid == " + workload.pid() + "/ { @[comm] = count(); }")
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        try (var out = ken.inputReader()) {
            lines.add(out.readLine());
            assertThat(lines.getFirst()).contains("\"event\":\"attached\"");
            List<ProcessHandle> children = ken.children().toList();
            assertThat(children).hasSize(1);
            workload.getOutputStream().close();
            assertThat(workload.waitFor(10, TimeUnit.SECONDS)).isTrue();
            new ProcessBuilder("perl", "-e", "kill INT => " + ken.pid()).start().waitFor();
            out.lines().forEach(lines::add);
            assertThat(ken.waitFor()).isZero();
            assertThat(lines)
                    .contains(
                            "{\"event\":\"table\",\"map\":\"@\",\"title\":\"@\",\"rows\":[{\"key\":{\"key\":\"perl\"},\"value\":25}]}");
            assertThat(lines.getLast()).contains("\"reason\":\"stopped\"");
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        } finally {
            ken.destroyForcibly();
            workload.destroyForcibly();
        }
    }
}
