package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Jump;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Takes out maps that nobody sees: a program writes to them, never looks at them, never shows them, and clears
/// them at the end. Where nothing else is shown they stay, since one of them may have been meant to be.
final class Unseen {
    private Unseen() {}

    static Module without(Module module) {
        Set<String> unseen = new LinkedHashSet<>();
        module.maps().stream()
                .map(MapDecl::name)
                .filter(map -> isUnseen(module, map))
                .forEach(unseen::add);
        boolean shows = statements(module)
                .anyMatch(statement -> statement instanceof Stmt.PrintMap
                        || statement instanceof Stmt.Emit emit && !emit.values().isEmpty());
        boolean left = module.maps().stream().anyMatch(map -> !isCleared(module, map.name()));
        return unseen.isEmpty() || !shows && !left
                ? module
                : new Module(
                        module.maps().stream()
                                .filter(map -> !unseen.contains(map.name()))
                                .toList(),
                        module.procedures().stream()
                                .map(procedure -> Rewriting.statements(
                                        procedure,
                                        statement -> Roles.map(statement)
                                                        .filter(unseen::contains)
                                                        .isPresent()
                                                ? List.of()
                                                : List.of(statement)))
                                .toList(),
                        module.notModelled());
    }

    private static Stream<Stmt> statements(Module module) {
        return module.procedures().stream().flatMap(Unseen::statements);
    }

    private static Stream<Stmt> statements(Procedure procedure) {
        return procedure.blocks().stream().flatMap(block -> block.statements().stream());
    }

    private static boolean isUnseen(Module module, String map) {
        boolean written = statements(module)
                .filter(statement -> Roles.map(statement).equals(Optional.of(map)))
                .allMatch(statement -> statement instanceof Stmt.MapUpdate
                        || statement instanceof Stmt.MapDelete
                        || statement instanceof Stmt.MapClear);
        return written && isCleared(module, map);
    }

    /// Whether a probe at the end clears it, whatever way it goes, and none puts anything into it then.
    private static boolean isCleared(Module module, String map) {
        List<Procedure> ends = module.procedures().stream()
                .filter(procedure -> procedure.site() instanceof Site.End)
                .toList();
        return ends.stream().anyMatch(end -> clears(end, map))
                && ends.stream()
                        .flatMap(Unseen::statements)
                        .noneMatch(statement -> statement instanceof Stmt.MapUpdate update
                                && update.map().equals(map));
    }

    private static boolean clears(Procedure end, String map) {
        List<Block> blocks = end.blocks();
        Set<Integer> seen = new LinkedHashSet<>();
        List<Integer> open = new ArrayList<>(List.of(0));
        while (!open.isEmpty()) {
            int at = open.removeLast();
            boolean cleared = blocks.get(at).statements().stream()
                    .anyMatch(statement -> statement instanceof Stmt.MapClear clear
                            && clear.map().equals(map));
            if (cleared || !seen.add(at)) {
                continue;
            }
            switch (blocks.get(at).jump()) {
                case Jump.Goto(int to) -> open.add(to);
                case Jump.Branch branch -> open.addAll(List.of(branch.yes(), branch.no()));
                case Jump.Return() -> {
                    return false;
                }
            }
        }
        return true;
    }
}
