package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Whether a program keeps names of threads, or what it makes of them, and looks at them at later
/// occurrences.
final class KeptNames {
    /// Locals are defined before they are used, but for loops.
    private static final int PASSES = 2;

    // Users change seldom, and with them there are many more sequences to look at.
    private static final Set<String> CHANGING = Set.of("comm");
    private static final Set<String> THREADS = Set.of("tid", "pid", "curtask");

    private final Set<String> kept = new TreeSet<>();
    private final Set<String> read = new TreeSet<>();

    private KeptNames() {}

    static boolean of(Module module) {
        KeptNames names = new KeptNames();
        module.procedures().forEach(names::procedure);
        return names.kept.stream().anyMatch(names.read::contains);
    }

    private void procedure(Procedure procedure) {
        Set<String> told = new TreeSet<>();
        Set<String> threads = new TreeSet<>();
        List<Stmt> statements = procedure.blocks().stream()
                .flatMap(block -> block.statements().stream())
                .toList();
        for (int pass = 0; pass < PASSES; pass++) {
            for (Stmt statement : statements) {
                if (statement instanceof Stmt.Assign(String target, var value, var _)) {
                    if (tells(value, CHANGING, told)) {
                        told.add(target);
                    }
                    if (tells(value, THREADS, threads)) {
                        threads.add(target);
                    }
                }
            }
        }
        boolean chosen = tells(procedure.guard(), CHANGING, told)
                || procedure.blocks().stream().anyMatch(block -> branches(block, told));
        for (Stmt statement : statements) {
            switch (statement) {
                case Stmt.MapGet get when !shows(procedure.site()) -> read.add(get.map());
                case Stmt.MapUpdate update
                when Alphabet.operand(update.update())
                        .filter(value -> tells(value, CHANGING, told)
                                || chosen && value instanceof Expr.Int && isOfThread(update, threads))
                        .isPresent() -> kept.add(update.map());
                case Stmt _ -> {}
            }
        }
    }

    /// A mark of anything else ("this file was seen") says nothing of a name.
    private static boolean isOfThread(Stmt.MapUpdate update, Set<String> threads) {
        return update.keys().stream().anyMatch(key -> tells(key, THREADS, threads));
    }

    private static boolean shows(Site site) {
        return site instanceof Site.Interval || site instanceof Site.End;
    }

    private static boolean branches(Block block, Set<String> told) {
        return block.jump() instanceof Jump.Branch(var condition, var _, var _) && tells(condition, CHANGING, told);
    }

    /// Whether one of those attributes, or a local that tells one, is in it.
    private static boolean tells(Expr expr, Set<String> attributes, Set<String> told) {
        return switch (expr) {
            case Expr.Attribute(String name, var _) -> attributes.contains(name);
            case Expr.Local(String name, var _) -> told.contains(name);
            case Expr one -> Alphabet.parts(one).stream().anyMatch(part -> tells(part, attributes, told));
        };
    }
}
