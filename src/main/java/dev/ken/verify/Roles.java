package dev.ken.verify;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Stmt.Update;
import dev.ken.kernel.Site;
import java.util.LinkedHashSet;
import java.util.Set;

/// What the maps of a program are for.
///
/// @param tables    maps that no handler reads and into which every update is folded in any order: counts, sums,
/// extremes,
///                  averages, histograms
/// @param constants maps that are written only when the program begins
/// @param memory    all others: what handlers leave for later ones
/// @param emptied   whether a table is cleared or zeroed other than at the end
record Roles(Set<String> tables, Set<String> constants, Set<String> memory, boolean emptied) {
    static Roles of(Module module) {
        Set<String> tables = new LinkedHashSet<>();
        module.maps().stream().map(MapDecl::name).forEach(tables::add);
        Set<String> changing = new LinkedHashSet<>();
        Set<String> all = new LinkedHashSet<>(tables);
        Set<String> emptied = new LinkedHashSet<>();
        for (Procedure procedure : module.procedures()) {
            procedure.blocks().stream()
                    .flatMap(block -> block.statements().stream())
                    .forEach(statement -> {
                        map(statement).filter(_ -> !folds(statement)).ifPresent(tables::remove);
                        boolean begin = procedure.site() instanceof Site.Begin;
                        map(statement)
                                .filter(_ -> !begin
                                        && !(statement instanceof Stmt.MapGet)
                                        && !(statement instanceof Stmt.WalkStart)
                                        && !(statement instanceof Stmt.WalkNext))
                                .ifPresent(changing::add);
                        boolean empties = statement instanceof Stmt.MapClear || statement instanceof Stmt.MapZero;
                        map(statement)
                                .filter(_ -> empties && !(procedure.site() instanceof Site.End))
                                .ifPresent(emptied::add);
                    });
        }
        Set<String> memory = new LinkedHashSet<>(all);
        memory.removeAll(tables);
        Set<String> constants = new LinkedHashSet<>(memory);
        constants.removeAll(changing);
        memory.removeAll(constants);
        emptied.retainAll(tables);
        return new Roles(tables, constants, memory, !emptied.isEmpty());
    }

    /// The map that a statement touches.
    static java.util.Optional<String> map(Stmt statement) {
        return switch (statement) {
            case Stmt.MapGet get -> java.util.Optional.of(get.map());
            case Stmt.MapUpdate update -> java.util.Optional.of(update.map());
            case Stmt.MapDelete delete -> java.util.Optional.of(delete.map());
            case Stmt.MapClear clear -> java.util.Optional.of(clear.map());
            case Stmt.MapZero zero -> java.util.Optional.of(zero.map());
            case Stmt.PrintMap print -> java.util.Optional.of(print.map());
            case Stmt.WalkStart walk -> java.util.Optional.of(walk.map());
            case Stmt.WalkNext next -> java.util.Optional.of(next.map());
            case Stmt.Assign _, Stmt.Emit _, Stmt.Decide _, Stmt.Exit _, Stmt.Assume _, Stmt.Check _, Stmt.Havoc _ ->
                java.util.Optional.empty();
        };
    }

    /// Whether a statement treats its map as a table.
    private static boolean folds(Stmt statement) {
        return switch (statement) {
            case Stmt.MapGet _, Stmt.MapDelete _, Stmt.WalkStart _, Stmt.WalkNext _ -> false;
            case Stmt.MapUpdate(var _, var _, var update, var _) -> !(update instanceof Update.Set);
            case Stmt.MapClear _, Stmt.MapZero _, Stmt.PrintMap _ -> true;
            case Stmt.Assign _, Stmt.Emit _, Stmt.Decide _, Stmt.Exit _, Stmt.Assume _, Stmt.Check _, Stmt.Havoc _ ->
                true;
        };
    }
}
