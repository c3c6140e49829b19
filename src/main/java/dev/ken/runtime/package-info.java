/// The only room that starts processes or touches the kernel. Purpose: say what this machine has ([Environment]),
/// give the kernel's own descriptions as text ([Tracefs]), have its verifier judge a program ([KernelCheck]) and
/// run a program ([ProgramRun]) as a stream of plain events. Invariants: scripts reach bpftrace through its
/// standard input, never through a shell; whatever way a run ends (by itself, at its limit, asked, killed with its
/// parent, crashed) nothing stays attached; exit code 0 alone is never taken as success. Neighbours: below
/// `engine`; stands on `wire` and `source`; parsing of kernel descriptions is `kernel`'s.
@NullMarked
package dev.ken.runtime;

import org.jspecify.annotations.NullMarked;
