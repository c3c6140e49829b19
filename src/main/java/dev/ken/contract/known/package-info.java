/// What is known of one thing of one kernel, as contracts: those that somebody wrote, those that the catalog
/// writes below a probe point, and those that follow from types, formats and numbers. Invariants: every
/// contract comes with the signature that it resolves against and says where it is from; nothing is derived
/// before it is asked for. Neighbours: [dev.ken.contract.clause] is the language, `kernel` the facts, `engine`
/// shows them.
@NullMarked
package dev.ken.contract.known;

import org.jspecify.annotations.NullMarked;
