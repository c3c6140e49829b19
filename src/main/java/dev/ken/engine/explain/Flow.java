package dev.ken.engine.explain;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Follows one handler from its entry and gives what it does, in order, with what must hold for each.
///
/// A block's conditions are those that all ways to it have in common. A local that was set on one way and not on the
/// other, or otherwise, is a choice where one test tells the ways apart. What a loop sets is told as what varies.
final class Flow {
    private final Procedure procedure;
    private final Map<Integer, List<State>> arrivals = new TreeMap<>();
    private final List<Effect> effects = new ArrayList<>();
    /// A number for each block, smaller where it comes before; blocks that cannot be reached have none.
    private final Map<Integer, Integer> places = new LinkedHashMap<>();

    private record State(Map<String, Expr> locals, List<Expr> where) {}

    private Flow(Procedure procedure) {
        this.procedure = procedure;
    }

    static List<Effect> of(Procedure procedure) {
        Flow flow = new Flow(procedure);
        flow.run();
        return List.copyOf(flow.effects);
    }

    private void run() {
        List<Integer> order = order();
        for (int i = 0; i < order.size(); i++) {
            places.put(order.get(i), i);
        }
        arrive(0, new State(Map.of(), List.of()));
        for (int block : order) {
            State state = joined(arrivals.getOrDefault(block, List.of()));
            through(procedure.blocks().get(block), entering(block, state), block);
        }
    }

    private void arrive(int block, State state) {
        arrivals.computeIfAbsent(block, _ -> new ArrayList<>()).add(state);
    }

    /// Blocks so that each comes after all that lead to it, but for the way back in loops.
    private List<Integer> order() {
        List<Integer> finished = new ArrayList<>();
        Set<Integer> seen = new LinkedHashSet<>();
        List<Integer> stack = new ArrayList<>(List.of(0));
        while (!stack.isEmpty()) {
            int block = stack.getLast();
            List<Integer> next = seen.add(block)
                    ? next(procedure.blocks().get(block).jump()).stream()
                            .filter(one -> !seen.contains(one))
                            .toList()
                    : List.of();
            if (next.isEmpty()) {
                stack.removeLast();
                if (!finished.contains(block)) {
                    finished.add(block);
                }
            } else {
                stack.addAll(next.reversed());
            }
        }
        return finished.reversed();
    }

    private static List<Integer> next(Jump jump) {
        return switch (jump) {
            case Jump.Goto(int target) -> List.of(target);
            case Jump.Branch(_, int yes, int no) -> List.of(no, yes);
            case Jump.Return() -> List.of();
        };
    }

    private static State joined(List<State> states) {
        if (states.isEmpty()) {
            return new State(Map.of(), List.of());
        }
        List<Expr> common = new ArrayList<>(states.getFirst().where());
        states.forEach(state -> common.retainAll(state.where()));
        Set<String> names = new LinkedHashSet<>();
        states.forEach(state -> names.addAll(state.locals().keySet()));
        Map<String, Expr> locals = new LinkedHashMap<>();
        names.forEach(name -> locals.put(name, value(name, states)));
        return new State(locals, common);
    }

    private static Expr value(String name, List<State> states) {
        Set<Expr> values = new LinkedHashSet<>();
        states.forEach(state -> values.add(state.locals().getOrDefault(name, new Expr.Int(0))));
        if (values.size() == 1) {
            return values.iterator().next();
        }
        if (states.size() == 2) {
            for (Expr test : states.getFirst().where()) {
                if (states.getLast().where().contains(Locals.opposite(test))) {
                    List<Expr> two = List.copyOf(values);
                    return new Expr.Choose(test, two.getFirst(), two.getLast());
                }
            }
        }
        return Known.either(List.copyOf(values));
    }

    /// At the head of a loop, all that the loop sets is what varies.
    private State entering(int head, State state) {
        Map<String, Expr> locals = new LinkedHashMap<>(state.locals());
        int here = place(head);
        places.forEach((block, place) -> {
            boolean back = place >= here
                    && next(procedure.blocks().get(block).jump()).contains(head);
            if (back) {
                places.forEach((inner, at) -> {
                    if (at >= here && at <= place) {
                        procedure.blocks().get(inner).statements().forEach(one -> varies(one, locals));
                    }
                });
            }
        });
        return new State(locals, state.where());
    }

    private static void varies(Stmt statement, Map<String, Expr> locals) {
        if (statement instanceof Stmt.Assign(String local, _, _)) {
            locals.put(local, Known.varies(local));
        }
    }

    private int place(int block) {
        return places.getOrDefault(block, Integer.MAX_VALUE);
    }

    private void through(Block block, State state, int number) {
        Map<String, Expr> locals = new LinkedHashMap<>(state.locals());
        for (Stmt statement : block.statements()) {
            remember(statement, locals);
            if (seen(statement)) {
                effects.add(new Effect(Locals.in(statement, locals), state.where()));
            }
        }
        switch (block.jump()) {
            case Jump.Goto(int target) -> onward(number, target, new State(locals, state.where()));
            case Jump.Branch(var condition, int yes, int no) -> {
                Expr test = Locals.in(condition, locals);
                onward(number, yes, new State(locals, and(state.where(), test, leaves(number, yes))));
                onward(number, no, new State(locals, and(state.where(), Locals.opposite(test), leaves(number, no))));
            }
            case Jump.Return() -> {}
        }
    }

    private void onward(int from, int to, State state) {
        if (place(to) > place(from)) {
            arrive(to, state);
        }
    }

    /// Whether a way leads out of a loop that the block is in.
    private boolean leaves(int block, int to) {
        return places.entrySet().stream()
                .anyMatch(tail -> next(procedure.blocks().get(tail.getKey()).jump()).stream()
                        .anyMatch(head -> place(head) <= place(block)
                                && place(block) <= tail.getValue()
                                && place(head) <= tail.getValue()
                                && place(to) > tail.getValue()));
    }

    /// That a loop came to its end is no condition of what comes after it.
    private static List<Expr> and(List<Expr> where, Expr test, boolean leaves) {
        List<Expr> all = new ArrayList<>(where);
        if (leaves) {
            all.removeIf(one -> Known.walking(one).isPresent());
        }
        if (!leaves || !(Known.hasVarying(test) || Known.walking(Locals.opposite(test)).isPresent())) {
            addTo(all, test);
        }
        return all;
    }

    private static void addTo(List<Expr> all, Expr test) {
        if (!all.contains(test) && !test.equals(new Expr.Bool(true))) {
            all.add(test);
        }
    }

    private static void remember(Stmt statement, Map<String, Expr> locals) {
        switch (statement) {
            case Stmt.Assign(var local, var value, _) -> locals.put(local, Locals.in(value, locals));
            case Stmt.MapGet(var map, var keys, var value, var present, _) -> {
                List<Expr> of = keys.stream().map(key -> Locals.in(key, locals)).toList();
                locals.put(value, Known.entry(map, of, new Type.Int()));
                locals.put(present, Known.presence(map, of));
            }
            case Stmt.Havoc(var local, _, var reason, _) ->
                locals.put(local, new Expr.Apply("something (" + reason + ")", List.of(), new Type.Int()));
            case Stmt.WalkNext(var map, _, var keys, var value, var found, var more, _) -> {
                keys.forEach(key -> locals.put(key, Known.walkedKey(map)));
                locals.put(value, Known.walkedValue(map));
                locals.put(found, Known.walking(map));
                locals.put(more, Known.walking(map));
            }
            case Stmt.WalkStart _,
                    Stmt.MapUpdate _,
                    Stmt.MapDelete _,
                    Stmt.MapClear _,
                    Stmt.MapZero _,
                    Stmt.Emit _,
                    Stmt.PrintMap _,
                    Stmt.Decide _,
                    Stmt.Exit _,
                    Stmt.Assume _,
                    Stmt.Check _ -> {}
        }
    }

    private static boolean seen(Stmt statement) {
        return switch (statement) {
            case Stmt.Assign _, Stmt.MapGet _, Stmt.Assume _, Stmt.Check _, Stmt.WalkStart _, Stmt.WalkNext _ -> false;
            case Stmt.MapUpdate _,
                    Stmt.MapDelete _,
                    Stmt.MapClear _,
                    Stmt.MapZero _,
                    Stmt.Emit _,
                    Stmt.PrintMap _,
                    Stmt.Decide _,
                    Stmt.Exit _,
                    Stmt.Havoc _ -> true;
        };
    }
}
