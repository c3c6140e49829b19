package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import dev.ken.source.Span;
import java.util.List;

/// Small pieces of IR that reference observers are made of.
final class Fragments {
    private Fragments() {}

    static Procedure exit(Site site) {
        return straight("end", site, new Expr.Bool(true), List.of(new Stmt.Exit(Span.NONE)));
    }

    static Procedure straight(String name, Site site, Expr guard, List<Stmt> statements) {
        return new Procedure(name, site, guard, List.of(new Block(statements, new Jump.Return())));
    }

    /// `before; if (condition) then;`
    static Procedure conditional(
            String name, Site site, Expr guard, List<Stmt> before, Expr condition, List<Stmt> then) {
        return new Procedure(
                name,
                site,
                guard,
                List.of(
                        new Block(before, new Jump.Branch(condition, 1, 2)),
                        new Block(then, new Jump.Goto(2)),
                        new Block(List.of(), new Jump.Return())));
    }

    static Expr and(Expr a, Expr b) {
        return new Expr.Binary(Expr.BinaryOp.AND, a, b);
    }

    static Expr number(long value) {
        return new Expr.Int(value);
    }

    static Expr negative(Expr value) {
        return new Expr.Binary(Expr.BinaryOp.SLT, value, number(0));
    }
}
