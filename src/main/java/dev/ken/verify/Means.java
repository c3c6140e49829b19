package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Stmt.Update;
import dev.ken.kernel.Site;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Rewrites two maps of which one is the sum and the other the number of the same values, and which are only shown as
/// their quotient, into one map of means. Both are always changed together, for the same key; where they are used for
/// anything else they stay.
final class Means {
    /// More pairs are not tried.
    private static final int MOST_PAIRS = 12;

    private Means() {}

    /// Two maps that are kept side by side.
    record Pair(String sum, String number) {
        Optional<String> other(String map) {
            return map.equals(sum) ? Optional.of(number) : map.equals(number) ? Optional.of(sum) : Optional.empty();
        }

        boolean has(Stmt statement) {
            return Roles.map(statement).flatMap(this::other).isPresent();
        }
    }

    /// `negative`: whether values may be below 0, of which a quotient of two numbers without sign is no mean.
    static Module of(Module module, boolean negative) {
        for (Pair pair : negative ? List.<Pair>of() : pairs(module)) {
            boolean together = module.procedures().stream()
                    .flatMap(procedure -> procedure.blocks().stream())
                    .allMatch(block -> together(block.statements(), pair));
            if (together) {
                Module shown = ShownWalks.of(module, false, Optional.of(pair));
                boolean only = shown.procedures().stream()
                        .flatMap(procedure -> procedure.blocks().stream())
                        .flatMap(block -> block.statements().stream())
                        .filter(pair::has)
                        .noneMatch(statement -> statement instanceof Stmt.WalkStart
                                || statement instanceof Stmt.WalkNext
                                || statement instanceof Stmt.MapGet);
                if (only && cleared(shown, pair)) {
                    return joined(shown, pair);
                }
            }
        }
        return module;
    }

    /// What is shown at the end and not cleared is shown again by bpftrace, the sums and the numbers each for itself.
    private static boolean cleared(Module module, Pair pair) {
        return module.procedures().stream()
                .filter(procedure -> procedure.site() instanceof Site.End)
                .filter(procedure -> procedure.blocks().stream()
                        .flatMap(block -> block.statements().stream())
                        .anyMatch(statement -> statement instanceof Stmt.PrintMap && pair.has(statement)))
                .allMatch(procedure -> {
                    List<Block> last = procedure.blocks().stream()
                            .filter(block -> block.jump() instanceof Jump.Return)
                            .filter(block -> !block.statements().isEmpty())
                            .toList();
                    return last.size() == 1
                            && last.getFirst().statements().stream()
                                    .anyMatch(statement -> statement instanceof Stmt.MapClear && pair.has(statement));
                });
    }

    /// A map that is walked over, and one that is read meanwhile, either way round.
    private static List<Pair> pairs(Module module) {
        Set<Pair> pairs = new LinkedHashSet<>();
        for (Procedure procedure : module.procedures()) {
            List<Stmt> statements = procedure.blocks().stream()
                    .flatMap(block -> block.statements().stream())
                    .toList();
            for (Stmt walk : statements) {
                for (Stmt read : statements) {
                    if (walk instanceof Stmt.WalkNext next
                            && read instanceof Stmt.MapGet get
                            && alike(module, next.map(), get.map())
                            && pairs.size() < MOST_PAIRS) {
                        pairs.add(new Pair(next.map(), get.map()));
                        pairs.add(new Pair(get.map(), next.map()));
                    }
                }
            }
        }
        return List.copyOf(pairs);
    }

    private static boolean alike(Module module, String a, String b) {
        MapDecl left = module.map(a).orElseThrow();
        MapDecl right = module.map(b).orElseThrow();
        return !a.equals(b) && left.keys().equals(right.keys()) && isNumber(left) && isNumber(right);
    }

    private static boolean isNumber(MapDecl map) {
        return switch (map.kind()) {
            case SCALAR, COUNT, SUM -> map.value() instanceof dev.ken.ir.Type.Int;
            case MINIMUM, MAXIMUM, AVERAGE, STATISTICS, LOG2, LINEAR -> false;
        };
    }

    /// Whether a block changes neither map without the other. A key stays the same from the one to the other.
    private static boolean together(List<Stmt> statements, Pair pair) {
        Optional<Stmt> open = Optional.empty();
        for (Stmt statement : statements) {
            if (open.isPresent()
                    && !(pair.has(statement) ? closes(open.get(), statement, pair) : keeps(statement, open.get()))) {
                return false;
            }
            if (!pair.has(statement)) {
                continue;
            }
            switch (statement) {
                case Stmt.MapUpdate _, Stmt.MapDelete _, Stmt.MapClear _ ->
                    open = open.isPresent() ? Optional.empty() : Optional.of(statement);
                case Stmt.WalkStart _, Stmt.WalkNext _, Stmt.MapGet _ -> {}
                case Stmt _ -> {
                    return false;
                }
            }
            if (statement instanceof Stmt.MapUpdate update && !adds(update, pair)) {
                return false;
            }
        }
        return open.isEmpty();
    }

    /// Whether a statement between the two leaves the key what it is, and does nothing that shows.
    private static boolean keeps(Stmt statement, Stmt open) {
        Set<String> used = new LinkedHashSet<>();
        Alphabet.keys(open).forEach(key -> locals(key, used));
        return switch (statement) {
            case Stmt.Assign(String local, var _, var _) -> !used.contains(local);
            case Stmt.MapGet get -> !used.contains(get.value()) && !used.contains(get.present());
            case Stmt.MapUpdate _, Stmt.MapDelete _, Stmt.MapClear _ -> true;
            case Stmt.MapZero _, Stmt.Emit _, Stmt.PrintMap _, Stmt.WalkStart _, Stmt.WalkNext _ -> false;
            case Stmt.Decide _, Stmt.Exit _, Stmt.Assume _, Stmt.Check _, Stmt.Havoc _ -> false;
        };
    }

    private static void locals(Expr expr, Set<String> into) {
        if (expr instanceof Expr.Local(String name, var _)) {
            into.add(name);
        }
        Alphabet.parts(expr).forEach(part -> locals(part, into));
    }

    private static boolean closes(Stmt first, Stmt second, Pair pair) {
        boolean other = Roles.map(first).flatMap(pair::other).equals(Roles.map(second));
        return other
                && switch (first) {
                    case Stmt.MapUpdate a ->
                        second instanceof Stmt.MapUpdate b && a.keys().equals(b.keys());
                    case Stmt.MapDelete a ->
                        second instanceof Stmt.MapDelete b && a.keys().equals(b.keys());
                    case Stmt.MapClear _ -> second instanceof Stmt.MapClear;
                    case Stmt _ -> false;
                };
    }

    private static boolean adds(Stmt.MapUpdate update, Pair pair) {
        return switch (update.update()) {
            case Update.Count() -> update.map().equals(pair.number());
            case Update.Sum(var value) -> update.map().equals(pair.sum()) || value.equals(new Expr.Int(1));
            case Update _ -> false;
        };
    }

    private static Module joined(Module module, Pair pair) {
        List<MapDecl> maps = new ArrayList<>();
        for (MapDecl map : module.maps()) {
            if (map.name().equals(pair.sum())) {
                maps.add(new MapDecl(map.name(), map.keys(), map.value(), MapDecl.Kind.AVERAGE));
            } else if (!map.name().equals(pair.number())) {
                maps.add(map);
            }
        }
        List<Procedure> procedures = module.procedures().stream()
                .map(procedure -> new Procedure(
                        procedure.name(),
                        procedure.site(),
                        procedure.guard(),
                        procedure.blocks().stream()
                                .map(block -> new Block(joined(block.statements(), pair), block.jump()))
                                .toList()))
                .toList();
        return new Module(maps, procedures, module.notModelled());
    }

    private static List<Stmt> joined(List<Stmt> statements, Pair pair) {
        List<Stmt> joined = new ArrayList<>();
        for (Stmt statement : statements) {
            Optional<String> map = Roles.map(statement);
            if (map.equals(Optional.of(pair.sum()))
                    && statement instanceof Stmt.MapUpdate(String name, var keys, Update.Sum(var value), var at)) {
                joined.add(new Stmt.MapUpdate(name, keys, new Update.Average(value), at));
            } else if (!map.equals(Optional.of(pair.number()))) {
                joined.add(statement);
            }
        }
        return joined;
    }
}
