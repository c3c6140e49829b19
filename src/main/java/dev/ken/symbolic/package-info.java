/// Symbolic execution of IR modules over sequences of occurrences. Purpose: say, as terms, what a program
/// shows. Every path of a procedure is followed under its own condition; maps are logs of guarded writes, so
/// nothing is joined or lost. Invariants: knows no program language and no solver; every limit that was hit is
/// in the [dev.ken.symbolic.Coverage]. Neighbours: executes `ir`, builds `logic` terms, serves `verify`.
@NullMarked
package dev.ken.symbolic;

import org.jspecify.annotations.NullMarked;
