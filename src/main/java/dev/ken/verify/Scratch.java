package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Maps that a program reads for its own use: what it reads of them decides something, is shown, or goes elsewhere than
/// back into the same map. A map that is read only to be written anew (`@n[k] = @n[k] + 1`) is not one.
final class Scratch {
    private final Set<String> found = new LinkedHashSet<>();
    private final Set<String> renewed = new LinkedHashSet<>();
    /// Locals, and the maps that their values come from.
    private final Map<String, Set<String>> origins = new LinkedHashMap<>();

    /// Numbers that what is read of a map is compared with, or taken modulo of.
    private final Map<String, Set<Long>> limits = new LinkedHashMap<>();

    /// Maps whose entries grow by something else than a number in the program.
    private final Set<String> uneven = new LinkedHashSet<>();

    private Scratch() {}

    static Set<String> of(Module module) {
        return read(module).found;
    }

    /// Those of them whose entries are made of what they were before: counters and the like, which may go on and on.
    static Set<String> counters(Module module) {
        Scratch scratch = read(module);
        Set<String> counters = new LinkedHashSet<>(scratch.found);
        counters.retainAll(scratch.renewed);
        return counters;
    }

    /// The numbers that decide something when a counter comes to them, where it counts in steps that the program names.
    static Set<Long> limits(Module module) {
        Scratch scratch = read(module);
        Set<Long> limits = new TreeSet<>();
        scratch.limits.forEach((map, numbers) -> {
            if (scratch.renewed.contains(map) && !scratch.uneven.contains(map)) {
                limits.addAll(numbers);
            }
        });
        return limits;
    }

    /// The numbers that what is counted or added up is compared with, whatever the steps.
    static Set<Long> bounds(Module module) {
        Scratch scratch = read(module);
        Set<Long> bounds = new TreeSet<>();
        scratch.renewed.forEach(map -> bounds.addAll(scratch.limits.getOrDefault(map, Set.of())));
        return bounds;
    }

    private void limited(Expr expr) {
        if (expr instanceof Expr.Binary(var op, var left, var right)) {
            boolean decides = switch (op) {
                case EQ, NE, ULT, ULE, SLT, SLE, UREM, SREM -> true;
                case ADD, SUB, MUL, UDIV, SDIV, AND, OR, BIT_AND, BIT_OR, BIT_XOR, SHL, LSHR, ASHR -> false;
            };
            if (decides) {
                constant(left).ifPresent(value -> limited(right, value));
                constant(right).ifPresent(value -> limited(left, value));
            }
        }
        Alphabet.parts(expr).forEach(this::limited);
    }

    private void limited(Expr by, long value) {
        maps(by).forEach(map -> limits.computeIfAbsent(map, _ -> new TreeSet<>())
                .add(value));
    }

    private static Optional<Long> constant(Expr expr) {
        if (expr instanceof Expr.Binary(var op, var left, var right)) {
            return constant(left).flatMap(a -> constant(right).flatMap(b -> switch (op) {
                case ADD -> Optional.of(a + b);
                case SUB -> Optional.of(a - b);
                case MUL -> Optional.of(a * b);
                case SHL -> Optional.of(a << b);
                case UDIV, SDIV, UREM, SREM, BIT_AND, BIT_OR, BIT_XOR, LSHR, ASHR -> Optional.empty();
                case AND, OR, EQ, NE, ULT, ULE, SLT, SLE -> Optional.empty();
            }));
        }
        return expr instanceof Expr.Int(long value) ? Optional.of(value) : Optional.empty();
    }

    private static boolean uneven(Stmt.Update update) {
        return switch (update) {
            case Stmt.Update.Count() -> false;
            case Stmt.Update.Sum(var value) -> !(value instanceof Expr.Int);
            case Stmt.Update.Set(var value) -> !isStep(value);
            case Stmt.Update.Minimum _, Stmt.Update.Maximum _, Stmt.Update.Average _, Stmt.Update.Statistics _ -> true;
            case Stmt.Update.Log2 _, Stmt.Update.Linear _ -> true;
        };
    }

    private static boolean isStep(Expr value) {
        return switch (value) {
            case Expr.Int _, Expr.Local _ -> true;
            case Expr.Binary(var _, var left, var right) -> isStep(left) && isStep(right);
            case Expr.Bool _, Expr.Text _, Expr.Attribute _, Expr.Unary _, Expr.Choose _, Expr.Narrow _ -> false;
            case Expr.UserText _, Expr.Resize _, Expr.TextTest _, Expr.Apply _, Expr.Pack _, Expr.Part _ -> false;
        };
    }

    private static Scratch read(Module module) {
        Scratch scratch = new Scratch();
        module.procedures().forEach(scratch::procedure);
        return scratch;
    }

    private void procedure(Procedure procedure) {
        origins.clear();
        // Twice, since a loop may carry a value to an earlier block.
        for (int round = 0; round < 2; round++) {
            for (Block block : procedure.blocks()) {
                block.statements().forEach(this::statement);
                if (block.jump() instanceof Jump.Branch branch) {
                    limited(branch.condition());
                    used(branch.condition(), "");
                }
            }
        }
    }

    private void statement(Stmt statement) {
        switch (statement) {
            case Stmt.Assign(String local, var value, var _) -> {
                limited(value);
                origins.computeIfAbsent(local, _ -> new LinkedHashSet<>()).addAll(maps(value));
            }
            case Stmt.MapGet(String map, var keys, String value, String present, var _) -> {
                keys.forEach(key -> used(key, ""));
                origins.computeIfAbsent(value, _ -> new LinkedHashSet<>()).add(map);
                origins.computeIfAbsent(present, _ -> new LinkedHashSet<>()).add(map);
            }
            case Stmt.MapUpdate(String map, var keys, var update, var _) -> {
                keys.forEach(key -> used(key, ""));
                operands(update).forEach(operand -> used(operand, map));
                operands(update).forEach(this::limited);
                if (uneven(update)) {
                    uneven.add(map);
                }
                if (!(update instanceof Stmt.Update.Set(var value))
                        || maps(value).contains(map)) {
                    renewed.add(map);
                }
            }
            case Stmt.MapDelete(String map, var keys, var _) -> keys.forEach(key -> used(key, ""));
            case Stmt.Emit emit -> emit.values().forEach(value -> used(value, ""));
            case Stmt.Assume(var condition, var _) -> used(condition, "");
            case Stmt.Check(var _, var condition, var _) -> used(condition, "");
            // Going over a map is reading it for one's own use.
            case Stmt.WalkStart(String map, _, _) -> found.add(map);
            case Stmt.WalkNext next -> {
                found.add(next.map());
                origins.computeIfAbsent(next.value(), _ -> new LinkedHashSet<>()).add(next.map());
                next.keys().forEach(key -> origins.computeIfAbsent(key, _ -> new LinkedHashSet<>())
                        .add(next.map()));
            }
            case Stmt.MapClear _, Stmt.MapZero _, Stmt.PrintMap _, Stmt.Exit _, Stmt.Havoc _, Stmt.Decide _ -> {}
        }
    }

    static List<Expr> operands(Stmt.Update update) {
        return switch (update) {
            case Stmt.Update.Set(var value) -> List.of(value);
            case Stmt.Update.Count() -> List.of();
            case Stmt.Update.Sum(var value) -> List.of(value);
            case Stmt.Update.Minimum(var value) -> List.of(value);
            case Stmt.Update.Maximum(var value) -> List.of(value);
            case Stmt.Update.Average(var value) -> List.of(value);
            case Stmt.Update.Statistics(var value) -> List.of(value);
            case Stmt.Update.Log2(var value) -> List.of(value);
            case Stmt.Update.Linear(var value, long _, long _, long _) -> List.of(value);
        };
    }

    private void used(Expr expr, String by) {
        maps(expr).stream().filter(map -> !map.equals(by)).forEach(found::add);
    }

    private Set<String> maps(Expr expr) {
        return maps(expr, origins);
    }

    /// The maps that a value is made of, where `origins` are those of the locals.
    static Set<String> maps(Expr expr, Map<String, Set<String>> origins) {
        Set<String> maps = new LinkedHashSet<>();
        locals(expr).forEach(local -> maps.addAll(origins.getOrDefault(local, Set.of())));
        return maps;
    }

    static List<String> locals(Expr expr) {
        return switch (expr) {
            case Expr.Local(String name, var _) -> List.of(name);
            case Expr.Bool _, Expr.Int _, Expr.Text _, Expr.Attribute _ -> List.of();
            case Expr.Unary(var _, var of) -> locals(of);
            case Expr.Binary(var _, var left, var right) -> all(List.of(left, right));
            case Expr.Choose(var condition, var yes, var no) -> all(List.of(condition, yes, no));
            case Expr.Narrow(var of, int _, boolean _) -> locals(of);
            case Expr.UserText(var address, int _) -> locals(address);
            case Expr.Resize(var of, int _) -> locals(of);
            case Expr.TextTest(var _, var text, String _) -> locals(text);
            case Expr.Apply(String _, var arguments, var _) -> all(arguments);
            case Expr.Pack(var parts) -> all(parts);
            case Expr.Part(var tuple, int _, var _) -> locals(tuple);
        };
    }

    private static List<String> all(List<Expr> exprs) {
        List<String> all = new ArrayList<>();
        exprs.forEach(expr -> all.addAll(locals(expr)));
        return all;
    }
}
