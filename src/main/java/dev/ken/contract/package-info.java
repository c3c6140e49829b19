/// What must hold: the intent of a request, as a value with a readable text form. Invariant: independent of any
/// program. Neighbours: comprehension writes intents, synthesis renders them, verify judges programs against
/// them.
@NullMarked
package dev.ken.contract;

import org.jspecify.annotations.NullMarked;
