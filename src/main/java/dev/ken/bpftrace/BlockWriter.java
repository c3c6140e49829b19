package dev.ken.bpftrace;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Blocks of one procedure while they are written.
final class BlockWriter {
    private final List<List<Stmt>> statements = new ArrayList<>();
    private final List<Optional<Jump>> jumps = new ArrayList<>();
    private int current = open();
    private int mapStatements;

    /// A new block, not yet written to.
    int open() {
        statements.add(new ArrayList<>());
        jumps.add(Optional.empty());
        return statements.size() - 1;
    }

    void startAt(int block) {
        current = block;
    }

    /// Statements so far that touch a map.
    int mapStatements() {
        return mapStatements;
    }

    void add(Stmt statement) {
        mapStatements += touchesMap(statement) ? 1 : 0;
        statements.get(current).add(statement);
    }

    private static boolean touchesMap(Stmt statement) {
        return switch (statement) {
            case Stmt.MapGet _, Stmt.MapUpdate _, Stmt.MapDelete _, Stmt.WalkStart _, Stmt.WalkNext _ -> true;
            case Stmt.MapClear _, Stmt.MapZero _, Stmt.PrintMap _, Stmt.Emit _, Stmt.Exit _, Stmt.Decide _ -> false;
            case Stmt.Assign _, Stmt.Assume _, Stmt.Check _, Stmt.Havoc _ -> false;
        };
    }

    int size() {
        return statements.size();
    }

    /// Ends the current block; what follows before the next [#startAt] is never reached.
    void jump(Jump jump) {
        if (jumps.get(current).isEmpty()) {
            jumps.set(current, Optional.of(jump));
        }
        current = open();
    }

    /// Blocks that can be reached, in order, without detours over empty ones.
    List<Block> finish() {
        jumps.set(current, Optional.of(jumps.get(current).orElse(new Jump.Return())));
        List<Integer> order = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            places.add(-1);
        }
        // Reachability in order of block numbers; a loop's header has a lower number than its body.
        java.util.BitSet reached = new java.util.BitSet();
        java.util.Deque<Integer> open = new java.util.ArrayDeque<>(List.of(0));
        while (!open.isEmpty()) {
            int block = open.pop();
            if (!reached.get(block)) {
                reached.set(block);
                switch (jumpOf(block)) {
                    case Jump.Goto(int target) -> open.push(target);
                    case Jump.Branch(_, int yes, int no) -> {
                        open.push(no);
                        open.push(yes);
                    }
                    case Jump.Return() -> {}
                }
            }
        }
        reached.stream().forEach(block -> {
            places.set(block, order.size());
            order.add(block);
        });
        List<Block> blocks = new ArrayList<>();
        for (int block : order) {
            Jump jump =
                    switch (jumpOf(block)) {
                        case Jump.Goto(int target) -> new Jump.Goto(places.get(target));
                        case Jump.Branch(var condition, int yes, int no) ->
                            new Jump.Branch(condition, places.get(yes), places.get(no));
                        case Jump.Return end -> end;
                    };
            blocks.add(new Block(statements.get(block), jump));
        }
        return blocks;
    }

    private Jump jumpOf(int block) {
        Jump jump = jumps.get(block).orElse(new Jump.Return());
        return switch (jump) {
            case Jump.Goto(int target) -> {
                int end = through(target);
                boolean returns = statements.get(end).isEmpty() && jumps.get(end).orElse(new Jump.Return()) instanceof Jump.Return;
                yield returns ? new Jump.Return() : new Jump.Goto(end);
            }
            case Jump.Branch(Expr condition, int yes, int no) ->
                new Jump.Branch(condition, through(yes), through(no));
            case Jump.Return end -> end;
        };
    }

    /// The first block on the way from `block` in which something happens.
    private int through(int block) {
        int at = block;
        for (int steps = 0; steps < statements.size(); steps++) {
            if (!statements.get(at).isEmpty() || !(jumps.get(at).orElse(new Jump.Return()) instanceof Jump.Goto(int next))) {
                return at;
            }
            at = next;
        }
        return at;
    }
}
