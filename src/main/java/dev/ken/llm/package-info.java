/// Language models. Purpose: one question, one answer, whatever the provider; accounts and budgets. Invariants:
/// knows nothing of kernels or programs; what a provider does wrong is a [dev.ken.llm.ModelUnreachable] that
/// says whether asking again can help; every wait, try, token and byte has a limit; clock and chance are given
/// ([dev.ken.llm.Pace]); keys are never shown. Neighbours: `http` has the providers, `gguf` models in files,
/// `tape` recordings, `settings` the configuration; speaks JSON through `wire`; `synthesis` and `comprehension`
/// ask.
@NullMarked
package dev.ken.llm;

import org.jspecify.annotations.NullMarked;
