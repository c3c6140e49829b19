/// A reading that is learnt: which intents a request may mean, going by labelled requests alone, and how likely each
/// is.
///
/// `Hearing` parts a request into words and mentions (numbers, paths, names, addresses, signals, errors). Each decision
/// about the intent (the kind, the measure, what each mention is for, keys, columns, and the `Turn` that sets events
/// against others) is one linear model over `Cues` of them, learnt from `src/test/resources/requests`; `Hunches` puts
/// decisions together to intents that the catalog allows, and tells how likely they are together.
///
/// Invariants: made without the rules of the reader, so that where both agree two independent readings do; every
/// number, path, name or address that an intent tests stands in the request. Neighbours: `contract` (intents),
/// `kernel.catalog` (kinds and facts); used by `comprehension` alone.
@NullMarked
package dev.ken.comprehension.hunch;

import org.jspecify.annotations.NullMarked;
