/// Compiled BPF programs: the ELF object that clang makes of C with libbpf, its instructions (RFC 9669), its
/// maps as BTF tells them, and its lowering to the verification IR. Invariants: bytes come in as values;
/// malformed bytes throw [dev.ken.bpf.MalformedObject]; what cannot be said in IR is named in
/// [dev.ken.ir.Module#notModelled], never left out. Neighbours: kernel.btf reads the types; the engine hands
/// objects in that runtime compiled; knows neither bpftrace nor symbolic.
@NullMarked
package dev.ken.bpf;

import org.jspecify.annotations.NullMarked;
