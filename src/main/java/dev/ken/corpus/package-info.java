/// What KEN's texts about a kernel say, found by English: an index of words ([dev.ken.corpus.LexicalIndex]), an
/// index of exact and nearly exact names ([dev.ken.corpus.NameIndex]), an index of meanings
/// ([dev.ken.corpus.MeaningIndex]) with a sentence model in this process ([dev.ken.corpus.MiniLm]), and the
/// ranking that puts them together ([dev.ken.corpus.Ranking]).
///
/// Invariants: the same documents and the same query give the same answer; nothing here knows where documents
/// come from; names and clear words are found without the model, and without it everything else goes on by
/// words. The words that people use for words of kernels stand in the resource files beside this package, not
/// in Java.
///
/// Neighbours: `engine` makes [dev.ken.corpus.Document]s of the catalog, the contracts and the kernel, and asks.
@NullMarked
package dev.ken.corpus;

import org.jspecify.annotations.NullMarked;
