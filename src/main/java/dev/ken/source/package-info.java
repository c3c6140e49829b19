/// Texts, places in them, and what there is to say about those places. Purpose: one form of diagnostic for every text
/// language of KEN. Invariant: knows no language. Neighbours: everything stands on it, it stands on nothing.
@NullMarked
package dev.ken.source;

import org.jspecify.annotations.NullMarked;
