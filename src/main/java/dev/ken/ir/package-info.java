/// The verification IR: programs as procedures over event attributes, maps and output. Invariant: knows neither BPF nor
/// bpftrace. Neighbours: front ends lower into it, symbolic executes it.
@NullMarked
package dev.ken.ir;

import org.jspecify.annotations.NullMarked;
