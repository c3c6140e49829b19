package dev.ken.verify;

import dev.ken.contract.program.ProgramContract.Hook;
import dev.ken.contract.program.ProgramContract.Invariant;
import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Site;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Cuts loops with their invariants: the invariant is checked where the loop is come to, all variables that the loop
/// assigns may then be anything for which it holds, and it is checked again where the loop goes round. What goes round
/// ends there, and leaves an entry in [#CUT]. That a loop ends is not claimed; the kernel sees to that.
final class LoopCut {
    /// The map that tells handlers that ended from those that would go on.
    static final String CUT = "@ cut";

    private static final Type INT = new Type.Int();
    private static final int MOST_BLOCKS = 5_000;

    private final Module module;
    private final Optional<ProbeFacts> facts;
    private final Hook hook;
    private final Letter letter;
    private final List<String> problems = new ArrayList<>();
    private int loops;

    /// The module with the loops cut, and why some could not be.
    record Cut(Module module, List<String> problems) {}

    private LoopCut(Module module, Optional<ProbeFacts> facts, Hook hook, Letter letter) {
        this.module = module;
        this.facts = facts;
        this.hook = hook;
        this.letter = letter;
    }

    static Cut of(Module module, Optional<ProbeFacts> facts, Hook hook, Letter letter) {
        if (hook.invariants().isEmpty()) {
            return new Cut(module, List.of());
        }
        LoopCut cut = new LoopCut(module, facts, hook, letter);
        List<Procedure> procedures = new ArrayList<>();
        for (Procedure procedure : module.procedures()) {
            boolean runs =
                    procedure.site().equals(letter.site()) && !ContractCases.guardedOut(procedure.guard(), letter);
            procedures.add(runs ? cut.procedure(procedure) : procedure);
        }
        for (Invariant invariant : hook.invariants()) {
            if (invariant.loop() > cut.loops) {
                cut.problems.add("the handler has no loop " + invariant.loop());
            }
        }
        List<MapDecl> maps = new ArrayList<>(module.maps());
        maps.add(new MapDecl(CUT, List.of(), INT, MapDecl.Kind.SCALAR));
        return new Cut(new Module(maps, procedures, module.notModelled()), cut.problems);
    }

    /// The variables of the handlers at a site.
    static Map<String, Type> locals(Module module, Optional<Site> site) {
        Map<String, Type> locals = new TreeMap<>();
        module.procedures().stream()
                .filter(procedure -> site.isEmpty() || procedure.site().equals(site.get()))
                .flatMap(Alphabet::exprs)
                .forEach(expr -> locals(expr, locals));
        locals.keySet().removeIf(name -> !name.startsWith("$"));
        return locals;
    }

    private static void locals(Expr expr, Map<String, Type> into) {
        if (expr instanceof Expr.Local(String name, Type type)) {
            into.put(name, type);
        }
        Alphabet.parts(expr).forEach(part -> locals(part, into));
    }

    private Procedure procedure(Procedure procedure) {
        List<Block> blocks = new ArrayList<>(procedure.blocks());
        for (int head : heads(procedure)) {
            loops++;
            List<Invariant> known = hook.invariants().stream()
                    .filter(one -> one.loop() == loops)
                    .toList();
            if (!known.isEmpty() && blocks.size() < MOST_BLOCKS) {
                cut(procedure, blocks, head, known);
            }
        }
        return new Procedure(procedure.name(), procedure.site(), procedure.guard(), blocks);
    }

    private void cut(Procedure procedure, List<Block> blocks, int head, List<Invariant> invariants) {
        Set<Integer> body = body(procedure, head);
        Optional<Stmt> effect = body.stream()
                .flatMap(block -> procedure.blocks().get(block).statements().stream())
                .filter(LoopCut::isEffect)
                .findFirst();
        if (effect.isPresent()) {
            problems.add("loop " + loops + " reports or changes maps, of which an invariant does not tell");
            return;
        }
        int first = blocks.size();
        List<Stmt> come = checks(invariants, " when the loop is come to");
        assigned(procedure, body)
                .forEach((name, type) -> come.add(new Stmt.Havoc(
                        name, type, "what loop " + loops + " leaves, beyond its invariants", Span.NONE)));
        List<Stmt> reads = new ArrayList<>();
        Expr holds = all(invariants, reads);
        come.addAll(reads);
        blocks.add(new Block(come, new Jump.Branch(holds, head, first + 2)));
        blocks.add(new Block(checks(invariants, " when the loop goes round"), new Jump.Goto(first + 2)));
        Stmt mark = new Stmt.MapUpdate(CUT, List.of(), new Stmt.Update.Set(new Expr.Int(1)), Span.NONE);
        blocks.add(new Block(List.of(mark), new Jump.Return()));
        for (int i = 0; i < first; i++) {
            int target = body.contains(i) ? first + 1 : first;
            Block block = blocks.get(i);
            blocks.set(i, new Block(block.statements(), redirected(block.jump(), head, target)));
        }
        if (head == 0) {
            problems.add("the handler begins with loop " + loops);
        }
    }

    private static Jump redirected(Jump jump, int from, int to) {
        return switch (jump) {
            case Jump.Goto(int target) -> new Jump.Goto(target == from ? to : target);
            case Jump.Branch(var condition, int yes, int no) ->
                new Jump.Branch(condition, yes == from ? to : yes, no == from ? to : no);
            case Jump.Return done -> done;
        };
    }

    private List<Stmt> checks(List<Invariant> invariants, String when) {
        List<Stmt> checks = new ArrayList<>();
        for (Invariant invariant : invariants) {
            Expr holds = all(List.of(invariant), checks);
            checks.add(new Stmt.Check(invariant.clause().id() + when, holds, Span.NONE));
        }
        return checks;
    }

    private Expr all(List<Invariant> invariants, List<Stmt> reads) {
        LoopReads maps = new LoopReads(reads);
        Expr all = new Expr.Bool(true);
        for (Invariant invariant : invariants) {
            Map<String, Type> locals = locals(module, Optional.of(letter.site()));
            PhraseLowering phrases = new PhraseLowering(module, facts, hook, locals, maps, PhraseLowering.Stand.LOOP);
            all = new Expr.Binary(
                    Expr.BinaryOp.AND, all, phrases.truth(invariant.clause().phrase()));
        }
        return all;
    }

    private static boolean isEffect(Stmt statement) {
        return switch (statement) {
            case Stmt.MapUpdate _, Stmt.MapDelete _, Stmt.MapClear _, Stmt.MapZero _ -> true;
            case Stmt.Emit _, Stmt.Decide _, Stmt.PrintMap _, Stmt.Exit _, Stmt.WalkStart _, Stmt.WalkNext _ -> true;
            case Stmt.Assign _, Stmt.MapGet _, Stmt.Assume _, Stmt.Check _, Stmt.Havoc _ -> false;
        };
    }

    /// What the loop assigns, with the type of each.
    private Map<String, Type> assigned(Procedure procedure, Set<Integer> body) {
        Map<String, Type> types = new TreeMap<>();
        Alphabet.exprs(procedure).forEach(expr -> locals(expr, types));
        Map<String, Type> assigned = new LinkedHashMap<>();
        for (int block : body) {
            for (Stmt statement : procedure.blocks().get(block).statements()) {
                switch (statement) {
                    case Stmt.Assign(String local, var _, var _) -> assigned.put(local, types.getOrDefault(local, INT));
                    case Stmt.Havoc(String local, Type type, var _, var _) -> assigned.put(local, type);
                    case Stmt.MapGet get -> {
                        assigned.put(get.value(), types.getOrDefault(get.value(), INT));
                        assigned.put(get.present(), new Type.Bool());
                    }
                    case Stmt.MapUpdate _, Stmt.MapDelete _, Stmt.MapClear _, Stmt.MapZero _, Stmt.Emit _ -> {}
                    case Stmt.Decide _, Stmt.PrintMap _, Stmt.Exit _, Stmt.WalkStart _, Stmt.WalkNext _ -> {}
                    case Stmt.Assume _, Stmt.Check _ -> {}
                }
            }
        }
        return assigned;
    }

    /// The blocks that are come back to, in the order of their numbers.
    private static Set<Integer> heads(Procedure procedure) {
        Set<Integer> heads = new TreeSet<>();
        for (int block = 0; block < procedure.blocks().size(); block++) {
            if (!body(procedure, block).isEmpty()) {
                heads.add(block);
            }
        }
        // A block within a loop is come back to as well; only the first of a loop is its head.
        heads.removeIf(block -> heads.stream()
                .anyMatch(other -> other < block
                        && body(procedure, other).contains(block)
                        && body(procedure, block).contains(other)
                        && !ownLoop(procedure, block, other)));
        return heads;
    }

    /// Whether `block` is on a cycle that does not go through `outer`.
    private static boolean ownLoop(Procedure procedure, int block, int outer) {
        Set<Integer> seen = new TreeSet<>();
        List<Integer> open =
                new ArrayList<>(targets(procedure.blocks().get(block).jump()));
        while (!open.isEmpty()) {
            int next = open.removeLast();
            if (next == block) {
                return true;
            }
            if (next != outer && seen.add(next)) {
                open.addAll(targets(procedure.blocks().get(next).jump()));
            }
        }
        return false;
    }

    /// The blocks from which `head` is come to again, of those that it leads to; empty where it is on no cycle.
    private static Set<Integer> body(Procedure procedure, int head) {
        Set<Integer> from = reach(procedure, head);
        Set<Integer> body = new TreeSet<>();
        if (from.contains(head)) {
            from.stream()
                    .filter(block -> reach(procedure, block).contains(head))
                    .forEach(body::add);
        }
        return body;
    }

    private static Set<Integer> reach(Procedure procedure, int block) {
        Set<Integer> seen = new TreeSet<>();
        List<Integer> open =
                new ArrayList<>(targets(procedure.blocks().get(block).jump()));
        while (!open.isEmpty()) {
            int next = open.removeLast();
            if (seen.add(next)) {
                open.addAll(targets(procedure.blocks().get(next).jump()));
            }
        }
        return seen;
    }

    private static List<Integer> targets(Jump jump) {
        return switch (jump) {
            case Jump.Goto(int target) -> List.of(target);
            case Jump.Branch(var _, int yes, int no) -> List.of(yes, no);
            case Jump.Return() -> List.of();
        };
    }
}
