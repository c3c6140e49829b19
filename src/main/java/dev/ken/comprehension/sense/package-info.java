/// What a request asks for, going by a small transformer (Vaswani et al., NeurIPS 2017; MiniLM, Wang et al., NeurIPS
/// 2020) that was tuned on labelled requests: how likely each of some two thousand facets of an intent is.
///
/// - Arithmetic is that of Java's floats in a fixed order, so the same request gives the same numbers on every machine.
/// - It is not asked what a request means, only how well an intent fits it: what weighs intents is
///   [dev.ken.comprehension].
/// - Weights are read only; `scripts/sense` says how they are learnt.
///
/// Neighbours: [dev.ken.corpus] parts words into pieces; [dev.ken.contract] has intents.
@NullMarked
package dev.ken.comprehension.sense;

import org.jspecify.annotations.NullMarked;
