/// The BPF Type Format: what a kernel, a module or a compiled BPF object says about its own types and functions.
/// Pure: bytes come in, values go out. Invariants: [Btf#parse] checks every record once, so what it gives can be read
/// without errors of form; types refer to each other by id and are made when they are asked for; every walk over types
/// has a limit, since hostile input may hold cycles. Bad bytes throw [MalformedBtf], which says where.
/// Format: Documentation/bpf/btf.rst and include/uapi/linux/btf.h of Linux.
/// Neighbours: runtime hands in bytes; whoever asks what the kernel's functions, structures and tracepoints look like
/// reads the values.
@NullMarked
package dev.ken.kernel.btf;

import org.jspecify.annotations.NullMarked;
