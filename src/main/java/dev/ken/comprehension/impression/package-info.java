/// A second reading of a request, made without the first: what its words, as a set, usually ask for. Purpose: how
/// likely each [dev.ken.comprehension.impression.Traits] of an intent is, by weights learned from labelled requests of
/// many authors (a logistic regression for each trait; `impression.weights` beside this package, written by
/// `ImpressionTest` with `-Dgolden=update`). Invariants: it knows neither the rules of the reader nor what the reader
/// made of the request, so that where both agree two opinions do; it never says what is meant, only how likely it is.
/// Neighbours: reads `contract`; [dev.ken.comprehension] asks it about what it has read.
@NullMarked
package dev.ken.comprehension.impression;

import org.jspecify.annotations.NullMarked;
