package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Small wrong variants of a program, of the kinds that people and language models really write: a filter
/// dropped or turned round, a comparison off by one, pid for tid, enter for exit, another unit, a forgotten
/// delete or clear, a missing probe.
final class Mutants {
    private final Module module;
    private final Map<String, Module> made = new LinkedHashMap<>();

    private Mutants(Module module) {
        this.module = module;
    }

    /// At most `limit` variants by name, spread over the kinds of mistake.
    static Map<String, Module> of(Module module, int limit) {
        Mutants mutants = new Mutants(module);
        for (int i = 0; i < module.procedures().size(); i++) {
            mutants.procedure(i);
        }
        Map<String, Module> chosen = new LinkedHashMap<>();
        int step = Math.max(1, (mutants.made.size() + limit - 1) / Math.max(1, limit));
        int at = 0;
        for (Map.Entry<String, Module> mutant : mutants.made.entrySet()) {
            if (at++ % step == 0) {
                chosen.put(mutant.getKey(), mutant.getValue());
            }
        }
        return chosen;
    }

    private void add(String name, int procedure, Optional<Procedure> changed) {
        List<Procedure> procedures = new ArrayList<>(module.procedures());
        if (changed.isPresent()) {
            procedures.set(procedure, changed.get());
        } else {
            procedures.remove(procedure);
        }
        made.put(
                module.procedures().get(procedure).name() + ": " + name,
                new Module(module.maps(), procedures, module.notModelled()));
    }

    private void procedure(int at) {
        Procedure procedure = module.procedures().get(at);
        boolean watches = !(procedure.site() instanceof Site.Begin) && !(procedure.site() instanceof Site.End);
        if (!watches) {
            return;
        }
        add("left out", at, Optional.empty());
        otherSite(procedure.site())
                .ifPresent(site -> add(
                        "at " + site.text() + " instead",
                        at,
                        Optional.of(new Procedure(procedure.name(), site, procedure.guard(), procedure.blocks()))));
        for (int i = 0; i < procedure.blocks().size(); i++) {
            jumps(at, i);
            statements(at, i);
        }
    }

    private static Optional<Site> otherSite(Site site) {
        return switch (site) {
            case Site.SyscallEnter() -> Optional.of(new Site.SyscallExit());
            case Site.SyscallExit() -> Optional.of(new Site.SyscallEnter());
            case Site.FunctionEntry(String function) -> Optional.of(new Site.FunctionReturn(function));
            case Site.FunctionReturn(String function) -> Optional.of(new Site.FunctionEntry(function));
            case Site.UserEntry(String path, String function) -> Optional.of(new Site.UserReturn(path, function));
            case Site.UserReturn(String path, String function) -> Optional.of(new Site.UserEntry(path, function));
            case Site.Interval(long nanos) -> Optional.of(new Site.Interval(2 * nanos));
            case Site.Tracepoint _, Site.Usdt _, Site.Counter _, Site.Sample _ -> Optional.empty();
            case Site.Begin(), Site.End(), Site.Iterator _, Site.Watchpoint _, Site.Self _, Site.Packet _ ->
                Optional.empty();
        };
    }

    private void jumps(int at, int block) {
        Procedure procedure = module.procedures().get(at);
        if (procedure.blocks().get(block).jump() instanceof Jump.Branch(var condition, int yes, int no)) {
            replaceJump(at, block, "condition dropped", new Jump.Branch(new Expr.Bool(true), yes, no));
            replaceJump(at, block, "condition never true", new Jump.Branch(new Expr.Bool(false), yes, no));
            replaceJump(at, block, "condition turned round", new Jump.Branch(condition, no, yes));
            for (ExprMutants.Mutant mutant : ExprMutants.of(condition)) {
                replaceJump(at, block, "condition with " + mutant.name(), new Jump.Branch(mutant.expr(), yes, no));
            }
        }
    }

    private void replaceJump(int at, int block, String name, Jump jump) {
        replace(
                at,
                block,
                name,
                new Block(module.procedures().get(at).blocks().get(block).statements(), jump));
    }

    private void replace(int at, int block, String name, Block changed) {
        Procedure procedure = module.procedures().get(at);
        List<Block> blocks = new ArrayList<>(procedure.blocks());
        blocks.set(block, changed);
        add(name, at, Optional.of(new Procedure(procedure.name(), procedure.site(), procedure.guard(), blocks)));
    }

    private void statements(int at, int block) {
        Block before = module.procedures().get(at).blocks().get(block);
        for (int i = 0; i < before.statements().size(); i++) {
            Stmt statement = before.statements().get(i);
            List<Stmt> without = new ArrayList<>(before.statements());
            without.remove(i);
            if (isEffect(statement)) {
                replace(at, block, "statement " + i + " left out", new Block(without, before.jump()));
            }
            for (StmtMutants.Mutant mutant : StmtMutants.of(statement)) {
                List<Stmt> changed = new ArrayList<>(before.statements());
                changed.set(i, mutant.statement());
                replace(at, block, "statement " + i + " with " + mutant.name(), new Block(changed, before.jump()));
            }
        }
    }

    private static boolean isEffect(Stmt statement) {
        return switch (statement) {
            case Stmt.MapUpdate _, Stmt.MapClear _, Stmt.PrintMap _, Stmt.Exit _, Stmt.Decide _ -> true;
            case Stmt.Emit emit -> !emit.values().isEmpty();
            case Stmt.Assign _, Stmt.MapGet _, Stmt.MapDelete _, Stmt.MapZero _ -> false;
            case Stmt.Assume _, Stmt.Check _, Stmt.Havoc _, Stmt.WalkStart _, Stmt.WalkNext _ -> false;
        };
    }
}
