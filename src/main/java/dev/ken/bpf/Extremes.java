package dev.ken.bpf;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Jump;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Stmt.Update;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Tables in which a larger (smaller) value takes the place of another, and nothing else is done: "look up;
/// where there is none, or where the value is larger, put it in" becomes one update by the maximum. Where the
/// comparison is the signed one, as that of maxima and minima is.
final class Extremes {
    private final List<Procedure> procedures;
    private final Set<String> largest = new TreeSet<>();
    private final Set<String> smallest = new TreeSet<>();

    private Extremes(List<Procedure> procedures) {
        this.procedures = procedures;
    }

    /// The procedures rewritten, and what the tables are.
    record Found(List<Procedure> procedures, Set<String> largest, Set<String> smallest) {}

    static Found in(List<Procedure> procedures) {
        Extremes extremes = new Extremes(procedures);
        Set<String> mixed = new TreeSet<>();
        Set<String> maps = new TreeSet<>();
        procedures.forEach(procedure -> extremes.look(procedure.blocks(), maps, mixed));
        maps.removeAll(mixed);
        maps.removeIf(map -> extremes.largest.contains(map) && extremes.smallest.contains(map));
        extremes.largest.retainAll(maps);
        extremes.smallest.retainAll(maps);
        List<Procedure> rewritten = extremes.procedures.stream()
                .map(procedure -> new Procedure(
                        procedure.name(), procedure.site(), procedure.guard(), rewritten(procedure.blocks(), maps)))
                .toList();
        return new Found(rewritten, extremes.largest, extremes.smallest);
    }

    /// A look-up at the end of a block, with what follows it.
    private record Shape(Stmt.MapGet get, Stmt.MapUpdate put, Expr value, boolean larger, int beside) {}

    private void look(List<Block> blocks, Set<String> maps, Set<String> mixed) {
        Set<Stmt> told = new LinkedHashSet<>();
        for (Block block : blocks) {
            shape(blocks, block).ifPresent(shape -> {
                maps.add(shape.get().map());
                (shape.larger() ? largest : smallest).add(shape.get().map());
                told.add(shape.get());
                told.add(shape.put());
            });
        }
        for (Block block : blocks) {
            for (Stmt statement : block.statements()) {
                map(statement).filter(_ -> !told.contains(statement)).ifPresent(mixed::add);
            }
        }
    }

    private static Optional<String> map(Stmt statement) {
        return switch (statement) {
            case Stmt.MapGet get -> Optional.of(get.map());
            case Stmt.MapUpdate update -> Optional.of(update.map());
            case Stmt.MapDelete delete -> Optional.of(delete.map());
            case Stmt.MapClear clear -> Optional.of(clear.map());
            case Stmt _ -> Optional.empty();
        };
    }

    private static Optional<Shape> shape(List<Block> blocks, Block block) {
        if (block.statements().isEmpty()
                || !(block.statements().getLast() instanceof Stmt.MapGet get)
                || !(block.jump() instanceof Jump.Branch(Expr.Local(String present, var _), int there, int absent))
                || !present.equals(get.present())
                || !(blocks.get(there) instanceof Block(var none, Jump.Branch(Expr test, int yes, int no)))
                || !none.isEmpty()
                || yes != absent && no != absent
                || blocks.get(absent).statements().isEmpty()
                || !(blocks.get(absent).statements().getFirst() instanceof Stmt.MapUpdate put)
                || !(put.update() instanceof Update.Set(Expr value))
                || !put.map().equals(get.map())
                || !put.keys().equals(get.keys())
                || !goesOn(blocks, absent, yes == absent ? no : yes)) {
            return Optional.empty();
        }
        return larger(test, value, get.value(), yes == absent)
                .map(larger -> new Shape(get, put, value, larger, yes == absent ? no : yes));
    }

    /// Whether what comes after the update is what comes without it.
    private static boolean goesOn(List<Block> blocks, int put, int beside) {
        Block after = blocks.get(put);
        List<Stmt> rest = bare(after.statements().subList(1, after.statements().size()));
        return rest.equals(bare(blocks.get(beside).statements()))
                        && after.jump().equals(blocks.get(beside).jump())
                || rest.isEmpty() && after.jump().equals(new Jump.Goto(beside));
    }

    private static List<Stmt> bare(List<Stmt> statements) {
        return statements.stream().map(Places::without).toList();
    }

    /// Whether `value` is put in where it is larger than what is there; empty where the test is another one. `puts`: if
    /// the test holds.
    private static Optional<Boolean> larger(Expr test, Expr value, String old, boolean puts) {
        if (!(test instanceof Expr.Binary(BinaryOp op, Expr left, Expr right))
                || op != BinaryOp.SLT && op != BinaryOp.SLE) {
            return Optional.empty();
        }
        boolean oldFirst = isOld(left, old) && right.equals(value);
        boolean oldLast = isOld(right, old) && left.equals(value);
        return oldFirst || oldLast ? Optional.of(oldFirst == puts) : Optional.empty();
    }

    private static boolean isOld(Expr expr, String old) {
        return expr instanceof Expr.Local(String name, var _) && name.equals(old);
    }

    private static List<Block> rewritten(List<Block> blocks, Set<String> maps) {
        List<Block> out = new ArrayList<>();
        for (Block block : blocks) {
            Optional<Shape> shape =
                    shape(blocks, block).filter(one -> maps.contains(one.get().map()));
            if (shape.isEmpty()) {
                out.add(block);
                continue;
            }
            Shape found = shape.get();
            List<Stmt> statements = new ArrayList<>(
                    block.statements().subList(0, block.statements().size() - 1));
            Update update = found.larger() ? new Update.Maximum(found.value()) : new Update.Minimum(found.value());
            statements.add(new Stmt.MapUpdate(
                    found.get().map(), found.get().keys(), update, found.put().at()));
            out.add(new Block(statements, new Jump.Goto(found.beside())));
        }
        return out;
    }
}
