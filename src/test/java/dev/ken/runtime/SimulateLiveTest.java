package dev.ken.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.bpftrace.show.Differential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Real bpftrace runs a program on a workload and records the events that it saw; on these events the evaluator prints
/// the same. Programs and workloads are in `src/test/resources/simulate/live`. They see the workload only.
@Tag("live")
class SimulateLiveTest {
    private static final Path FOLDER =
            Path.of("src/test/resources/simulate/live").toAbsolutePath();
    private static final String WORKLOAD = "// workload: ";

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> printsWhatBpftracePrints() throws IOException {
        Environment environment = Live.environment();
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> programs = files.filter(file -> file.toString().endsWith(".bt"))
                    .filter(file -> file.toString().contains(System.getProperty("ken.only", "")))
                    .sorted()
                    .toList();
            return programs.stream()
                    .map(file ->
                            DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(environment, file)));
        }
    }

    private void compare(Environment environment, Path file) throws IOException, InterruptedException {
        String program = Files.readString(file);
        String workload = program.lines().findFirst().orElse("").replace(WORKLOAD, "");
        Differential differential = new Differential(program);
        Path recording = folder.resolve("recording.bt");
        Files.writeString(recording, differential.recording());
        String printed = run(environment, recording, FOLDER.resolve(workload));
        assertThat(differential.events(printed)).as(printed).isNotEmpty();
        assertThat(differential.simulated(printed)).isEqualTo(differential.real(printed));
    }

    private String run(Environment environment, Path program, Path workload) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        String bpftrace = environment.bpftrace().orElseThrow().path().toString();
        Process process = new ProcessBuilder(bpftrace, "-q", "-c", "/usr/bin/perl " + workload, program.toString())
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        boolean ended = process.waitFor(Live.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        if (!ended) {
            process.destroy();
            process.waitFor(Live.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        }
        assertThat(ended)
                .as("bpftrace ended; %s", Files.readString(folder.resolve("err")))
                .isTrue();
        return Files.readString(out);
    }
}
