package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Jump;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Stmt.Update;
import dev.ken.kernel.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Rewrites "where nothing is marked yet, or it is smaller than the entry, set the entry and the mark" into a
/// minimum and a mark, for quotients, which are not below 0. The marks have to be set there alone, and both tables
/// be cleared together, so that there is an entry where there is a mark. A map of which anything else is read or
/// set stays.
final class SmallestByHand {
    private static final Set<BinaryOp> LESS = Set.of(BinaryOp.ULT, BinaryOp.ULE, BinaryOp.SLT, BinaryOp.SLE);

    private SmallestByHand() {}

    /// @param entry what is set where something is smaller
    /// @param mark  what is set with it
    /// @param unmarked what asks whether there is a mark
    private record Smaller(Stmt.MapUpdate entry, Stmt.MapUpdate mark, Expr unmarked) {}

    static Module of(Module module) {
        Module rewritten = module;
        for (MapDecl map : module.maps()) {
            for (MapDecl marks : module.maps()) {
                if (!marks.equals(map) && isScalar(map) && isScalar(marks)) {
                    rewritten = of(rewritten, map, marks.name()).orElse(rewritten);
                }
            }
        }
        return rewritten;
    }

    private static boolean isScalar(MapDecl map) {
        return map.kind() == MapDecl.Kind.SCALAR;
    }

    private static Optional<Module> of(Module module, MapDecl map, String marks) {
        List<Procedure> procedures = new ArrayList<>();
        int[] found = {0};
        for (Procedure procedure : module.procedures()) {
            procedures.add(of(procedure, map.name(), marks, found));
        }
        if (found[0] == 0
                || !onlySmallest(procedures, map.name())
                || marked(procedures, marks) != found[0]
                || !procedures.stream().allMatch(procedure -> clearsBoth(procedure, map.name(), marks))) {
            return Optional.empty();
        }
        List<MapDecl> maps = module.maps().stream()
                .map(one -> one.name().equals(map.name())
                        ? new MapDecl(map.name(), map.keys(), map.value(), MapDecl.Kind.MINIMUM)
                        : one)
                .toList();
        return Optional.of(new Module(maps, procedures, module.notModelled()));
    }

    private static boolean onlySmallest(List<Procedure> procedures, String map) {
        return procedures.stream()
                .flatMap(procedure -> procedure.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .filter(statement -> Roles.map(statement).equals(Optional.of(map)))
                .allMatch(statement -> statement instanceof Stmt.MapClear
                        || statement instanceof Stmt.PrintMap
                        || statement instanceof Stmt.MapUpdate update && update.update() instanceof Update.Minimum);
    }

    /// How often marks are set, or more where they are taken away one by one.
    private static long marked(List<Procedure> procedures, String marks) {
        return procedures.stream()
                .flatMap(procedure -> procedure.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .filter(statement -> Roles.map(statement).equals(Optional.of(marks)))
                .mapToLong(statement -> switch (statement) {
                    case Stmt.MapUpdate _ -> 1;
                    case Stmt.MapDelete _, Stmt.MapZero _ -> Integer.MAX_VALUE;
                    case Stmt _ -> 0;
                })
                .sum();
    }

    /// What is cleared at the end of observation is not used any more.
    private static boolean clearsBoth(Procedure procedure, String map, String marks) {
        return procedure.site() instanceof Site.End
                || procedure.blocks().stream().allMatch(block -> clears(block, map) == clears(block, marks));
    }

    private static boolean clears(Block block, String map) {
        return block.statements().stream()
                .anyMatch(statement ->
                        statement instanceof Stmt.MapClear clear && clear.map().equals(map));
    }

    private static Procedure of(Procedure procedure, String map, String marks, int[] found) {
        List<Block> blocks = new ArrayList<>(procedure.blocks());
        Map<String, Expr> known = LargestByHand.known(procedure);
        for (int at = 0; at < blocks.size(); at++) {
            Block block = blocks.get(at);
            Optional<Smaller> smaller =
                    block.jump() instanceof Jump.Branch branch && LargestByHand.joins(blocks, branch)
                            ? smaller(block, branch, blocks.get(branch.yes()).statements(), map, marks)
                                    .filter(one -> one.entry().update() instanceof Update.Set(Expr value)
                                            && LargestByHand.isQuotient(value, known))
                            : Optional.empty();
            if (smaller.isPresent() && block.jump() instanceof Jump.Branch branch) {
                List<Stmt> statements = new ArrayList<>(block.statements());
                statements.add(minimum(smaller.get().entry()));
                blocks.set(
                        at,
                        new Block(statements, new Jump.Branch(smaller.get().unmarked(), branch.yes(), branch.no())));
                blocks.set(
                        branch.yes(),
                        new Block(
                                List.of(smaller.get().mark()),
                                blocks.get(branch.yes()).jump()));
                found[0]++;
            }
        }
        return DeadReads.without(new Procedure(procedure.name(), procedure.site(), procedure.guard(), blocks));
    }

    private static Stmt minimum(Stmt.MapUpdate entry) {
        return entry.update() instanceof Update.Set(Expr value)
                ? new Stmt.MapUpdate(entry.map(), entry.keys(), new Update.Minimum(value), entry.at())
                : entry;
    }

    private static Optional<Smaller> smaller(
            Block block, Jump.Branch branch, List<Stmt> then, String map, String marks) {
        if (then.size() != 2
                || !(branch.condition() instanceof Expr.Binary(BinaryOp or, Expr left, Expr right))
                || or != BinaryOp.OR) {
            return Optional.empty();
        }
        Optional<Stmt.MapUpdate> entry = set(then, map);
        Optional<Stmt.MapUpdate> mark = set(then, marks)
                .filter(one -> one.update() instanceof Update.Set(Expr.Int(long number)) && number != 0)
                .filter(one ->
                        entry.filter(other -> other.keys().equals(one.keys())).isPresent());
        if (entry.isEmpty() || mark.isEmpty()) {
            return Optional.empty();
        }
        boolean inOrder = isUnmarked(left, block, mark.get()) && isSmaller(right, block, entry.get());
        boolean turned = isUnmarked(right, block, mark.get()) && isSmaller(left, block, entry.get());
        return inOrder || turned
                ? Optional.of(new Smaller(entry.get(), mark.get(), inOrder ? left : right))
                : Optional.empty();
    }

    private static Optional<Stmt.MapUpdate> set(List<Stmt> statements, String map) {
        return statements.stream()
                .filter(Stmt.MapUpdate.class::isInstance)
                .map(Stmt.MapUpdate.class::cast)
                .filter(update -> update.map().equals(map))
                .findFirst();
    }

    /// `!@seen[k]`, `@seen[k] == 0`.
    private static boolean isUnmarked(Expr test, Block block, Stmt.MapUpdate mark) {
        return switch (test) {
            case Expr.Unary(
                    Expr.UnaryOp not,
                    Expr.Binary(BinaryOp op, Expr.Local(String old, var _), Expr.Int(long by)))
            when not == Expr.UnaryOp.NOT && op == BinaryOp.NE && by == 0 -> isRead(block, old, mark);
            case Expr.Binary(BinaryOp op, Expr.Local(String old, var _), Expr.Int(long by))
            when op == BinaryOp.EQ && by == 0 -> isRead(block, old, mark);
            case Expr _ -> false;
        };
    }

    private static boolean isSmaller(Expr test, Block block, Stmt.MapUpdate set) {
        return test instanceof Expr.Binary(BinaryOp op, Expr tested, Expr.Local(String old, var _))
                && LESS.contains(op)
                && set.update() instanceof Update.Set(Expr value)
                && value.equals(tested)
                && isRead(block, old, set);
    }

    /// Whether one of the last two statements of a block reads that entry.
    private static boolean isRead(Block block, String local, Stmt.MapUpdate set) {
        List<Stmt> all = block.statements();
        return all.subList(Math.max(0, all.size() - 2), all.size()).stream()
                .anyMatch(statement -> statement instanceof Stmt.MapGet get
                        && get.value().equals(local)
                        && get.map().equals(set.map())
                        && get.keys().equals(set.keys()));
    }
}
