package dev.ken.cli;

import picocli.CommandLine.Option;

/// Which kernel a command speaks of.
final class KernelOption {
    @Option(
            names = "--kernel",
            paramLabel = "FILE|RELEASE",
            description = "for this kernel: a file of ken kernel snapshot, or a release of ken kernel list"
                    + " (default: the running one)")
    String kernel = "";

    /// The workshop for the kernel that was chosen.
    Workshop chosen(Workshop workshop) throws BadInput {
        return kernel.isEmpty() ? workshop : workshop.on(Kernels.named(kernel));
    }
}
