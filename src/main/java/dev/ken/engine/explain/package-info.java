/// What a program does, in English, from its meaning in the verification IR and not from its text or its author.
///
/// [dev.ken.engine.explain.Explanation] is the way in. [dev.ken.engine.explain.Flow] follows each handler and gives its
/// effects with what must hold for each, all in terms of the occurrence and of what maps hold;
/// [dev.ken.engine.explain.Words] tells such values in English, with the names that the kernel's types give to
/// arguments and members; [dev.ken.engine.explain.Shows] gathers what a user gets to see, over all handlers.
///
/// Invariants: nothing is left out but for named limits, and these show in the text; the same program gives the same
/// text. Nothing here is a proof: it is a retelling. Neighbours: `ir`, `kernel`, `verify` for the fates of packets.
@NullMarked
package dev.ken.engine.explain;

import org.jspecify.annotations.NullMarked;
