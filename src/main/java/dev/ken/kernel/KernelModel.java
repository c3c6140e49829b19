package dev.ken.kernel;

/// An immutable snapshot of one kernel, always passed explicitly. `release` is as `uname -r` prints it.
public record KernelModel(String release, Tracepoints tracepoints, SyscallTable syscalls) {}
