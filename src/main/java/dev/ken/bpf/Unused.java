package dev.ken.bpf;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Leaves out statements whose locals nobody reads.
final class Unused {
    private Unused() {}

    static List<Block> without(List<Block> blocks) {
        List<Block> before = blocks;
        while (true) {
            List<List<Stmt>> statements = before.stream().map(Block::statements).toList();
            Set<String> used = used(statements, before.stream().map(Block::jump).toList());
            List<Block> after = before.stream()
                    .map(block -> new Block(
                            block.statements().stream()
                                    .filter(one -> isNeeded(one, used))
                                    .toList(),
                            block.jump()))
                    .toList();
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
    }

    static boolean isNeeded(Stmt statement, Set<String> used) {
        return switch (statement) {
            case Stmt.Assign(String local, var _, var _) -> used.contains("name=" + local + ",");
            case Stmt.Havoc(String local, var _, var _, var _) -> used.contains("name=" + local + ",");
            case Stmt.MapGet(var _, var _, String value, String present, var _) ->
                used.contains("name=" + value + ",") || used.contains("name=" + present + ",");
            case Stmt _ -> true;
        };
    }

    static Set<String> used(List<List<Stmt>> blocks, List<Jump> jumps) {
        Set<String> used = new TreeSet<>();
        blocks.forEach(block ->
                block.forEach(statement -> exprs(statement).forEach(expr -> used.addAll(Leaves.of(expr, Map.of())))));
        for (Jump jump : jumps) {
            if (jump instanceof Jump.Branch(Expr condition, int _, int _)) {
                used.addAll(Leaves.of(condition, Map.of()));
            }
        }
        return used;
    }

    private static List<Expr> exprs(Stmt statement) {
        return switch (statement) {
            case Stmt.Assign(var _, Expr value, var _) -> List.of(value);
            case Stmt.MapGet(var _, var keys, var _, var _, var _) -> keys;
            case Stmt.MapUpdate(var _, var keys, var update, var _) -> {
                List<Expr> all = new ArrayList<>(keys);
                all.addAll(Updates.values(update));
                yield all;
            }
            case Stmt.MapDelete(var _, var keys, var _) -> keys;
            case Stmt.Emit(var _, var values, var _, var _) -> values;
            case Stmt.Decide(Expr verdict, var _) -> List.of(verdict);
            case Stmt.Assume(Expr condition, var _) -> List.of(condition);
            case Stmt.Check(var _, Expr condition, var _) -> List.of(condition);
            case Stmt.MapClear _,
                    Stmt.MapZero _,
                    Stmt.WalkStart _,
                    Stmt.WalkNext _,
                    Stmt.PrintMap _,
                    Stmt.Exit _,
                    Stmt.Havoc _ -> List.of();
        };
    }
}
