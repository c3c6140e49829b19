/// The command line. Purpose: turn arguments into calls of `engine` and its answers into text or JSON.
/// Invariants: no logic; bad input ends with a message and a code of [dev.ken.cli.ExitCode], never with a stack
/// trace; what a terminal shows in colour is told apart without colour too; every line of the answer has its
/// field in the JSON. Only [dev.ken.cli.Main] wires. Neighbours: `engine` below, `cli.view` for what a running
/// program shows.
@NullMarked
package dev.ken.cli;

import org.jspecify.annotations.NullMarked;
