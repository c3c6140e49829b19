package dev.ken.bpf;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt;
import dev.ken.ir.Stmt.Update;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Settles what kind of table each is, from all that is done to it. Where entries only begin with a value and are added
/// to, beginning is adding, for nothing is 0: "look up; add, or else put in" becomes one addition.
final class Updates {
    private final Tables tables;
    private final List<Blocks> programs;
    private final Map<String, MapDecl.Kind> kinds = new LinkedHashMap<>();
    private int locals;

    Updates(Tables tables, List<Blocks> programs) {
        this.tables = tables;
        this.programs = programs;
        programs.forEach(Blocks::straighten);
        programs.forEach(blocks -> blocks.all().forEach(block -> block.forEach(this::look)));
    }

    MapDecl.Kind kind(String table) {
        return kinds.getOrDefault(table, MapDecl.Kind.SCALAR);
    }

    private void look(Stmt statement) {
        if (statement instanceof Stmt.MapUpdate(String map, var _, Update update, var _)) {
            MapDecl.Kind kind = switch (update) {
                case Update.Log2 _ -> MapDecl.Kind.LOG2;
                case Update.Sum _ -> MapDecl.Kind.SUM;
                case Update.Set _ -> tables.isBeginning(statement) ? MapDecl.Kind.SUM : MapDecl.Kind.SCALAR;
                case Update.Count _,
                        Update.Minimum _,
                        Update.Maximum _,
                        Update.Average _,
                        Update.Statistics _,
                        Update.Linear _ -> MapDecl.Kind.SCALAR;
            };
            kinds.merge(map, kind, (one, other) -> one == other ? one : MapDecl.Kind.SCALAR);
        }
    }

    void rewrite() {
        for (Blocks blocks : programs) {
            for (List<Stmt> block : blocks.all()) {
                List<Stmt> settled = block.stream().flatMap(one -> settled(one).stream()).toList();
                block.clear();
                block.addAll(settled);
            }
            Set<String> used = Unused.used(blocks.all(), blocks.jumps());
            for (List<Stmt> block : blocks.all()) {
                block.removeIf(one -> !Unused.isNeeded(one, used));
                List<Stmt> joined = joined(block);
                block.clear();
                block.addAll(joined);
            }
        }
    }

    private List<Stmt> settled(Stmt statement) {
        if (!(statement instanceof Stmt.MapUpdate(String map, var keys, Update update, var at))) {
            return List.of(statement);
        }
        boolean sum = kind(map) == MapDecl.Kind.SUM;
        return switch (update) {
            case Update.Set(Expr value) when sum ->
                List.of(new Stmt.MapUpdate(map, keys, new Update.Sum(value), at));
            case Update.Sum(Expr by) when !sum -> {
                String local = "%added" + locals++;
                Expr old = new Expr.Local(local, Scalars.INT);
                yield List.of(
                        new Stmt.MapGet(map, keys, local, local + "?", at),
                        new Stmt.MapUpdate(map, keys, new Update.Set(new Expr.Binary(BinaryOp.ADD, old, by)), at));
            }
            case Update _ -> List.of(statement);
        };
    }

    /// Additions to one entry that follow each other are one; others are in the order of their tables.
    private static List<Stmt> joined(List<Stmt> block) {
        List<Stmt> out = new ArrayList<>();
        for (Stmt statement : block) {
            Stmt one = statement;
            while (one instanceof Stmt.MapUpdate(String map, var keys, Update.Sum(Expr by), var at)
                    && !out.isEmpty()
                    && out.getLast() instanceof Stmt.MapUpdate(String before, var same, Update.Sum(Expr first), var _)
                    && map.equals(before)
                    && keys.equals(same)) {
                out.removeLast();
                one = new Stmt.MapUpdate(map, keys, new Update.Sum(Scalars.binary(BinaryOp.ADD, first, by)), at);
            }
            int place = out.size();
            while (place > 0 && isBehind(out.get(place - 1), one)) {
                place--;
            }
            out.add(place, one);
        }
        return out;
    }

    private static boolean isBehind(Stmt before, Stmt after) {
        return before instanceof Stmt.MapUpdate(String one, var _, var _, var _)
                && after instanceof Stmt.MapUpdate(String other, var _, var _, var _)
                && one.compareTo(other) > 0;
    }

    static List<Expr> values(Update update) {
        return switch (update) {
            case Update.Set(Expr value) -> List.of(value);
            case Update.Count() -> List.of();
            case Update.Sum(Expr value) -> List.of(value);
            case Update.Minimum(Expr value) -> List.of(value);
            case Update.Maximum(Expr value) -> List.of(value);
            case Update.Average(Expr value) -> List.of(value);
            case Update.Statistics(Expr value) -> List.of(value);
            case Update.Log2(Expr value) -> List.of(value);
            case Update.Linear(Expr value, long _, long _, long _) -> List.of(value);
        };
    }
}
