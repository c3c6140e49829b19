package dev.ken.bpf;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// Tables of which programs use one entry alone, under 0 or -1: such a key tells nothing, the table is one value.
final class OnlyKeys {
    private static final Set<Long> NOTHING = Set.of(0L, -1L, 0xffffffffL);

    private final Set<String> tables = new TreeSet<>();

    private OnlyKeys(List<Procedure> procedures) {
        Map<String, List<Expr>> first = new LinkedHashMap<>();
        Set<String> others = new TreeSet<>();
        for (Procedure procedure : procedures) {
            for (Block block : procedure.blocks()) {
                block.statements().forEach(statement -> {
                    Stmt.MapDelete use = use(statement);
                    boolean only = use.keys().size() == 1
                            && use.keys().getFirst() instanceof Expr.Int(long number)
                            && NOTHING.contains(number)
                            && use.keys().equals(first.computeIfAbsent(use.map(), _ -> use.keys()));
                    if (!only) {
                        others.add(use.map());
                    }
                });
            }
        }
        tables.addAll(first.keySet());
        tables.removeAll(others);
    }

    /// The same procedures without such keys.
    static List<Procedure> without(List<Procedure> procedures) {
        Set<String> tables = new OnlyKeys(procedures).tables;
        return tables.isEmpty() ? procedures : rewritten(procedures, tables, _ -> List.of());
    }

    /// The same procedures with other keys of some tables.
    static List<Procedure> rewritten(List<Procedure> procedures, Set<String> tables, UnaryOperator<List<Expr>> keys) {
        List<Procedure> all = new ArrayList<>();
        for (Procedure procedure : procedures) {
            List<Block> blocks = procedure.blocks().stream()
                    .map(block -> new Block(
                            block.statements().stream()
                                    .map(statement ->
                                            tables.contains(use(statement).map()) ? with(statement, keys) : statement)
                                    .toList(),
                            block.jump()))
                    .toList();
            all.add(new Procedure(procedure.name(), procedure.site(), procedure.guard(), blocks));
        }
        return all;
    }

    /// What a statement does to which entry; of no table where it does nothing to any.
    static Stmt.MapDelete use(Stmt statement) {
        return switch (statement) {
            case Stmt.MapGet(String map, var keys, var _, var _, var at) -> new Stmt.MapDelete(map, keys, at);
            case Stmt.MapUpdate(String map, var keys, var _, var at) -> new Stmt.MapDelete(map, keys, at);
            case Stmt.MapDelete delete -> delete;
            case Stmt other -> new Stmt.MapDelete("", List.of(), other.at());
        };
    }

    private static Stmt with(Stmt statement, UnaryOperator<List<Expr>> to) {
        return switch (statement) {
            case Stmt.MapGet(String map, var keys, var value, var present, var at) ->
                new Stmt.MapGet(map, to.apply(keys), value, present, at);
            case Stmt.MapUpdate(String map, var keys, var update, var at) ->
                new Stmt.MapUpdate(map, to.apply(keys), update, at);
            case Stmt.MapDelete(String map, var keys, var at) -> new Stmt.MapDelete(map, to.apply(keys), at);
            case Stmt _ -> statement;
        };
    }
}
