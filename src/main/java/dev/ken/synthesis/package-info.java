/// Proposing programs. Purpose: write a program for an intent, without a model ([dev.ken.synthesis.Renderer]).
/// Invariant: proposes only; whether a program is right is said by `verify`. Neighbours: reads `contract` and
/// the catalog; `engine` calls it.
@NullMarked
package dev.ken.synthesis;

import org.jspecify.annotations.NullMarked;
