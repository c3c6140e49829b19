/// Terms over booleans and bit-vectors, and the question whether assertions can hold together. Invariant: names
/// no solver product (that is logic.z3). Neighbours: symbolic builds terms, verify asks the solver.
@NullMarked
package dev.ken.logic;

import org.jspecify.annotations.NullMarked;
