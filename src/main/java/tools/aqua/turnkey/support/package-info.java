/// One class that Z3's Java classes look for under this name; all it does is in [dev.ken.logic.z3.NativeZ3].
@NullMarked
package tools.aqua.turnkey.support;

import org.jspecify.annotations.NullMarked;
