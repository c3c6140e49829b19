/// Contracts of programs: what a user demands of each handler of a program, from any content of its maps. Invariants:
/// parsing is total (a value and diagnostics); a phrase keeps its place in the text. Neighbours: operators are those of
/// `contract.clause`; `verify` resolves names against a program and a kernel, and decides the clauses.
@NullMarked
package dev.ken.contract.program;

import org.jspecify.annotations.NullMarked;
