package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Stmt.Update;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rewrites "read an entry, write it back with something added" into one addition to the entry. It means the
/// same, since an absent entry is read as 0, and makes `@n++` and `count()` the same term.
final class Accumulations {
    private Accumulations() {}

    static Module of(Module module) {
        List<Procedure> procedures = new ArrayList<>();
        for (Procedure procedure : module.procedures()) {
            List<Block> blocks = procedure.blocks().stream()
                    .map(block -> new Block(statements(block.statements()), block.jump()))
                    .toList();
            procedures.add(
                    DeadReads.without(new Procedure(procedure.name(), procedure.site(), procedure.guard(), blocks)));
        }
        return new Module(module.maps(), procedures, module.notModelled());
    }

    private static List<Stmt> statements(List<Stmt> statements) {
        Map<String, Stmt.MapGet> read = new LinkedHashMap<>();
        List<Stmt> out = new ArrayList<>();
        for (Stmt statement : statements) {
            Stmt rewritten = statement instanceof Stmt.MapUpdate update ? rewritten(update, read) : statement;
            out.add(rewritten);
            forget(rewritten, read);
            if (rewritten instanceof Stmt.MapGet get) {
                read.put(get.value(), get);
            }
            boolean copies = rewritten instanceof Stmt.Assign(var _, Expr.Local(String from, var _), var _)
                    && read.containsKey(from);
            if (copies && rewritten instanceof Stmt.Assign(String local, Expr.Local(String from, var _), var _)) {
                read.put(local, read.get(from));
            }
        }
        return out;
    }

    private static Stmt rewritten(Stmt.MapUpdate update, Map<String, Stmt.MapGet> read) {
        if (!(update.update() instanceof Update.Set(Expr.Binary(Expr.BinaryOp op, Expr left, Expr right)))
                || op != Expr.BinaryOp.ADD && op != Expr.BinaryOp.SUB) {
            return update;
        }
        if (op == Expr.BinaryOp.SUB) {
            Expr less = new Expr.Unary(Expr.UnaryOp.NEGATE, right);
            return isOld(left, update, read)
                    ? new Stmt.MapUpdate(update.map(), update.keys(), new Update.Sum(less), update.at())
                    : update;
        }
        Optional<Expr> added = isOld(left, update, read)
                ? Optional.of(right)
                : isOld(right, update, read) ? Optional.of(left) : Optional.empty();
        return added.<Stmt>map(
                        expr -> new Stmt.MapUpdate(update.map(), update.keys(), new Update.Sum(expr), update.at()))
                .orElse(update);
    }

    private static boolean isOld(Expr expr, Stmt.MapUpdate update, Map<String, Stmt.MapGet> read) {
        return expr instanceof Expr.Local(String name, var _)
                && read.containsKey(name)
                && read.get(name) instanceof Stmt.MapGet get
                && get.map().equals(update.map())
                && get.keys().equals(update.keys());
    }

    /// What a statement makes untrue of the entries read before it.
    private static void forget(Stmt statement, Map<String, Stmt.MapGet> read) {
        switch (statement) {
            case Stmt.MapUpdate update ->
                read.values().removeIf(get -> get.map().equals(update.map()));
            case Stmt.MapDelete delete ->
                read.values().removeIf(get -> get.map().equals(delete.map()));
            case Stmt.MapClear clear -> read.values().removeIf(get -> get.map().equals(clear.map()));
            case Stmt.MapZero zero -> read.values().removeIf(get -> get.map().equals(zero.map()));
            case Stmt.Assign assign -> changed(assign.local(), read);
            case Stmt.Havoc havoc -> changed(havoc.local(), read);
            case Stmt.MapGet get -> {
                changed(get.value(), read);
                changed(get.present(), read);
            }
            case Stmt.WalkNext next -> {
                next.keys().forEach(key -> changed(key, read));
                changed(next.value(), read);
                changed(next.found(), read);
                changed(next.more(), read);
            }
            case Stmt.WalkStart _,
                    Stmt.Emit _,
                    Stmt.PrintMap _,
                    Stmt.Exit _,
                    Stmt.Assume _,
                    Stmt.Check _,
                    Stmt.Decide _ -> {}
        }
    }

    private static void changed(String local, Map<String, Stmt.MapGet> read) {
        read.remove(local);
        read.values().removeIf(get -> get.keys().toString().contains("Local[name=" + local + ","));
    }
}
