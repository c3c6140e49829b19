/// Language models. Purpose: one question, one answer, whatever the provider. Invariants: knows nothing of kernels or
/// programs; what a provider does wrong is a [dev.ken.llm.ModelUnreachable] that says whether asking again can help;
/// every
/// wait and every answer has a limit. Neighbours: speaks JSON through `wire`; `synthesis` asks.
@NullMarked
package dev.ken.llm;

import org.jspecify.annotations.NullMarked;
