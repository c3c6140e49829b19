/// Reading English. Purpose: from a request to an intent, without a model ([dev.ken.comprehension.Reader]), and
/// from an intent back to English ([dev.ken.comprehension.Gloss]). A text is split into clauses that are put
/// together by [dev.ken.comprehension.Discourse]; what the words of a clause do not settle is looked at again
/// by meaning ([dev.ken.comprehension.Otherwise]). Invariants: never sees a program; what a request says and
/// nothing understands is told, not dropped; text in quotes, names and paths are data. Neighbours: searches the
/// catalog, writes `contract`; `engine` calls it.
@NullMarked
package dev.ken.comprehension;

import org.jspecify.annotations.NullMarked;
