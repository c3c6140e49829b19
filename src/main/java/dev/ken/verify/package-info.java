/// The judge. Purpose: decide whether a program does what an intent asks. The intent denotes a reference
/// observer, an IR module of its own ([dev.ken.verify.Reference]); it and the candidate are run on every
/// sequence of symbolic occurrences up to a bound, over all sites that either of them watches
/// ([dev.ken.verify.Sequences]), under facts that hold of every kernel ([dev.ken.verify.World]). Where the two
/// show different things a solver finds the values that make the difference, and the difference is evaluated
/// again before it is reported.
///
/// Invariants: a verdict is a value. Undecided is never proved; a solver's failure or a limit is Undecided.
/// Knows no English beyond the fixed wording of its clauses, no language model, no file and no process.
///
/// What is free: order and headings of columns, names of maps, order of keys, the unit where the intent gives
/// none, whether a transfer of 0 bytes is part of a measure over bytes, more frequent display of a running
/// total, the rest shown at the end after periodic display. What is assumed: process, name and user of a thread
/// do not change within a sequence; text behind a user pointer does not change between the entry and the return
/// of a call.
///
/// Neighbours: builds on `symbolic`, `ir`, `logic`, `contract` and `kernel`; used by `engine`.
@NullMarked
package dev.ken.verify;

import org.jspecify.annotations.NullMarked;
