/// Facts about one kernel, as immutable values: tracepoint formats, system calls, and the sites at which a
/// kernel can be observed. Invariant: no file system, no process; texts come in as values. Neighbours: runtime
/// feeds it, bpftrace, verify, comprehension and synthesis read it.
@NullMarked
package dev.ken.kernel;

import org.jspecify.annotations.NullMarked;
