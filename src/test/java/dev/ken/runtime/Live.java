package dev.ken.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/// What tests on the real kernel share.
final class Live {
    static final long LIMIT_MILLIS = 15_000;

    private Live() {}

    /// This machine; skips the test with the reason where it cannot run programs.
    static Environment environment() {
        Environment environment = new EnvironmentReader(System.getenv()).read();
        String reasons = environment.missing().stream()
                .filter(Environment.Missing::toRun)
                .map(Environment.Missing::sentence)
                .reduce("", (a, b) -> a + b + " ");
        if (!reasons.isEmpty()) {
            System.out.println("skipped: " + reasons);
        }
        Assumptions.assumeTrue(environment.canRun(), reasons);
        return environment;
    }

    /// A perl that waits for a line on its input, does the work, and ends.
    static Process perl(String work) {
        return start("perl", "-e", "$|=1; <STDIN>; " + work);
    }

    static Process start(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets a waiting perl work, and waits for its end.
    static void release(Process perl) {
        try (var in = perl.getOutputStream()) {
            in.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            if (!perl.waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
                perl.destroyForcibly();
                throw new IllegalStateException("the workload did not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + LIMIT_MILLIS + " ms: " + what, new TimeoutException());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static <T> T got(String what, Supplier<Optional<T>> supplier) {
        until(what, () -> supplier.get().isPresent());
        return supplier.get().orElseThrow();
    }

    /// Ids of the BPF programs that a process holds open.
    static List<String> programs(long pid) {
        return output("sh", "-c", "cat /proc/" + pid + "/fdinfo/* 2>/dev/null | sed -n 's/^prog_id:[[:space:]]*//p'")
                .lines()
                .sorted()
                .distinct()
                .toList();
    }

    /// Whether the kernel still knows a BPF program.
    static boolean loaded(String program) {
        Process process = start("bpftool", "prog", "show", "id", program);
        try {
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String output(String... command) {
        Process process = start(command);
        try {
            String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            process.waitFor();
            return text;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
