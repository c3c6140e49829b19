package dev.ken.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// What the catalog takes for one event is one on the real kernel: probe points of a kind watch a workload of the
/// test's own at the same time, and tell the same numbers (`live/aliases.cases`).
@Tag("live")
class AliasesLiveTest {
    private static final Path CASES = Path.of("src/test/resources/live/aliases.cases");

    private record Alias(
            String name, int leastMinor, String program, String work, List<String> files, List<String> expectations) {}

    @TestFactory
    Stream<DynamicTest> pointsOfOneEventTellTheSame() throws IOException {
        Environment environment = Live.environment();
        List<DynamicTest> tests = new ArrayList<>();
        for (String block : Files.readString(CASES).split("\n\n")) {
            List<String> expectations = new ArrayList<>();
            List<String> files = new ArrayList<>();
            String[] said = {"", "0", "", ""};
            for (String line : block.lines().filter(l -> !l.startsWith("#")).toList()) {
                String[] words = line.split(" ", 2);
                switch (words[0]) {
                    case "alias" -> said[0] = words[1];
                    case "needs" -> said[1] = words[1];
                    case "program" -> said[2] = words[1];
                    case "work" -> said[3] = words[1];
                    case "files" -> files.addAll(List.of(words[1].split(" ")));
                    case "expect" -> expectations.add(words[1]);
                    default -> throw new IllegalArgumentException(line);
                }
            }
            if (!said[0].isEmpty()) {
                Alias alias = new Alias(said[0], Integer.parseInt(said[1]), said[2], said[3], files, expectations);
                tests.add(DynamicTest.dynamicTest(alias.name(), () -> run(environment, alias)));
            }
        }
        return tests.stream();
    }

    private static void run(Environment environment, Alias alias) throws InterruptedException {
        int minor = environment.bpftrace().orElseThrow().version().minor();
        if (minor < alias.leastMinor()) {
            System.out.println("skipped: " + alias.name() + ": bpftrace 0." + minor + " has no such probes");
        }
        Assumptions.assumeTrue(minor >= alias.leastMinor(), "needs a newer bpftrace");
        for (String file : alias.files()) {
            boolean readable = environment
                    .tracefs()
                    .filter(at -> isReadable(at.resolve(file)))
                    .isPresent();
            if (!readable) {
                System.out.println("skipped: " + alias.name() + ": tracefs has no " + file + " to read here");
            }
            Assumptions.assumeTrue(readable, "the kernel has no such probes");
        }
        String comm =
                "ka" + alias.name().length() + "x" + ProcessHandle.current().pid() % 10_000;
        Process work =
                Live.start("perl", "-e", "$0 = '" + comm + "'; $| = 1; print \"ready\\n\"; <STDIN>; " + alias.work());
        try {
            Live.until(
                    "the workload is ready",
                    () -> LiveRequestsTest.named(work.pid()).equals(comm));
            String program = alias.program().replace("{pid}", "" + work.pid()).replace("{comm}", comm);
            List<ProgramEvent> events = LiveRequestsTest.observe(environment, program, work, false);
            for (String wanted : alias.expectations()) {
                assertThat(Expectation.holds(wanted, events))
                        .as("%s\n%s\nexpected %s of %s", alias.name(), program, wanted, events)
                        .isTrue();
            }
        } finally {
            work.destroyForcibly();
        }
    }

    /// A file may be there and yet not be given to anybody.
    private static boolean isReadable(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() >= -1;
        } catch (IOException refused) {
            return false;
        }
    }
}
