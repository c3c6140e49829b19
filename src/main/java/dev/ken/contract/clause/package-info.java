/// The contract language: Hoare clauses (`requires`, `ensures`, `modifies`) about helpers, kernel functions,
/// probe points and hooks, over their arguments and result. Invariants: parsing is total (a value and
/// diagnostics); a formula means one term over 64-bit values; a clause that every call satisfies is a mistake
/// ([Soundness] finds it). Neighbours: `logic` gives the terms, `kernel` the prototypes; the library of shipped
/// contracts is under `contract/library`.
@NullMarked
package dev.ken.contract.clause;

import org.jspecify.annotations.NullMarked;
