/// What the kernel offers to BPF programs, and asks of them: helper functions, kfuncs, program types and the hooks that
/// programs attach to. Read from text files beside this package, whose facts come from the kernel's source and were
/// checked by asking a kernel. Invariants: immutable; no clause of behaviour lives here (contracts do); constant-time
/// look-ups. Neighbours: contract cites these names, bpftrace and bpf check calls against them.
@NullMarked
package dev.ken.kernel.bpf;

import org.jspecify.annotations.NullMarked;
