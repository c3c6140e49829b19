package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Leaves out reads of maps, and assignments, whose result is not used. They have no effect, but would make a
/// table that is read only to be added to look like one that a program remembers things in.
final class DeadReads {
    private DeadReads() {}

    static Procedure without(Procedure procedure) {
        Procedure before = procedure;
        while (true) {
            Procedure after = once(before);
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
    }

    /// The locals that something is made of or decided by.
    static Set<String> used(Procedure procedure) {
        Set<String> used = new LinkedHashSet<>();
        Alphabet.exprs(procedure).forEach(expr -> locals(expr, used));
        return used;
    }

    private static Procedure once(Procedure procedure) {
        Set<String> used = used(procedure);
        List<Block> blocks = procedure.blocks().stream()
                .map(block -> new Block(
                        block.statements().stream()
                                .filter(statement -> needed(statement, used))
                                .toList(),
                        block.jump()))
                .toList();
        return new Procedure(procedure.name(), procedure.site(), procedure.guard(), blocks);
    }

    private static boolean needed(Stmt statement, Set<String> used) {
        return switch (statement) {
            case Stmt.MapGet get -> used.contains(get.value()) || used.contains(get.present());
            case Stmt.Assign assign -> used.contains(assign.local());
            case Stmt.MapUpdate _, Stmt.MapDelete _, Stmt.MapClear _, Stmt.MapZero _, Stmt.Emit _ -> true;
            case Stmt.Decide _, Stmt.PrintMap _, Stmt.Exit _, Stmt.Assume _, Stmt.Check _, Stmt.Havoc _ -> true;
            case Stmt.WalkStart _, Stmt.WalkNext _ -> true;
        };
    }

    private static void locals(Expr expr, Set<String> into) {
        if (expr instanceof Expr.Local(String name, var _)) {
            into.add(name);
        }
        Alphabet.parts(expr).forEach(part -> locals(part, into));
    }
}
