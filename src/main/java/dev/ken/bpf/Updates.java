package dev.ken.bpf;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Stmt.Update;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Settles what kind of table each is, from all that is done to it. Where entries only begin with a value and are added
/// to, beginning is adding, for nothing is 0: "look up; add, or else put in" becomes one addition.
final class Updates {
    private static final String COUNT = ".count";
    private static final String TOTAL = ".total";

    private final Tables tables;
    private final Showing showing;
    private final List<Blocks> programs;
    private final Map<String, MapDecl.Kind> kinds = new LinkedHashMap<>();
    private final Set<String> sums = new TreeSet<>();
    private int locals;

    Updates(Tables tables, Showing showing, List<Blocks> programs) {
        this.tables = tables;
        this.showing = showing;
        this.programs = programs;
        programs.forEach(Blocks::straighten);
        programs.forEach(blocks -> blocks.all().forEach(block -> block.forEach(this::look)));
        // What only begins is no sum.
        kinds.replaceAll(
                (table, kind) -> kind == MapDecl.Kind.SUM && !sums.contains(table) ? MapDecl.Kind.SCALAR : kind);
    }

    MapDecl.Kind kind(String table) {
        return kinds.getOrDefault(table, MapDecl.Kind.SCALAR);
    }

    private void look(Stmt statement) {
        if (statement instanceof Stmt.MapUpdate(String map, var _, Update update, var _)) {
            if (update instanceof Update.Sum) {
                sums.add(map);
            }
            MapDecl.Kind kind = switch (update) {
                case Update.Log2 _ -> MapDecl.Kind.LOG2;
                case Update.Linear _ -> MapDecl.Kind.LINEAR;
                case Update.Sum _ -> MapDecl.Kind.SUM;
                case Update.Set _ -> tables.isBeginning(statement) ? MapDecl.Kind.SUM : MapDecl.Kind.SCALAR;
                case Update.Count _, Update.Minimum _, Update.Maximum _, Update.Average _, Update.Statistics _ ->
                    MapDecl.Kind.SCALAR;
            };
            kinds.merge(map, kind, (one, other) -> one == other ? one : MapDecl.Kind.SCALAR);
        }
    }

    void rewrite() {
        for (Blocks blocks : programs) {
            for (List<Stmt> block : blocks.all()) {
                List<Stmt> settled =
                        block.stream().flatMap(one -> settled(one).stream()).toList();
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

    // ---- averages ----

    /// Entries that count values and add them up, in fields named so, are averages.
    List<Procedure> averages(List<Procedure> procedures) {
        List<Procedure> now = procedures;
        for (String count : List.copyOf(kinds.keySet())) {
            String map = count.endsWith(COUNT) ? count.substring(0, count.length() - COUNT.length()) : "";
            List<Stmt> all = now.stream()
                    .flatMap(procedure -> procedure.blocks().stream())
                    .flatMap(block -> block.statements().stream())
                    .filter(statement -> table(statement)
                            .filter(t -> t.equals(count) || t.equals(map + TOTAL))
                            .isPresent())
                    .toList();
            boolean whole = !map.isEmpty() && !all.isEmpty() && all.size() % 2 == 0;
            for (int i = 0; whole && i < all.size(); i += 2) {
                whole = average(all.get(i), all.get(i + 1), map).isPresent();
            }
            if (whole) {
                now = now.stream().map(procedure -> averaged(procedure, map)).toList();
                kinds.put(map, showing.isStatistics(map.substring(1)) ? MapDecl.Kind.STATISTICS : MapDecl.Kind.AVERAGE);
            }
        }
        return now;
    }

    /// Tables that hold the largest or smallest of what was put in.
    List<Procedure> extremes(List<Procedure> procedures) {
        Extremes.Found found = Extremes.in(procedures);
        found.largest().forEach(map -> kinds.put(map, MapDecl.Kind.MAXIMUM));
        found.smallest().forEach(map -> kinds.put(map, MapDecl.Kind.MINIMUM));
        return found.procedures().stream()
                .map(procedure -> new Procedure(
                        procedure.name(), procedure.site(), procedure.guard(), Blocks.joined(procedure.blocks())))
                .toList();
    }

    private Procedure averaged(Procedure procedure, String map) {
        List<Block> blocks = procedure.blocks().stream()
                .map(block -> {
                    List<Stmt> statements = new ArrayList<>(block.statements());
                    averaged(statements, map);
                    return new Block(statements, block.jump());
                })
                .toList();
        return new Procedure(procedure.name(), procedure.site(), procedure.guard(), blocks);
    }

    private static Optional<String> table(Stmt statement) {
        return switch (statement) {
            case Stmt.MapGet get -> Optional.of(get.map());
            case Stmt.MapUpdate update -> Optional.of(update.map());
            case Stmt.MapDelete delete -> Optional.of(delete.map());
            case Stmt _ -> Optional.empty();
        };
    }

    private Optional<Stmt> average(Stmt count, Stmt total, String map) {
        return count instanceof Stmt.MapUpdate(String one, var keys, Update.Sum(Expr by), var at)
                        && total instanceof Stmt.MapUpdate(String other, var same, Update.Sum(Expr value), var _)
                        && one.equals(map + COUNT)
                        && other.equals(map + TOTAL)
                        && keys.equals(same)
                        && by.equals(Scalars.number(1))
                ? Optional.of(new Stmt.MapUpdate(
                        map,
                        keys,
                        showing.isStatistics(map.substring(1))
                                ? new Update.Statistics(value)
                                : new Update.Average(value),
                        at))
                : Optional.empty();
    }

    private void averaged(List<Stmt> block, String map) {
        for (int i = 0; i + 1 < block.size(); i++) {
            Optional<Stmt> one = average(block.get(i), block.get(i + 1), map);
            if (one.isPresent()) {
                block.set(i, one.get());
                block.remove(i + 1);
            }
        }
    }

    private List<Stmt> settled(Stmt statement) {
        if (!(statement instanceof Stmt.MapUpdate(String map, var keys, Update update, var at))) {
            return List.of(statement);
        }
        boolean sum = kind(map) == MapDecl.Kind.SUM;
        return switch (update) {
            case Update.Set(Expr value) when sum -> List.of(new Stmt.MapUpdate(map, keys, new Update.Sum(value), at));
            case Update.Sum(Expr by)
            when !sum -> {
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
            int place = out.size();
            while (place > 0 && isBehind(out.get(place - 1), statement)) {
                place--;
            }
            Optional<Stmt> together = place == 0 ? Optional.empty() : together(out.get(place - 1), statement);
            if (together.isPresent()) {
                out.set(place - 1, together.get());
            } else {
                out.add(place, statement);
            }
        }
        return out;
    }

    private static Optional<Stmt> together(Stmt before, Stmt after) {
        return before instanceof Stmt.MapUpdate(String map, var keys, Update.Sum(Expr first), var _)
                        && after instanceof Stmt.MapUpdate(String same, var others, Update.Sum(Expr second), var at)
                        && map.equals(same)
                        && keys.equals(others)
                ? Optional.of(
                        new Stmt.MapUpdate(map, keys, new Update.Sum(Scalars.binary(BinaryOp.ADD, first, second)), at))
                : Optional.empty();
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
