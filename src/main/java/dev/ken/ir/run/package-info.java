/// Running IR modules over concrete events: the definition of what a module does that the symbolic executor is tested
/// against, and what replays a counterexample. Invariants: total, deterministic, knows no program language and no
/// solver. Neighbours: runs `ir`; front ends show what it reports, doors read the events.
@NullMarked
package dev.ken.ir.run;

import org.jspecify.annotations.NullMarked;
