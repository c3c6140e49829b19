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

/// Whether a program keeps names or users of threads, or what it makes of them, and looks at them at later
/// occurrences.
final class KeptNames {
    /// Locals are defined before they are used, but for loops.
    private static final int PASSES = 2;

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
        List<Stmt> statements = procedure.blocks().stream()
                .flatMap(block -> block.statements().stream())
                .toList();
        for (int pass = 0; pass < PASSES; pass++) {
            for (Stmt statement : statements) {
                if (statement instanceof Stmt.Assign(String target, var value, var _) && tells(value, told)) {
                    told.add(target);
                }
            }
        }
        boolean chosen =
                tells(procedure.guard(), told) || procedure.blocks().stream().anyMatch(block -> branches(block, told));
        for (Stmt statement : statements) {
            switch (statement) {
                case Stmt.MapGet get when !shows(procedure.site()) -> read.add(get.map());
                case Stmt.MapUpdate update
                when Alphabet.operand(update.update())
                        .filter(value -> tells(value, told) || chosen && value instanceof Expr.Int)
                        .isPresent() -> kept.add(update.map());
                case Stmt _ -> {}
            }
        }
    }

    private static boolean shows(Site site) {
        return site instanceof Site.Interval || site instanceof Site.End;
    }

    private static boolean branches(Block block, Set<String> told) {
        return block.jump() instanceof Jump.Branch(var condition, var _, var _) && tells(condition, told);
    }

    private static boolean tells(Expr expr, Set<String> told) {
        return switch (expr) {
            case Expr.Attribute(String name, var _) -> Scene.CHANGING.contains(name);
            case Expr.Local(String name, var _) -> told.contains(name);
            case Expr one -> Alphabet.parts(one).stream().anyMatch(part -> tells(part, told));
        };
    }
}
