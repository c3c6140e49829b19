package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Stmt.Update;
import dev.ken.ir.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where a program only asks whether a map has an entry, what the entry holds is as good as 1: `@seen[pid] = nsecs`
/// marks as `@seen[pid] = 1` does. It is said so where rows alone are asked for, so that no map is an answer.
final class Marks {
    private Marks() {}

    static Module of(Module module) {
        Set<String> marks = new LinkedHashSet<>();
        module.maps().stream()
                .filter(map -> map.kind() == MapDecl.Kind.SCALAR && map.value() instanceof Type.Int)
                .filter(map -> module.procedures().stream().allMatch(procedure -> onlyMarks(procedure, map.name())))
                .forEach(map -> marks.add(map.name()));
        return marks.isEmpty()
                ? module
                : new Module(
                        module.maps(),
                        module.procedures().stream()
                                .map(procedure ->
                                        Rewriting.statements(procedure, statement -> List.of(marked(statement, marks))))
                                .toList(),
                        module.notModelled());
    }

    private static Stmt marked(Stmt statement, Set<String> marks) {
        return statement instanceof Stmt.MapUpdate(String map, var keys, Update.Set _, var at) && marks.contains(map)
                ? new Stmt.MapUpdate(map, keys, new Update.Set(new Expr.Int(1)), at)
                : statement;
    }

    private static boolean onlyMarks(Procedure procedure, String map) {
        Set<String> used = DeadReads.used(procedure);
        return procedure.blocks().stream()
                .flatMap(block -> block.statements().stream())
                .filter(statement -> Roles.map(statement).equals(Optional.of(map)))
                .allMatch(statement -> switch (statement) {
                    case Stmt.MapGet get -> !used.contains(get.value());
                    case Stmt.MapUpdate update -> update.update() instanceof Update.Set;
                    case Stmt.MapDelete _, Stmt.MapClear _, Stmt.PrintMap _ -> true;
                    case Stmt _ -> false;
                });
    }
}
