package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Entries that are read once more right behind a test: `if ($d > @longest[@name[cpu]]) { @longest[@name[cpu]] = $d;
/// }`.
final class SameReads {
    private SameReads() {}

    /// The block `then`, which follows `test` and nothing else, without what it reads again before it changes
    /// anything, and in terms of what was read first.
    static Block after(Procedure procedure, Block test, Block then) {
        Map<String, String> again = new LinkedHashMap<>();
        List<Stmt> rest = new ArrayList<>();
        for (Stmt statement : then.statements()) {
            Optional<Stmt.MapGet> first = rest.isEmpty() && statement instanceof Stmt.MapGet get
                    ? read(test, named(get, again))
                    : Optional.empty();
            if (first.isPresent() && statement instanceof Stmt.MapGet get) {
                again.put(get.value(), first.get().value());
                again.put(get.present(), first.get().present());
            } else {
                rest.add(statement);
            }
        }
        boolean only = again.isEmpty()
                || procedure.blocks().stream()
                        .filter(block -> block != then)
                        .noneMatch(block -> uses(procedure, block, again));
        return only ? named(procedure, new Block(rest, then.jump()), again) : then;
    }

    /// What is read there of the same entry, and not changed after it.
    private static Optional<Stmt.MapGet> read(Block block, Stmt.MapGet again) {
        Optional<Stmt.MapGet> first = Optional.empty();
        for (Stmt statement : block.statements()) {
            if (statement instanceof Stmt.MapGet get) {
                boolean same = get.map().equals(again.map()) && get.keys().equals(again.keys());
                first = same ? Optional.of(get) : first;
            } else if (!(statement instanceof Stmt.Assign)) {
                first = Optional.empty();
            }
        }
        return first;
    }

    private static Stmt.MapGet named(Stmt.MapGet get, Map<String, String> names) {
        List<Expr> keys = get.keys().stream().map(key -> named(key, names)).toList();
        return new Stmt.MapGet(get.map(), keys, get.value(), get.present(), get.at());
    }

    private static Expr named(Expr expr, Map<String, String> names) {
        return Rewriting.expr(
                expr,
                part -> part instanceof Expr.Local(String name, var type) && names.containsKey(name)
                        ? new Expr.Local(names.getOrDefault(name, name), type)
                        : part);
    }

    private static Block named(Procedure procedure, Block block, Map<String, String> names) {
        return Rewriting.exprs(alone(procedure, block), expr -> named(expr, names))
                .blocks()
                .getFirst();
    }

    private static boolean uses(Procedure procedure, Block block, Map<String, String> names) {
        return Alphabet.exprs(alone(procedure, block)).anyMatch(expr -> uses(expr, names));
    }

    private static boolean uses(Expr expr, Map<String, String> names) {
        return expr instanceof Expr.Local(String name, var _) && names.containsKey(name)
                || Alphabet.parts(expr).stream().anyMatch(part -> uses(part, names));
    }

    private static Procedure alone(Procedure procedure, Block block) {
        return new Procedure(procedure.name(), procedure.site(), procedure.guard(), List.of(block));
    }
}
