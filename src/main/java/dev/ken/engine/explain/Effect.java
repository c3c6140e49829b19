package dev.ken.engine.explain;

import dev.ken.ir.Expr;
import dev.ken.ir.Stmt;
import java.util.List;

/// Something that a handler does, with its values in terms of the occurrence and of what maps hold ([Known]).
///
/// @param where what must hold for it, the outermost first
record Effect(Stmt what, List<Expr> where) {
    Effect {
        where = List.copyOf(where);
    }
}
