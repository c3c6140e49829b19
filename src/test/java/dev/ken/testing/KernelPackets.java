package dev.ken.testing;

import dev.ken.runtime.Environment;
import org.junit.jupiter.api.Assumptions;

/// What tests need that have the kernel run programs for packets (BPF_PROG_TEST_RUN).
public final class KernelPackets {
    private KernelPackets() {}

    /// Skips the test, with the reason printed, where packets cannot be given to the kernel.
    public static void assumeGiven(Environment environment) {
        boolean there = environment.clang().isPresent()
                && environment.bpftool().isPresent()
                && "root".equals(System.getProperty("user.name"));
        if (!there) {
            System.out.println("skipped: no packet was given to the kernel: root, clang and bpftool are needed");
        }
        Assumptions.assumeTrue(there, "root, clang and bpftool are needed");
    }
}
