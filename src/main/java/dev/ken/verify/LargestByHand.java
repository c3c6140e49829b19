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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Rewrites "where it is larger than the entry, set the entry" into a maximum, for quotients, which are not below 0. It
/// means the same but that a maximum has an entry of 0 where nothing was above it, which is free. A map of which
/// anything else is read or set stays as it is.
final class LargestByHand {
    private static final Set<BinaryOp> LESS = Set.of(BinaryOp.ULT, BinaryOp.ULE, BinaryOp.SLT, BinaryOp.SLE);

    private LargestByHand() {}

    static Module of(Module module) {
        Module rewritten = module;
        for (MapDecl map : module.maps()) {
            if (map.kind() == MapDecl.Kind.SCALAR) {
                rewritten = of(rewritten, map).orElse(rewritten);
            }
        }
        return rewritten;
    }

    private static Optional<Module> of(Module module, MapDecl map) {
        List<Procedure> procedures = new ArrayList<>();
        for (Procedure procedure : module.procedures()) {
            procedures.add(of(procedure, map.name()));
        }
        boolean all = procedures.stream()
                .flatMap(procedure -> procedure.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .filter(statement -> Roles.map(statement).equals(Optional.of(map.name())))
                .allMatch(statement -> statement instanceof Stmt.MapClear
                        || statement instanceof Stmt.PrintMap
                        || statement instanceof Stmt.MapUpdate update && update.update() instanceof Update.Maximum);
        if (!all) {
            return Optional.empty();
        }
        List<MapDecl> maps = module.maps().stream()
                .map(one ->
                        one.equals(map) ? new MapDecl(map.name(), map.keys(), map.value(), MapDecl.Kind.MAXIMUM) : one)
                .toList();
        return Optional.of(new Module(maps, procedures, module.notModelled()));
    }

    private static Procedure of(Procedure procedure, String map) {
        List<Block> blocks = new ArrayList<>(procedure.blocks());
        Map<String, Expr> known = known(procedure);
        for (int at = 0; at < blocks.size(); at++) {
            Block block = blocks.get(at);
            if (block.jump() instanceof Jump.Branch branch) {
                Optional<Stmt.MapUpdate> larger = larger(procedure, blocks, block, branch, map, known);
                if (larger.isPresent()) {
                    List<Stmt> statements = new ArrayList<>(block.statements());
                    statements.add(larger.get());
                    blocks.set(at, new Block(statements, new Jump.Goto(branch.no())));
                    blocks.set(
                            branch.yes(),
                            new Block(List.of(), blocks.get(branch.yes()).jump()));
                }
            }
        }
        return DeadReads.without(new Procedure(procedure.name(), procedure.site(), procedure.guard(), blocks));
    }

    /// The maximum that a branch comes to.
    private static Optional<Stmt.MapUpdate> larger(
            Procedure procedure,
            List<Block> blocks,
            Block block,
            Jump.Branch branch,
            String map,
            Map<String, Expr> known) {
        Block then = SameReads.after(procedure, block, blocks.get(branch.yes()));
        if (!joins(blocks, branch)
                || then.statements().size() != 1
                || !(then.statements().getFirst() instanceof Stmt.MapUpdate set)
                || !set.map().equals(map)
                || !(set.update() instanceof Update.Set(Expr value))
                || !(branch.condition() instanceof Expr.Binary(BinaryOp op, Expr.Local(String old, var _), Expr tested))
                || !LESS.contains(op)
                || !value.equals(tested)
                || !isQuotient(value, known)) {
            return Optional.empty();
        }
        return isRead(block, old, set)
                ? Optional.of(new Stmt.MapUpdate(map, set.keys(), new Update.Maximum(value), set.at()))
                : Optional.empty();
    }

    /// Whether a branch does a little more where it is taken, and then goes on as where it is not.
    static boolean joins(List<Block> blocks, Jump.Branch branch) {
        Block then = blocks.get(branch.yes());
        boolean entered =
                blocks.stream().filter(one -> goesTo(one.jump(), branch.yes())).count() == 1;
        boolean joins = then.jump().equals(new Jump.Goto(branch.no()))
                || then.jump() instanceof Jump.Return
                        && blocks.get(branch.no()).statements().isEmpty()
                        && blocks.get(branch.no()).jump() instanceof Jump.Return;
        return entered && joins && branch.yes() != branch.no();
    }

    private static boolean goesTo(Jump jump, int target) {
        return switch (jump) {
            case Jump.Goto(int to) -> to == target;
            case Jump.Branch branch -> branch.yes() == target || branch.no() == target;
            case Jump.Return() -> false;
        };
    }

    /// Whether the last statement of a block reads that entry.
    private static boolean isRead(Block block, String local, Stmt.MapUpdate set) {
        return !block.statements().isEmpty()
                && block.statements().getLast() instanceof Stmt.MapGet get
                && get.value().equals(local)
                && get.map().equals(set.map())
                && get.keys().equals(set.keys());
    }

    /// Whether it is not below 0, whether with a sign or without.
    static boolean isQuotient(Expr expr, Map<String, Expr> known) {
        return switch (expr) {
            case Expr.Local(String name, var _) ->
                known.containsKey(name)
                        && !(known.get(name) instanceof Expr.Local)
                        && isQuotient(known.get(name), known);
            case Expr.Binary(BinaryOp op, var _, Expr.Int(long by)) ->
                op == BinaryOp.UDIV && by > 1 || op == BinaryOp.LSHR && by > 0 && by < Long.SIZE;
            case Expr _ -> false;
        };
    }

    /// What is put into a local that gets no other value.
    static Map<String, Expr> known(Procedure procedure) {
        Map<String, Expr> known = new LinkedHashMap<>();
        Set<String> again = new LinkedHashSet<>();
        procedure.blocks().stream()
                .flatMap(block -> block.statements().stream())
                .forEach(statement -> {
                    if (statement instanceof Stmt.Assign(String local, Expr value, var _)
                            && known.put(local, value) != null) {
                        again.add(local);
                    }
                    if (statement instanceof Stmt.Havoc(String local, var _, var _, var _)) {
                        again.add(local);
                    }
                });
        again.forEach(known::remove);
        return known;
    }
}
