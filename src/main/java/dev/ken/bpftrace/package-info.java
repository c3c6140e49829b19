/// The bpftrace language: text to syntax tree and back, checking against a kernel, and lowering into the
/// verification IR. Invariants: trees are immutable; reading is total (any text gives a tree and diagnostics)
/// and every limit is named; what lowering cannot model becomes a havoc with a reason, never silence.
/// Neighbours: stands on kernel and ir, used by synthesis and the engine; knows neither the judge nor libbpf.
@NullMarked
package dev.ken.bpftrace;

import org.jspecify.annotations.NullMarked;
