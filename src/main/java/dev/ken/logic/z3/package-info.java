/// Z3 behind [dev.ken.logic.Solver]. Invariant: the only package that names a solver product. Neighbours: built by the
/// program's wiring, used through the interface only.
@NullMarked
package dev.ken.logic.z3;

import org.jspecify.annotations.NullMarked;
