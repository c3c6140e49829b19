package dev.ken.bpftrace;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Source;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How long reading, checking and lowering takes of CPU time, warm: `java -cp target/classes:target/test-classes:…
/// dev.ken.bpftrace.BpftraceBenchmark [FOLDER]`, by default over the tools that Debian installs.
final class BpftraceBenchmark {
    /// Of the thread, so that what else the machine does is left out.
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private static final int WARM = 20;
    private static final int MEASURED = 30;

    private BpftraceBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length == 0 ? "/usr/sbin" : arguments[0]);
        KernelModel kernel = Snapshots.recorded();
        List<Source> tools = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".bt")).sorted().toList()) {
                tools.add(new Source(file.getFileName().toString(), Files.readString(file)));
            }
        }
        for (int i = 0; i < WARM; i++) {
            tools.forEach(tool -> once(tool, kernel));
        }
        long[] nanos = new long[tools.size()];
        for (int i = 0; i < MEASURED; i++) {
            for (int t = 0; t < nanos.length; t++) {
                long start = CLOCK.getCurrentThreadCpuTime();
                once(tools.get(t), kernel);
                nanos[t] += CLOCK.getCurrentThreadCpuTime() - start;
            }
        }
        long all = 0;
        for (int t = 0; t < nanos.length; t++) {
            all += nanos[t];
            System.out.printf("%-24s %6d us%n", tools.get(t).name(), nanos[t] / MEASURED / 1_000);
        }
        System.out.printf("%-24s %6d us%n", "mean", all / MEASURED / Math.max(1, nanos.length) / 1_000);
    }

    private static void once(Source tool, KernelModel kernel) {
        Lowering.lower(Checker.check(BpftraceParser.parse(tool).script(), kernel), kernel);
    }
}
