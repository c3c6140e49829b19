/// Writes the program in C with libbpf that an intent asks for: maps, records and functions as an expert writes
/// them. Invariants: only names that the catalog and the kernel have; what C is not made to say ends in
/// [dev.ken.synthesis.Rendering.Unrenderable], never in a program that does less. Neighbours: the room's own
/// renderer does the same in bpftrace; the judge reads what is written here through `bpf`.
@NullMarked
package dev.ken.synthesis.c;

import org.jspecify.annotations.NullMarked;
