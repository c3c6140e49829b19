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
import java.util.stream.Stream;

/// Where a program only asks whether a map has an entry, what the entry holds is as good as 1: `@seen[pid] = nsecs`
/// marks as `@seen[pid] = 1` does. So it is where it asks whether the entry is 0, if that is
/// never put there but as a number. It is said so where rows alone are asked for, so that no map is an answer.
final class Marks {
    private static final Expr ZERO = new Expr.Int(0);
    /// No moment is 0.
    private static final Expr TIME = new Expr.Attribute("time", new Type.Int());

    private Marks() {}

    static Module of(Module module) {
        Set<String> marks = new LinkedHashSet<>();
        module.maps().stream()
                .filter(map -> map.kind() == MapDecl.Kind.SCALAR && map.value() instanceof Type.Int)
                .filter(map -> module.procedures().stream().allMatch(procedure -> onlyMarks(procedure, map.name()))
                        || module.procedures().stream().allMatch(procedure -> onlyTested(procedure, map.name())))
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
        return statement instanceof Stmt.MapUpdate(String map, var keys, Update.Set(Expr value), var at)
                        && marks.contains(map)
                        && !value.equals(ZERO)
                ? new Stmt.MapUpdate(map, keys, new Update.Set(new Expr.Int(1)), at)
                : statement;
    }

    private static boolean onlyMarks(Procedure procedure, String map) {
        Set<String> used = DeadReads.used(procedure);
        return statements(procedure, map).allMatch(statement -> switch (statement) {
            case Stmt.MapGet get -> !used.contains(get.value());
            case Stmt.MapUpdate update -> update.update() instanceof Update.Set;
            case Stmt.MapDelete _, Stmt.MapClear _, Stmt.PrintMap _ -> true;
            case Stmt _ -> false;
        });
    }

    private static boolean onlyTested(Procedure procedure, String map) {
        return statements(procedure, map).allMatch(statement -> switch (statement) {
            case Stmt.MapGet get -> Alphabet.exprs(procedure).allMatch(expr -> tests(expr, get.value()));
            case Stmt.MapUpdate update ->
                update.update() instanceof Update.Set(Expr value) && (isNotNegative(value) || value.equals(TIME));
            case Stmt.MapDelete _, Stmt.MapClear _, Stmt.PrintMap _ -> true;
            case Stmt _ -> false;
        });
    }

    private static boolean isNotNegative(Expr value) {
        return value instanceof Expr.Int(long number) && number >= 0;
    }

    private static Stream<Stmt> statements(Procedure procedure, String map) {
        return procedure.blocks().stream()
                .flatMap(block -> block.statements().stream())
                .filter(statement -> Roles.map(statement).equals(Optional.of(map)));
    }

    /// Whether an expression does no more with a local than to ask whether it is 0.
    private static boolean tests(Expr expr, String local) {
        boolean asks = expr instanceof Expr.Binary(Expr.BinaryOp op, Expr left, Expr right)
                && switch (op) {
                    case EQ, NE ->
                        left.equals(ZERO) && isLocal(right, local) || isLocal(left, local) && right.equals(ZERO);
                    case ULT, SLT -> left.equals(ZERO) && isLocal(right, local);
                    case ULE, SLE -> isLocal(left, local) && right.equals(ZERO);
                    case ADD, SUB, MUL, UDIV, SDIV, UREM, SREM, AND, OR -> false;
                    case BIT_AND, BIT_OR, BIT_XOR, SHL, LSHR, ASHR -> false;
                };
        return asks || !isLocal(expr, local) && Alphabet.parts(expr).stream().allMatch(part -> tests(part, local));
    }

    private static boolean isLocal(Expr expr, String local) {
        return expr instanceof Expr.Local(String name, var _) && name.equals(local);
    }
}
