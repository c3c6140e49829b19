package dev.ken.bpf;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Stmt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Blocks of one procedure while they are written, and how they become few: blocks that are alike are one, a
/// branch whose sides are alike is none.
final class Blocks {
    private final List<List<Stmt>> statements = new ArrayList<>();
    private final List<Jump> jumps = new ArrayList<>();

    int open() {
        statements.add(new ArrayList<>());
        jumps.add(new Jump.Return());
        return statements.size() - 1;
    }

    int count() {
        return statements.size();
    }

    List<Stmt> statements(int block) {
        return statements.get(block);
    }

    void end(int block, Jump jump) {
        jumps.set(block, jump);
    }

    List<List<Stmt>> all() {
        return statements;
    }

    List<Jump> jumps() {
        return jumps;
    }

    void rewrite(Widths widths, Tables tables) {
        for (List<Stmt> block : statements) {
            block.replaceAll(before -> {
                Stmt after = widths.of(before);
                if (after instanceof Stmt.MapUpdate update && tables.isBeginning(before)) {
                    tables.beginning(update);
                }
                return after;
            });
        }
        jumps.replaceAll(widths::of);
    }

    /// Blocks that only one other goes to, and always, become part of it.
    void straighten() {
        int[] entered = new int[statements.size()];
        entered[0] = 2;
        for (Jump jump : jumps) {
            switch (jump) {
                case Jump.Goto(int target) -> entered[target]++;
                case Jump.Branch(var _, int yes, int no) -> {
                    entered[yes]++;
                    entered[no]++;
                }
                case Jump.Return _ -> {}
            }
        }
        for (int block = 0; block < statements.size(); block++) {
            while (jumps.get(block) instanceof Jump.Goto(int target) && target != block && entered[target] == 1) {
                statements.get(block).addAll(statements.get(target));
                statements.get(target).clear();
                jumps.set(block, jumps.get(target));
                jumps.set(target, new Jump.Return());
            }
        }
    }

    private record Shape(List<Stmt> statements, Jump jump) {}

    /// The blocks that can be reached.
    List<Block> finish() {
        straighten();
        int[] same = new int[statements.size()];
        for (int i = 0; i < same.length; i++) {
            same[i] = i;
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            Map<Shape, Integer> known = new LinkedHashMap<>();
            for (int i = 0; i < same.length; i++) {
                if (same[i] != i) {
                    continue;
                }
                changed |= simplify(i, same);
                if (same[i] != i) {
                    continue;
                }
                Shape shape = new Shape(bare(statements.get(i)), jumps.get(i));
                Integer first = known.putIfAbsent(shape, i);
                if (first != null) {
                    same[i] = first;
                    changed = true;
                }
            }
        }
        return joined(reached(same));
    }

    static Blocks of(List<Block> blocks) {
        Blocks again = new Blocks();
        for (Block block : blocks) {
            int at = again.open();
            again.statements(at).addAll(block.statements());
            again.end(at, block.jump());
        }
        return again;
    }

    /// Blocks that only one other goes to, and always, become part of it.
    static List<Block> joined(List<Block> blocks) {
        Blocks again = of(blocks);
        again.straighten();
        int[] same = new int[again.count()];
        for (int i = 0; i < same.length; i++) {
            same[i] = i;
        }
        return again.reached(same);
    }

    /// Statements without their places, which do not tell two blocks apart.
    private static List<Stmt> bare(List<Stmt> statements) {
        return statements.stream().map(Places::without).toList();
    }

    private static int root(int block, int[] same) {
        int at = block;
        while (same[at] != at) {
            at = same[at];
        }
        return at;
    }

    /// Whether something changed.
    private boolean simplify(int block, int[] same) {
        Jump before = jumps.get(block);
        Jump after = switch (before) {
            case Jump.Goto(int target) -> new Jump.Goto(root(target, same));
            case Jump.Branch(Expr condition, int yes, int no) -> {
                int one = threaded(condition, true, root(yes, same), same);
                int other = threaded(condition, false, root(no, same), same);
                yield one == other ? new Jump.Goto(one) : searched(new Jump.Branch(condition, one, other));
            }
            case Jump.Return _ -> before;
        };
        jumps.set(block, after);
        boolean changed = !after.equals(before);
        if (after instanceof Jump.Goto(int target)
                && target != block
                && block != 0
                && statements.get(block).isEmpty()) {
            same[block] = target;
            return true;
        }
        return pulledUp(block) || changed;
    }

    /// Where a side of a branch goes on that asks for the same text again.
    private int threaded(Expr condition, boolean holds, int to, int[] same) {
        return statements.get(to).isEmpty()
                ? Searches.again(condition, holds, jumps.get(to))
                        .map(next -> root(next, same))
                        .orElse(to)
                : to;
    }

    /// Together with the search that it goes on with.
    private Jump searched(Jump.Branch jump) {
        return Searches.otherwise(jump)
                .filter(next -> statements.get(next).isEmpty())
                .flatMap(next -> Searches.together(jump, jumps.get(next)))
                .orElse(jump);
    }

    /// A block that goes to a single end without statements ends there itself.
    private boolean pulledUp(int block) {
        if (jumps.get(block) instanceof Jump.Goto(int target)
                && target != block
                && target != 0
                && jumps.get(target) instanceof Jump.Return
                && statements.get(target).isEmpty()) {
            jumps.set(block, new Jump.Return());
            return true;
        }
        return false;
    }

    private List<Block> reached(int[] same) {
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        List<Integer> order = new ArrayList<>();
        number(0, numbers, order);
        for (int at = 0; at < order.size(); at++) {
            switch (jumps.get(order.get(at))) {
                case Jump.Goto(int target) -> number(root(target, same), numbers, order);
                case Jump.Branch(var _, int yes, int no) -> {
                    number(root(yes, same), numbers, order);
                    number(root(no, same), numbers, order);
                }
                case Jump.Return _ -> {}
            }
        }
        List<Block> blocks = new ArrayList<>();
        for (int block : order) {
            Jump jump = switch (jumps.get(block)) {
                case Jump.Goto(int target) -> new Jump.Goto(numbers.getOrDefault(root(target, same), 0));
                case Jump.Branch(var condition, int yes, int no) ->
                    new Jump.Branch(
                            Searches.of(condition),
                            numbers.getOrDefault(root(yes, same), 0),
                            numbers.getOrDefault(root(no, same), 0));
                case Jump.Return end -> end;
            };
            blocks.add(new Block(statements.get(block), jump));
        }
        return blocks;
    }

    private static void number(int block, Map<Integer, Integer> numbers, List<Integer> order) {
        if (numbers.putIfAbsent(block, order.size()) == null) {
            order.add(block);
        }
    }
}
