package dev.ken.kernel;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.Locale;
import java.util.function.Supplier;

/// How long it takes to open a shipped kernel and to ask it, in a process that does nothing else:
/// `java -XX:+UseSerialGC -cp target/classes:target/test-classes dev.ken.kernel.KernelBenchmark [RELEASE]`.
final class KernelBenchmark {
    private static final int LOOKUPS = 100_000;

    private KernelBenchmark() {}

    public static void main(String[] arguments) {
        String release = arguments.length == 0 ? Snapshots.RELEASE : arguments[0];
        KernelModel kernel = timed("open", () -> Snapshots.find(release).orElseThrow());
        timed("names of tracepoints", () -> kernel.tracepoints().names());
        timed("one format", () -> kernel.tracepoints().find("sched", "sched_switch"));
        timed("types and functions, the first", () -> kernel.functions().find("vfs_read"));
        timed("traceable, the first", () -> kernel.functions().traceable("vfs_read"));
        timed("names of functions", () -> kernel.functions().names());
        timed("nearest functions", () -> kernel.functions().nearest("tcp_conect", 3));
        timed("kfuncs", kernel::kfuncs);
        repeated("function", () -> kernel.functions().find("tcp_connect"));
        repeated("no function", () -> kernel.functions().find("no_such_function"));
        repeated("format", () -> kernel.tracepoints().find("sched", "sched_switch"));
        repeated("system call by number", () -> kernel.syscalls().name(257));
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        System.out.printf(Locale.ROOT, "heap at its peak %d MiB%n", peak >> 20);
    }

    /// Of this thread; other work on the machine does not count.
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static <T> T timed(String what, Supplier<T> work) {
        long begin = System.nanoTime();
        long cpu = cpuNanos();
        T value = work.get();
        System.out.printf(
                Locale.ROOT,
                "%-32s %7.1f ms, of which on a CPU %7.1f%n",
                what,
                (System.nanoTime() - begin) / 1e6,
                (cpuNanos() - cpu) / 1e6);
        return value;
    }

    private static void repeated(String what, Supplier<?> work) {
        long begin = cpuNanos();
        int hash = 0;
        for (int i = 0; i < LOOKUPS; i++) {
            hash += work.get().hashCode() & 1;
        }
        System.out.printf(
                Locale.ROOT, "%-32s %7d ns each on a CPU (%d)%n", what, (cpuNanos() - begin) / LOOKUPS, hash & 1);
    }
}
