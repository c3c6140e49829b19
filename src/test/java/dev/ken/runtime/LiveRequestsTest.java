package dev.ken.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.Reader;
import dev.ken.comprehension.Reading;
import dev.ken.contract.Intent;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.synthesis.Dialect;
import dev.ken.synthesis.Renderer;
import dev.ken.synthesis.Rendering;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// Requests are read, rendered and run on the real kernel against a workload of the test's own, and the numbers that
/// come out are compared with what the workload did (`live/requests.cases`; whole tools: `live/tools.cases`).
@Tag("live")
class LiveRequestsTest {
    private record Case(String request, String work, List<String> expectations) {}

    @TestFactory
    Stream<DynamicTest> numbersAreWhatTheWorkloadDid() throws IOException {
        return tests("requests");
    }

    @TestFactory
    Stream<DynamicTest> toolsTellWhatTheWorkloadDid() throws IOException {
        return tests("tools");
    }

    private static Stream<DynamicTest> tests(String file) throws IOException {
        Environment environment = Live.environment();
        KernelModel kernel = Snapshots.recorded();
        Catalog catalog = CuratedCatalog.of(kernel);
        List<Case> cases = cases(file);
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            int number = i;
            Case one = cases.get(i);
            tests.add(DynamicTest.dynamicTest(one.request(), () -> run(environment, kernel, catalog, one, number)));
        }
        return tests.stream();
    }

    private static List<Case> cases(String file) throws IOException {
        try (InputStream in = LiveRequestsTest.class.getResourceAsStream("/live/" + file + ".cases")) {
            assertThat(in).isNotNull();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<Case> cases = new ArrayList<>();
            for (String block : text.split("\n\n")) {
                List<String> expectations = new ArrayList<>();
                String request = "";
                String work = "";
                for (String line : block.lines().toList()) {
                    if (line.startsWith("request ")) {
                        request = line.substring("request ".length());
                    } else if (line.startsWith("work ")) {
                        work = line.substring("work ".length());
                    } else if (line.startsWith("expect ")) {
                        expectations.add(line.substring("expect ".length()));
                    }
                }
                if (!request.isEmpty()) {
                    cases.add(new Case(request, work, expectations));
                }
            }
            return cases;
        }
    }

    private static void run(Environment environment, KernelModel kernel, Catalog catalog, Case one, int number)
            throws InterruptedException {
        String comm = "kw" + number + "x" + ProcessHandle.current().pid() % 10_000;
        Process work =
                Live.start("perl", "-e", "$0 = '" + comm + "'; $| = 1; print \"ready\\n\"; <STDIN>; " + one.work());
        try {
            Live.until("the workload is ready", () -> named(work.pid()).equals(comm));
            String request = one.request().replace("{pid}", "" + work.pid()).replace("{comm}", comm);
            Intent intent = understood(new Reader(catalog, kernel).read(request));
            int minor = environment.bpftrace().orElseThrow().version().minor();
            Rendering rendering = Renderer.render(intent, catalog, Dialect.of(minor));
            assertThat(rendering).as(request).isInstanceOf(Rendering.Rendered.class);
            String program = ((Rendering.Rendered) rendering).program();
            List<ProgramEvent> events =
                    observe(environment, program, work, intent.durationNanos().isPresent());
            for (String expectation : one.expectations()) {
                String wanted = expectation.replace("{pid}", "" + work.pid()).replace("{comm}", comm);
                assertThat(Expectation.holds(wanted, events))
                        .as("%s\n%s\nexpected %s of %s", request, program, wanted, events)
                        .isTrue();
            }
        } finally {
            work.destroyForcibly();
        }
    }

    static String named(long pid) {
        try {
            return java.nio.file.Files.readString(java.nio.file.Path.of("/proc/" + pid + "/comm"))
                    .strip();
        } catch (IOException gone) {
            return "";
        }
    }

    private static Intent understood(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Understood.class);
        return ((Reading.Understood) reading).intent();
    }

    static List<ProgramEvent> observe(Environment environment, String program, Process work, boolean endsItself)
            throws InterruptedException {
        List<ProgramEvent> events = new ArrayList<>();
        CountDownLatch attached = new CountDownLatch(1);
        RunLimits limits = RunLimits.unlimited();
        try (ProgramRun run = ProgramRun.start(environment, program, limits, event -> {
            synchronized (events) {
                events.add(event);
            }
            if (event instanceof ProgramEvent.Attached || event instanceof ProgramEvent.Ended) {
                attached.countDown();
            }
        })) {
            assertThat(attached.await(Live.LIMIT_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            Live.release(work);
            if (!endsItself) {
                run.stop();
            }
            run.await();
        }
        synchronized (events) {
            return List.copyOf(events);
        }
    }
}
