/// What bpftrace 0.17 prints for what a program showed: formatted rows, maps, histograms. Purpose: a replayed program
/// looks as the real one does. Invariant: text only, from [dev.ken.ir.run.Output] values; held against output that real
/// bpftrace printed. Neighbours: `ir.run` gives the outputs, doors print the text.
@NullMarked
package dev.ken.bpftrace.show;

import org.jspecify.annotations.NullMarked;
