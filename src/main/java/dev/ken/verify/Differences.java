package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Stmt.Update;
import dev.ken.ir.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Rewrites two totals that are only read to tell how much larger the one is (`printf("%d\n", @out - @in)`) into one
/// that goes up with the first and down with the second. Both begin at nothing and are emptied together; where they are
/// used for anything else they stay.
final class Differences {
    private Differences() {}

    /// Two maps without keys.
    private record Pair(String more, String less) {
        boolean has(String map) {
            return map.equals(more) || map.equals(less);
        }
    }

    static Module of(Module module) {
        Set<Pair> pairs = new LinkedHashSet<>();
        module.procedures().forEach(procedure -> pairs(procedure, module, pairs));
        for (Pair pair : pairs) {
            boolean only = module.procedures().stream().allMatch(procedure -> isOnlyThat(procedure, pair));
            if (only) {
                return joined(module, pair);
            }
        }
        return module;
    }

    /// What each local of a procedure holds that is the value of such a map.
    private static Map<String, String> read(Procedure procedure) {
        Map<String, String> read = new TreeMap<>();
        for (Stmt statement : statements(procedure)) {
            if (statement instanceof Stmt.MapGet(String map, var keys, String value, String _, var _)
                    && keys.isEmpty()) {
                read.put(value, map);
            }
        }
        return read;
    }

    private static List<Stmt> statements(Procedure procedure) {
        return procedure.blocks().stream()
                .flatMap(block -> block.statements().stream())
                .toList();
    }

    private static void pairs(Procedure procedure, Module module, Set<Pair> into) {
        Map<String, String> read = read(procedure);
        Rewriting.exprs(procedure, expr -> {
            difference(expr, read)
                    .filter(pair -> isTotal(module, pair.more()) && isTotal(module, pair.less()))
                    .ifPresent(into::add);
            return expr;
        });
    }

    private static boolean isTotal(Module module, String name) {
        MapDecl map = module.map(name).orElseThrow();
        return map.keys().isEmpty() && map.value() instanceof Type.Int;
    }

    private static Optional<Pair> difference(Expr expr, Map<String, String> read) {
        if (expr instanceof Expr.Binary(var op, Expr.Local(String a, var _), Expr.Local(String b, var _))
                && op == Expr.BinaryOp.SUB
                && read.containsKey(a)
                && read.containsKey(b)
                && !Objects.equals(read.get(a), read.get(b))) {
            return Optional.of(new Pair(read.get(a), read.get(b)));
        }
        return Optional.empty();
    }

    /// Whether a procedure adds to them, empties both at once, and reads them for their difference alone.
    private static boolean isOnlyThat(Procedure procedure, Pair pair) {
        for (Block block : procedure.blocks()) {
            boolean adds = block.statements().stream()
                    .allMatch(
                            statement -> Roles.map(statement).filter(pair::has).isEmpty() || isHarmless(statement));
            if (!adds || emptied(block, pair.more()) != emptied(block, pair.less())) {
                return false;
            }
        }
        Map<String, String> read = read(procedure);
        Procedure without = Rewriting.exprs(
                procedure, expr -> difference(expr, read).equals(Optional.of(pair)) ? new Expr.Int(0) : expr);
        Set<String> locals = new LinkedHashSet<>();
        for (Stmt statement : statements(procedure)) {
            if (statement instanceof Stmt.MapGet get && pair.has(get.map())) {
                locals.add(get.value());
                locals.add(get.present());
            }
        }
        boolean[] used = {false};
        Rewriting.exprs(without, expr -> {
            used[0] |= expr instanceof Expr.Local(String name, var _) && locals.contains(name);
            return expr;
        });
        return !used[0] && (locals.isEmpty() || isStraight(procedure, pair));
    }

    private static boolean isHarmless(Stmt statement) {
        return switch (statement) {
            case Stmt.MapUpdate update ->
                update.update() instanceof Update.Count || update.update() instanceof Update.Sum;
            case Stmt.MapGet _, Stmt.MapClear _ -> true;
            case Stmt _ -> false;
        };
    }

    private static long emptied(Block block, String map) {
        return block.statements().stream()
                .filter(statement -> statement instanceof Stmt.MapClear
                        && Roles.map(statement).equals(Optional.of(map)))
                .count();
    }

    /// Whether nothing happens to the one between the readings of both: they are read in one block, into locals
    /// that get no other value, before it empties or changes them.
    private static boolean isStraight(Procedure procedure, Pair pair) {
        Set<String> locals = new LinkedHashSet<>();
        for (Stmt statement : statements(procedure)) {
            boolean again = statement instanceof Stmt.MapGet get && !locals.add(get.value())
                    || statement instanceof Stmt.Assign assign && !locals.add(assign.local());
            if (again) {
                return false;
            }
        }
        for (Block block : procedure.blocks()) {
            boolean reads = false;
            boolean changed = false;
            for (Stmt statement : block.statements()) {
                boolean ofPair = Roles.map(statement).filter(pair::has).isPresent();
                if (ofPair && statement instanceof Stmt.MapGet) {
                    reads = true;
                    if (changed) {
                        return false;
                    }
                } else if (ofPair) {
                    changed = true;
                }
            }
            boolean elsewhere = reads
                    && procedure.blocks().stream()
                            .filter(other -> other != block)
                            .flatMap(other -> other.statements().stream())
                            .anyMatch(statement -> !(statement instanceof Stmt.MapClear)
                                    && Roles.map(statement).filter(pair::has).isPresent());
            if (elsewhere
                    || reads
                            && !(block.jump() instanceof Jump.Return)
                            && procedure.blocks().size() > 1) {
                return false;
            }
        }
        return true;
    }

    private static Module joined(Module module, Pair pair) {
        List<MapDecl> maps = new ArrayList<>();
        for (MapDecl map : module.maps()) {
            if (map.name().equals(pair.more())) {
                maps.add(new MapDecl(map.name(), map.keys(), map.value(), MapDecl.Kind.SCALAR));
            } else if (!map.name().equals(pair.less())) {
                maps.add(map);
            }
        }
        List<Procedure> procedures = module.procedures().stream()
                .map(procedure -> joined(procedure, pair))
                .toList();
        return new Module(maps, procedures, module.notModelled());
    }

    private static Procedure joined(Procedure procedure, Pair pair) {
        Map<String, String> read = read(procedure);
        Procedure told = Rewriting.exprs(
                procedure,
                expr -> difference(expr, read).equals(Optional.of(pair)) && expr instanceof Expr.Binary binary
                        ? binary.left()
                        : expr);
        return Rewriting.statements(told, statement -> switch (statement) {
            case Stmt.MapUpdate update when pair.has(update.map()) -> List.of(added(update, pair));
            case Stmt.MapGet get when get.map().equals(pair.less()) -> List.of();
            case Stmt.MapClear clear when clear.map().equals(pair.less()) -> List.of();
            case Stmt other -> List.of(other);
        });
    }

    private static Stmt added(Stmt.MapUpdate update, Pair pair) {
        Expr value = update.update() instanceof Update.Sum(var more) ? more : new Expr.Int(1);
        Expr signed = update.map().equals(pair.more()) ? value : new Expr.Unary(Expr.UnaryOp.NEGATE, value);
        return new Stmt.MapUpdate(pair.more(), update.keys(), new Update.Sum(signed), update.at());
    }
}
