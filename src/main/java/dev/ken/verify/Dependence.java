package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Stmt.Update;
import dev.ken.kernel.Site;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a program remembers, and what of it goes into what else: because a value is made of it (data), or because it
/// decides whether something is written (control). Taken for more than there is where in doubt.
final class Dependence {
    /// More events are not told apart.
    private static final int MANY = 1_000;

    private static final Set<Expr.BinaryOp> LESS =
            Set.of(Expr.BinaryOp.ULT, Expr.BinaryOp.ULE, Expr.BinaryOp.SLT, Expr.BinaryOp.SLE);

    private final Set<String> memory;
    private final Map<String, Set<String>> data = new LinkedHashMap<>();
    private final Map<String, Set<String>> control = new LinkedHashMap<>();
    private final Map<String, Set<String>> removal = new LinkedHashMap<>();
    /// Maps that are not only set but added to.
    private final Set<String> added = new LinkedHashSet<>();
    /// The numbers that are written into a map.
    private final Map<String, Set<Long>> constants = new LinkedHashMap<>();

    /// How many entries of which maps are read at which site.
    private final Map<Site, Map<String, Integer>> reads = new LinkedHashMap<>();
    /// Where maps are written.
    private final Map<String, Set<String>> places = new LinkedHashMap<>();

    private final Set<String> varied = new LinkedHashSet<>();
    /// Maps of which entries are compared by their size with what is no number of the program's own.
    private final Set<String> ordered = new LinkedHashSet<>();

    private Dependence(Module module) {
        this.memory = Roles.of(module).memory();
        module.procedures().forEach(this::procedure);
        module.procedures().forEach(this::uses);
    }

    static Dependence of(Module module) {
        return new Dependence(module);
    }

    /// Whether either counts anything.
    static boolean count(Module one, Module other) {
        return !of(one).counted().isEmpty() || !of(other).counted().isEmpty();
    }

    /// Maps whose entries are made of what they were before, over one or several maps, and all that is
    /// remembered because of such: no short sequence shows all that they can hold.
    Set<String> counted() {
        Set<String> counted = new LinkedHashSet<>();
        for (String map : memory) {
            if (added.contains(map) || reached(Set.of(map), List.of(data)).contains(map)) {
                counted.add(map);
            }
        }
        counted.addAll(reached(counted, List.of(data, control, removal)));
        counted.retainAll(memory);
        return counted;
    }

    /// Maps that hold the largest or the least of something so far, of which a timer empties something else and not
    /// these: what they hold shows only where it was left from another period.
    boolean keepsOver(Module module) {
        Set<String> extremes = new LinkedHashSet<>(memory);
        extremes.retainAll(ordered);
        extremes.retainAll(varied);
        extremes.removeIf(map -> !reached(Set.of(map), List.of(data, control)).contains(map));
        return module.procedures().stream()
                .filter(procedure -> procedure.site() instanceof Site.Interval)
                .map(Dependence::emptied)
                .anyMatch(emptied -> !emptied.isEmpty() && !emptied.containsAll(extremes));
    }

    private static Set<String> emptied(Procedure procedure) {
        return procedure.blocks().stream()
                .flatMap(block -> block.statements().stream())
                .filter(statement -> statement instanceof Stmt.MapClear || statement instanceof Stmt.MapZero)
                .flatMap(statement -> Roles.map(statement).stream())
                .collect(Collectors.toSet());
    }

    /// The only numbers that are ever written into `map`; empty where others are.
    Set<Long> constants(String map) {
        return varied.contains(map) ? Set.of() : constants.getOrDefault(map, Set.of());
    }

    /// How many events it may take until all that an occurrence goes by, but what is counted, is what it can be.
    /// What is written at the same places comes to be at once. What goes by itself may go through all that it
    /// can be, anew for each that the others can be.
    int depth() {
        Set<String> rest = new LinkedHashSet<>(memory);
        rest.removeAll(counted());
        int deepest = 0;
        for (Map<String, Integer> read : reads.values()) {
            Set<String> direct = new LinkedHashSet<>(read.keySet());
            direct.retainAll(rest);
            Map<Set<String>, Integer> together = new LinkedHashMap<>();
            int rounds = 1;
            for (String map : before(direct, rest)) {
                int states = states(map) * Math.max(1, read.getOrDefault(map, 1));
                if (reached(Set.of(map), List.of(data, control)).contains(map)) {
                    rounds *= states + 1;
                } else {
                    together.merge(places.getOrDefault(map, Set.of(map)), states, Math::max);
                }
            }
            int sum = together.values().stream().mapToInt(Integer::intValue).sum();
            deepest = Math.max(deepest, Math.min(MANY, rounds - 1 + sum));
        }
        return deepest;
    }

    private int states(String map) {
        Set<Long> states = new LinkedHashSet<>(constants.getOrDefault(map, Set.of()));
        states.remove(0L);
        return Math.max(1, states.size());
    }

    /// Those among `rest` that something in `maps` is made of or decided by, with these.
    private Set<String> before(Set<String> maps, Set<String> rest) {
        Set<String> before = new LinkedHashSet<>(maps);
        rest.stream()
                .filter(map ->
                        reached(Set.of(map), List.of(data, control)).stream().anyMatch(maps::contains))
                .forEach(before::add);
        return before;
    }

    /// All that some edges lead to from `from`, which is not in it unless an edge leads back.
    private static Set<String> reached(Set<String> from, List<Map<String, Set<String>>> edges) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            String at = open.removeFirst();
            for (Map<String, Set<String>> one : edges) {
                one.getOrDefault(at, Set.of()).stream().filter(reached::add).forEach(open::addLast);
            }
        }
        return reached;
    }

    private void uses(Procedure procedure) {
        Map<String, Set<List<Expr>>> keys = new LinkedHashMap<>();
        for (int at = 0; at < procedure.blocks().size(); at++) {
            for (Stmt statement : procedure.blocks().get(at).statements()) {
                switch (statement) {
                    case Stmt.MapGet get ->
                        keys.computeIfAbsent(get.map(), _ -> new LinkedHashSet<>())
                                .add(get.keys());
                    case Stmt.WalkStart walk ->
                        keys.computeIfAbsent(walk.map(), _ -> new LinkedHashSet<>())
                                .add(List.of());
                    case Stmt.MapUpdate update ->
                        places.computeIfAbsent(update.map(), _ -> new LinkedHashSet<>())
                                .add(procedure.name() + " " + at);
                    case Stmt.MapDelete _, Stmt.MapClear _, Stmt.MapZero _, Stmt.PrintMap _, Stmt.WalkNext _ -> {}
                    case Stmt.Assign _, Stmt.Emit _, Stmt.Decide _, Stmt.Exit _ -> {}
                    case Stmt.Assume _, Stmt.Check _, Stmt.Havoc _ -> {}
                }
            }
        }
        Map<String, Integer> here = reads.computeIfAbsent(procedure.site(), _ -> new LinkedHashMap<>());
        keys.forEach((map, some) -> here.merge(map, some.size(), Math::max));
    }

    private void procedure(Procedure procedure) {
        Map<String, Set<String>> origins = new LinkedHashMap<>();
        List<Block> blocks = procedure.blocks();
        // Twice, since a loop may carry a value to an earlier block.
        for (int round = 0; round < 2; round++) {
            for (int at = 0; at < blocks.size(); at++) {
                for (Stmt statement : blocks.get(at).statements()) {
                    statement(statement, origins);
                }
                if (blocks.get(at).jump() instanceof Jump.Branch(var condition, int _, int _)) {
                    decides(Scratch.maps(condition, origins), at, blocks, origins);
                    compares(condition, origins);
                }
            }
        }
    }

    private void compares(Expr condition, Map<String, Set<String>> origins) {
        switch (condition) {
            case Expr.Binary(var op, Expr left, Expr right)
            when LESS.contains(op) && !(left instanceof Expr.Int) && !(right instanceof Expr.Int) -> {
                ordered.addAll(Scratch.maps(left, origins));
                ordered.addAll(Scratch.maps(right, origins));
            }
            case Expr.Binary(var _, Expr left, Expr right) -> {
                compares(left, origins);
                compares(right, origins);
            }
            case Expr.Unary(var _, Expr of) -> compares(of, origins);
            case Expr _ -> {}
        }
    }

    /// What may be written or not after a branch depends on what it tests.
    private void decides(Set<String> tested, int at, List<Block> blocks, Map<String, Set<String>> origins) {
        if (tested.isEmpty()) {
            return;
        }
        for (int other : reachable(at, -1, blocks)) {
            boolean avoidable = reachable(at, other, blocks).stream().anyMatch(one -> isEnd(blocks.get(one)));
            if (other != at && avoidable) {
                blocks.get(other).statements().forEach(statement -> decided(statement, tested, origins));
            }
        }
    }

    private void decided(Stmt statement, Set<String> by, Map<String, Set<String>> origins) {
        switch (statement) {
            case Stmt.MapUpdate update -> by.forEach(map -> edge(control, map, update.map()));
            case Stmt.Assign assign ->
                origins.computeIfAbsent(assign.local(), _ -> new LinkedHashSet<>())
                        .addAll(by);
            case Stmt.MapGet get ->
                origins.computeIfAbsent(get.value(), _ -> new LinkedHashSet<>()).addAll(by);
            case Stmt.MapDelete delete -> by.forEach(map -> edge(removal, map, delete.map()));
            case Stmt.MapClear clear -> by.forEach(map -> edge(removal, map, clear.map()));
            case Stmt.MapZero zero -> by.forEach(map -> edge(removal, map, zero.map()));
            case Stmt.PrintMap _, Stmt.WalkStart _, Stmt.WalkNext _ -> {}
            case Stmt.Emit _, Stmt.Decide _, Stmt.Exit _, Stmt.Assume _, Stmt.Check _, Stmt.Havoc _ -> {}
        }
    }

    private static boolean isEnd(Block block) {
        return block.jump() instanceof Jump.Return;
    }

    /// The blocks that may run from `from` on without passing `without`.
    private static Set<Integer> reachable(int from, int without, List<Block> blocks) {
        Set<Integer> reached = new LinkedHashSet<>(Set.of(from));
        Deque<Integer> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            List<Integer> next = Touched.next(blocks.get(open.removeFirst()));
            next.stream().filter(block -> block != without).filter(reached::add).forEach(open::addLast);
        }
        return reached;
    }

    private void statement(Stmt statement, Map<String, Set<String>> origins) {
        switch (statement) {
            case Stmt.Assign(String local, var value, var _) ->
                origins.computeIfAbsent(local, _ -> new LinkedHashSet<>()).addAll(Scratch.maps(value, origins));
            case Stmt.MapGet get -> {
                Set<String> from = new LinkedHashSet<>(Set.of(get.map()));
                get.keys().forEach(key -> from.addAll(Scratch.maps(key, origins)));
                origins.computeIfAbsent(get.value(), _ -> new LinkedHashSet<>()).addAll(from);
                origins.computeIfAbsent(get.present(), _ -> new LinkedHashSet<>())
                        .addAll(from);
            }
            case Stmt.WalkNext next -> {
                origins.computeIfAbsent(next.value(), _ -> new LinkedHashSet<>())
                        .add(next.map());
                next.keys()
                        .forEach(key -> origins.computeIfAbsent(key, _ -> new LinkedHashSet<>())
                                .add(next.map()));
            }
            case Stmt.MapUpdate update -> update(update, origins);
            case Stmt.MapDelete delete ->
                delete.keys()
                        .forEach(key -> Scratch.maps(key, origins).forEach(map -> edge(removal, map, delete.map())));
            case Stmt.MapClear _, Stmt.MapZero _, Stmt.PrintMap _, Stmt.WalkStart _ -> {}
            case Stmt.Emit _, Stmt.Decide _, Stmt.Exit _, Stmt.Assume _, Stmt.Check _, Stmt.Havoc _ -> {}
        }
    }

    private void update(Stmt.MapUpdate update, Map<String, Set<String>> origins) {
        Optional<Set<Long>> chosen =
                update.update() instanceof Update.Set(Expr value) ? numbers(value) : Optional.empty();
        // What only chooses among numbers of the program's own decides, as a branch does.
        Map<String, Set<String>> edges = chosen.isPresent() ? control : data;
        List<Expr> operands = Scratch.operands(update.update());
        operands.forEach(value -> Scratch.maps(value, origins).forEach(map -> edge(edges, map, update.map())));
        update.keys().forEach(key -> Scratch.maps(key, origins).forEach(map -> edge(data, map, update.map())));
        if (!(update.update() instanceof Update.Set)) {
            added.add(update.map());
        }
        chosen.ifPresentOrElse(
                numbers -> constants
                        .computeIfAbsent(update.map(), _ -> new LinkedHashSet<>())
                        .addAll(numbers),
                () -> varied.add(update.map()));
    }

    /// The numbers that a value is one of, whatever comes; empty where it may be others.
    private static Optional<Set<Long>> numbers(Expr value) {
        return switch (value) {
            case Expr.Int(long number) -> Optional.of(Set.of(number));
            case Expr.Choose(Expr _, Expr yes, Expr no) ->
                numbers(yes)
                        .flatMap(some -> numbers(no).map(others -> {
                            Set<Long> all = new LinkedHashSet<>(some);
                            all.addAll(others);
                            return all;
                        }));
            case Expr _ -> Optional.empty();
        };
    }

    private static void edge(Map<String, Set<String>> edges, String from, String to) {
        edges.computeIfAbsent(from, _ -> new LinkedHashSet<>()).add(to);
    }
}
