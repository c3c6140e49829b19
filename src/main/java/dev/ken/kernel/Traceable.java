package dev.ken.kernel;

/// Whether a probe can stand on a function of the kernel.
public enum Traceable {
    YES,
    NO,
    /// The kernel did not tell: the list of its tracer could not be read.
    UNKNOWN
}
