package dev.ken.kernel.btf;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// How long it takes to read BTF and to ask for types, in a process that does nothing else:
/// `java -XX:+UseSerialGC -cp target/classes:target/test-classes dev.ken.kernel.btf.BtfBenchmark [FILE]`.
final class BtfBenchmark {
    private static final int WARM_ROUNDS = 20;
    private static final int LOOKUPS = 100_000;

    private BtfBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        String file = arguments.length == 0 ? "/sys/kernel/btf/vmlinux" : arguments[0];
        long begin = System.nanoTime();
        Btf btf = Btf.parse(Files.readAllBytes(Path.of(file)));
        System.out.printf("first load %d ms, %d types%n", millisSince(begin), btf.endId());
        System.out.printf(
                "of which on a CPU %d ms, with the start of the process%n",
                ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000);
        System.gc();
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        System.out.printf("heap in use %d MiB%n", heap.getUsed() >> 20);
        byte[] bytes = Files.readAllBytes(Path.of(file));
        begin = System.nanoTime();
        for (int i = 0; i < WARM_ROUNDS; i++) {
            btf = Btf.parse(bytes);
        }
        System.out.printf("warm load %d ms%n", millisSince(begin) / WARM_ROUNDS);
        lookups(btf);
    }

    private static void lookups(Btf btf) {
        for (String function : new String[] {"vfs_read", "tcp_connect", "no_such_function"}) {
            long begin = System.nanoTime();
            int found = 0;
            for (int i = 0; i < LOOKUPS; i++) {
                found += btf.find(Kind.FUNC, function).isPresent() ? 1 : 0;
            }
            System.out.printf("find %s: %d ns, found %b%n", function, (System.nanoTime() - begin) / LOOKUPS, found > 0);
        }
    }

    private static long millisSince(long begin) {
        return (System.nanoTime() - begin) / 1_000_000;
    }
}
