package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Stmt;
import java.util.List;

/// What an observer does about an occurrence: `before`, and then, if `gate` holds, `then`.
record Action(List<Stmt> before, Expr gate, List<Stmt> then) {
    static Action always(Stmt... statements) {
        return new Action(List.of(), new Expr.Bool(true), List.of(statements));
    }
}
