/// Exchanges with models, kept in a file. Purpose: what was asked and answered can be looked at, and played
/// again without the model. Invariants: a line is written whole before the answer is used; playing gives
/// exactly what was recorded, failures included, and nothing for a prompt that is not there; keys never reach
/// it. Neighbours: JSON lines through `wire`.
@NullMarked
package dev.ken.llm.tape;

import org.jspecify.annotations.NullMarked;
