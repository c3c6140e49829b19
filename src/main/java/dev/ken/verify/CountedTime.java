package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Takes a timer that counts its own firings, and ends observation at the n-th (`interval:s:1 { @s++; if (@s == 30) {
/// exit(); } }`), for one of n times the period that ends it: that is when the n-th comes.
final class CountedTime {
    /// Firings that are counted before it is taken for one that never ends.
    private static final int MOST_FIRINGS = 100_000;

    private CountedTime() {}

    static Module of(Module module) {
        for (Procedure procedure : module.procedures()) {
            if (procedure.site() instanceof Site.Interval(long periodNanos) && isAlways(procedure)) {
                for (MapDecl map : module.maps()) {
                    Optional<Counting> counting = counting(module, procedure, map);
                    if (counting.isPresent()) {
                        return ended(module, procedure, map.name(), counting.get(), periodNanos);
                    }
                }
            }
        }
        return module;
    }

    /// @param firings after how many firings it ends
    /// @param end     what is done then
    /// @param on      the block that is gone on with before
    private record Counting(int firings, Block end, int on) {}

    private static boolean isAlways(Procedure procedure) {
        return procedure.guard().equals(new Expr.Bool(true));
    }

    private static Optional<Counting> counting(Module module, Procedure timer, MapDecl map) {
        Block head = timer.blocks().getFirst();
        if (!(head.jump() instanceof Jump.Branch(Expr condition, int yes, int no))
                || !isEnd(timer.blocks().get(yes))) {
            return Optional.empty();
        }
        OptionalLong first = first(module, timer, timer.blocks().get(yes), map);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        long count = first.getAsLong();
        for (int firing = 1; firing <= MOST_FIRINGS; firing++) {
            Map<String, Long> known = new LinkedHashMap<>();
            OptionalLong next = counted(head, map.name(), count, known);
            OptionalLong ends = value(condition, known);
            boolean plain = firing > 1 || isOnlyCounted(timer, map.name(), known.keySet());
            if (next.isEmpty() || ends.isEmpty() || next.getAsLong() == count || !plain) {
                return Optional.empty();
            }
            if (ends.getAsLong() != 0) {
                return Optional.of(new Counting(firing, timer.blocks().get(yes), no));
            }
            count = next.getAsLong();
        }
        return Optional.empty();
    }

    /// Whether what is read of the counter is put to no other use.
    private static boolean isOnlyCounted(Procedure timer, String map, Set<String> known) {
        for (Block block : timer.blocks()) {
            boolean head = block == timer.blocks().getFirst();
            boolean decides = !head
                    && block.jump() instanceof Jump.Branch(Expr condition, int _, int _)
                    && isOf(condition, known);
            boolean used = block.statements().stream()
                    .filter(statement -> !head || !isCounting(statement, map, known))
                    .flatMap(Alphabet::exprs)
                    .anyMatch(expr -> isOf(expr, known));
            if (decides || used) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCounting(Stmt statement, String map, Set<String> known) {
        return Roles.map(statement).equals(Optional.of(map))
                || statement instanceof Stmt.Assign(String local, var _, var _) && known.contains(local);
    }

    private static boolean isOf(Expr expr, Set<String> locals) {
        return !Rewriting.expr(
                        expr,
                        part -> part instanceof Expr.Local(String name, var _) && locals.contains(name)
                                ? new Expr.Bool(false)
                                : part)
                .equals(expr);
    }

    private static boolean isEnd(Block block) {
        return block.jump() instanceof Jump.Return
                && block.statements().stream().anyMatch(Stmt.Exit.class::isInstance)
                && block.statements().stream().allMatch(statement -> switch (statement) {
                    case Stmt.Exit _, Stmt.PrintMap _, Stmt.MapClear _, Stmt.MapZero _ -> true;
                    case Stmt.Emit emit -> emit.values().isEmpty();
                    case Stmt _ -> false;
                });
    }

    /// What the counter begins with; empty where it is used for anything else.
    private static OptionalLong first(Module module, Procedure timer, Block end, MapDecl map) {
        long first = 0;
        for (Procedure procedure : module.procedures()) {
            for (Block block : procedure.blocks()) {
                for (Stmt statement : block.statements()) {
                    boolean counter = Roles.map(statement).equals(Optional.of(map.name()));
                    boolean counts =
                            procedure == timer && block == timer.blocks().getFirst();
                    if (!counter || counts && !(statement instanceof Stmt.PrintMap)) {
                        continue;
                    }
                    if (procedure.site() instanceof Site.Begin
                            && isAlways(procedure)
                            && block == procedure.blocks().getFirst()
                            && statement instanceof Stmt.MapUpdate update
                            && update.update() instanceof Stmt.Update.Set(Expr.Int(long number))) {
                        first = number;
                    } else if (!(procedure.site() instanceof Site.End || block == end)
                            || !(statement instanceof Stmt.MapClear)) {
                        return OptionalLong.empty();
                    }
                }
            }
        }
        return map.keys().isEmpty() ? OptionalLong.of(first) : OptionalLong.empty();
    }

    /// The counter after one more firing; empty where it is not plain.
    private static OptionalLong counted(Block head, String map, long before, Map<String, Long> known) {
        long count = before;
        for (Stmt statement : head.statements()) {
            boolean counter = Roles.map(statement).equals(Optional.of(map));
            if (statement instanceof Stmt.MapGet get && counter) {
                known.put(get.value(), count);
            } else if (statement instanceof Stmt.Assign(String local, Expr value, var _)) {
                OptionalLong number = value(value, known);
                number.ifPresentOrElse(one -> known.put(local, one), () -> known.remove(local));
            } else if (counter) {
                OptionalLong next = statement instanceof Stmt.MapUpdate update
                                && update.update() instanceof Stmt.Update.Set(Expr value)
                        ? value(value, known)
                        : OptionalLong.empty();
                if (next.isEmpty()) {
                    return next;
                }
                count = next.getAsLong();
            }
        }
        return OptionalLong.of(count);
    }

    private static OptionalLong value(Expr expr, Map<String, Long> known) {
        return switch (expr) {
            case Expr.Int(long number) -> OptionalLong.of(number);
            case Expr.Local(String name, var _) ->
                known.containsKey(name) ? OptionalLong.of(known.get(name)) : OptionalLong.empty();
            case Expr.Binary(var op, Expr left, Expr right) -> {
                OptionalLong a = value(left, known);
                OptionalLong b = value(right, known);
                yield a.isPresent() && b.isPresent() ? value(op, a.getAsLong(), b.getAsLong()) : OptionalLong.empty();
            }
            case Expr _ -> OptionalLong.empty();
        };
    }

    private static OptionalLong value(Expr.BinaryOp op, long a, long b) {
        return switch (op) {
            case ADD -> OptionalLong.of(a + b);
            case SUB -> OptionalLong.of(a - b);
            case EQ -> OptionalLong.of(a == b ? 1 : 0);
            case NE -> OptionalLong.of(a != b ? 1 : 0);
            case SLT -> OptionalLong.of(a < b ? 1 : 0);
            case SLE -> OptionalLong.of(a <= b ? 1 : 0);
            case ULT -> OptionalLong.of(Long.compareUnsigned(a, b) < 0 ? 1 : 0);
            case ULE -> OptionalLong.of(Long.compareUnsigned(a, b) <= 0 ? 1 : 0);
            case MUL, UDIV, SDIV, UREM, SREM, BIT_AND, BIT_OR, BIT_XOR, SHL, LSHR, ASHR, AND, OR ->
                OptionalLong.empty();
        };
    }

    private static Module ended(Module module, Procedure timer, String map, Counting counting, long periodNanos) {
        List<Procedure> procedures = new ArrayList<>();
        for (Procedure procedure : module.procedures()) {
            Procedure plain = procedure == timer ? going(timer, counting) : procedure;
            procedures.add(Rewriting.statements(
                    plain,
                    statement -> Roles.map(statement).equals(Optional.of(map)) ? List.of() : List.of(statement)));
        }
        Site at = new Site.Interval(periodNanos * counting.firings());
        List<Stmt> last = counting.end().statements().stream()
                .filter(statement -> !Roles.map(statement).equals(Optional.of(map)))
                .toList();
        Block end = new Block(last, new Jump.Return());
        procedures.add(new Procedure(timer.name() + ".end", at, new Expr.Bool(true), List.of(end)));
        List<MapDecl> maps =
                module.maps().stream().filter(one -> !one.name().equals(map)).toList();
        return new Module(maps, procedures, module.notModelled());
    }

    /// The timer as it goes on.
    private static Procedure going(Procedure timer, Counting counting) {
        List<Block> blocks = new ArrayList<>(timer.blocks());
        blocks.set(0, new Block(blocks.getFirst().statements(), new Jump.Goto(counting.on())));
        return new Procedure(timer.name(), timer.site(), timer.guard(), blocks);
    }
}
