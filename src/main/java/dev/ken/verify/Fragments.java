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

    /// `before; if (condition) { action }`
    static Procedure guarded(String name, Site site, Expr guard, List<Stmt> before, Expr condition, Action action) {
        if (action.before().isEmpty() && action.gate().equals(new Expr.Bool(true))) {
            return conditional(name, site, guard, before, condition, action.then());
        }
        return new Procedure(
                name,
                site,
                guard,
                List.of(
                        new Block(before, new Jump.Branch(condition, 1, 3)),
                        new Block(action.before(), new Jump.Branch(action.gate(), 2, 3)),
                        new Block(action.then(), new Jump.Goto(3)),
                        new Block(List.of(), new Jump.Return())));
    }

    /// `before; if (condition) { then } last;`
    static Procedure conditionalThen(
            String name, Site site, Expr guard, List<Stmt> before, Expr condition, List<Stmt> then, List<Stmt> last) {
        return new Procedure(
                name,
                site,
                guard,
                List.of(
                        new Block(before, new Jump.Branch(condition, 1, 2)),
                        new Block(then, new Jump.Goto(2)),
                        new Block(last, new Jump.Return())));
    }

    /// Whether a procedure does nothing at all.
    static boolean isEmpty(Procedure procedure) {
        return procedure.blocks().stream().allMatch(block -> block.statements().isEmpty());
    }

    static Expr and(Expr a, Expr b) {
        if (a.equals(new Expr.Bool(true))) {
            return b;
        }
        return b.equals(new Expr.Bool(true)) ? a : new Expr.Binary(Expr.BinaryOp.AND, a, b);
    }

    static Expr number(long value) {
        return new Expr.Int(value);
    }

    static Expr negative(Expr value) {
        return new Expr.Binary(Expr.BinaryOp.SLT, value, number(0));
    }
}
