/// The use cases, as plain data in and out. Purpose: generate a program for a request and prove it, judge a
/// program that somebody has, explain, search, look up contracts, estimate cost. [dev.ken.engine.Operations]
/// lists what there is, for every door alike.
///
/// Invariants: undecided is never told as verified, and a tool that fails proves nothing. A program is accepted
/// only if every clause is proved and, where there is a kernel to ask, the kernel loaded it. Every loop has a
/// named limit. Knows no JSON, no command line and no terminal.
///
/// Neighbours: doors (`cli`) call it; it calls `comprehension`, `synthesis`, `runtime`, `verify` and the front
/// ends through the small interfaces [dev.ken.engine.Comprehender], [dev.ken.engine.Proposer] and
/// [dev.ken.engine.FrontEnd], so that targets and engines can be added beside those that are there.
@NullMarked
package dev.ken.engine;

import org.jspecify.annotations.NullMarked;
