package dev.ken.symbolic;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Follows every path of one procedure at one occurrence.
final class ProcedureRun {
    private final Terms terms;
    private final ExecutionLimits limits;
    private final Procedure procedure;
    private final int step;
    private final Expressions expressions;
    private final String havocPrefix;
    private final List<Term> assumptions = new ArrayList<>();
    private final List<Trace.Obligation> obligations = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private int havocs;

    ProcedureRun(
            Terms terms,
            ExecutionLimits limits,
            Procedure procedure,
            int step,
            Occurrence occurrence,
            Map<String, Term> read) {
        this.terms = terms;
        this.limits = limits;
        this.procedure = procedure;
        this.step = step;
        this.expressions = new Expressions(terms, occurrence, read);
        this.havocPrefix = occurrence.prefix() + "." + procedure.name() + "#";
    }

    List<Term> assumptions() {
        return assumptions;
    }

    List<Trace.Obligation> obligations() {
        return obligations;
    }

    List<String> gaps() {
        return gaps;
    }

    /// All feasible paths that end, each under `active` and the procedure's guard.
    List<Path> paths(Term active, Map<String, MapState> maps) {
        Path first = new Path(terms.bool(true), maps);
        first.condition = terms.and(active, expressions.of(procedure.guard(), first.locals));
        Deque<Path> open = new ArrayDeque<>();
        open.push(first);
        List<Path> ended = new ArrayList<>();
        int followed = 0;
        while (!open.isEmpty()) {
            Path path = open.pop();
            if (path.condition == terms.bool(false)) {
                continue;
            }
            if (++path.blocksRun > limits.blocksPerPath() || followed > limits.pathsPerProcedure()) {
                gaps.add(procedure.name() + ": a loop or a branching was followed only up to the limit");
                continue;
            }
            Block block = procedure.blocks().get(path.block);
            block.statements().forEach(statement -> run(statement, path));
            switch (block.jump()) {
                case Jump.Return() -> {
                    path.endLine(step);
                    ended.add(path);
                    followed++;
                }
                case Jump.Goto(int target) -> {
                    path.block = target;
                    open.push(path);
                }
                case Jump.Branch(var condition, int yes, int no) -> fork(path, condition, yes, no, open);
            }
        }
        return ended;
    }

    private void fork(Path path, Expr condition, int yes, int no, Deque<Path> open) {
        Term holds = expressions.of(condition, path.locals);
        Path other = path.fork();
        other.block = no;
        other.condition = terms.and(other.condition, terms.not(holds));
        path.block = yes;
        path.condition = terms.and(path.condition, holds);
        open.push(other);
        open.push(path);
    }

    private void run(Stmt statement, Path path) {
        switch (statement) {
            case Stmt.Assign(String local, var value, var _) -> path.locals.put(local, value(value, path));
            case Stmt.MapGet get -> get(get, path);
            case Stmt.MapUpdate(String map, var keys, var update, var _) ->
                path.change(map, new MapEvent.Put(path.condition, values(keys, path), update, operand(update, path)));
            case Stmt.MapDelete(String map, var keys, var _) ->
                path.change(map, deletion(path.map(map), values(keys, path), path.condition));
            case Stmt.MapClear(String map, var _) -> path.change(map, new MapEvent.Clear(path.condition));
            case Stmt.MapZero(String map, var _) -> path.change(map, new MapEvent.Zero(path.condition));
            case Stmt.WalkStart(String map, String walk, var _) -> {
                if (path.map(map).prior().isPresent()) {
                    gaps.add(procedure.name() + ": a walk over any entries of " + map
                            + " was followed only up to the limit");
                }
                path.walks.put(walk, new MapWalk(terms).places(path.map(map)));
            }
            case Stmt.WalkNext next -> next(next, path);
            case Stmt.Emit emit -> path.write(step, emit, values(emit.values(), path));
            case Stmt.PrintMap print ->
                path.observations.add(new Observation.Shown(step, path.condition, print, path.map(print.map())));
            case Stmt.Decide decide ->
                path.observations.add(
                        new Observation.Decided(step, path.condition, decide, value(decide.verdict(), path)));
            case Stmt.Exit exit -> path.observations.add(new Observation.Ended(step, path.condition, exit));
            case Stmt.Assume(var condition, var _) -> {
                Term assumed = terms.implies(path.condition, value(condition, path));
                if (assumed != terms.bool(true)) {
                    assumptions.add(assumed);
                }
            }
            case Stmt.Check(String claim, var condition, var at) ->
                obligations.add(new Trace.Obligation(claim, path.condition, value(condition, path), at));
            case Stmt.Havoc(String local, Type type, String reason, var _) -> {
                gaps.add("not modelled: " + reason);
                path.locals.put(local, terms.symbol(havocPrefix + havocs++, Expressions.sort(type)));
            }
        }
    }

    /// A deletion. Where it happens only if there is an entry, that need not be said: else it would find nothing.
    private MapEvent deletion(MapState state, List<Term> keys, Term condition) {
        Term present = new MapReader(terms).present(state, keys);
        List<Term> rest = new ArrayList<>(Compaction.conjuncts(condition));
        return rest.containsAll(Compaction.conjuncts(present)) && rest.removeAll(Compaction.conjuncts(present))
                ? new MapEvent.Delete(terms.and(rest), keys)
                : new MapEvent.Delete(condition, keys);
    }

    private void get(Stmt.MapGet get, Path path) {
        MapReader reader = new MapReader(terms);
        List<Term> keys = values(get.keys(), path);
        MapState state = path.map(get.map());
        Term value = reader.read(state, keys, MapReader.Part.VALUE);
        path.locals.put(
                get.value(),
                state.map().value() instanceof Type.Bool ? terms.unequal(value, terms.number(0, 64)) : value);
        path.locals.put(get.present(), reader.present(state, keys));
    }

    /// Every update that may have made an entry is a place to look at.
    private void next(Stmt.WalkNext next, Path path) {
        List<MapEvent.Put> places = path.walks.getOrDefault(next.walk(), List.of());
        MapState state = path.map(next.map());
        path.locals.put(next.more(), terms.bool(!places.isEmpty()));
        if (places.isEmpty()) {
            path.locals.put(next.found(), terms.bool(false));
            return;
        }
        path.walks.put(next.walk(), places.subList(1, places.size()));
        MapEvent.Put place = places.getFirst();
        for (int i = 0; i < next.keys().size(); i++) {
            path.locals.put(next.keys().get(i), place.keys().get(i));
        }
        MapReader reader = new MapReader(terms);
        path.locals.put(next.found(), terms.and(place.guard(), reader.present(state, place.keys())));
        path.locals.put(next.value(), reader.read(state, place.keys(), MapReader.Part.VALUE));
    }

    private Term value(Expr expr, Path path) {
        return expressions.of(expr, path.locals);
    }

    private List<Term> values(List<Expr> exprs, Path path) {
        List<Term> values = new ArrayList<>();
        for (Expr expr : exprs) {
            Term term = value(expr, path);
            values.add(term.sort() instanceof dev.ken.logic.Sort.Bool ? number(term) : term);
        }
        return values;
    }

    private Term number(Term bool) {
        return terms.choose(bool, terms.number(1, 64), terms.number(0, 64));
    }

    private Optional<Term> operand(Stmt.Update update, Path path) {
        return switch (update) {
            case Stmt.Update.Count() -> Optional.empty();
            case Stmt.Update.Set(var value) ->
                Optional.of(values(List.of(value), path).get(0));
            case Stmt.Update.Sum(var value) -> Optional.of(value(value, path));
            case Stmt.Update.Minimum(var value) -> Optional.of(value(value, path));
            case Stmt.Update.Maximum(var value) -> Optional.of(value(value, path));
            case Stmt.Update.Average(var value) -> Optional.of(value(value, path));
            case Stmt.Update.Statistics(var value) -> Optional.of(value(value, path));
            case Stmt.Update.Log2(var value) -> Optional.of(value(value, path));
            case Stmt.Update.Linear(var value, var _, var _, var _) -> Optional.of(value(value, path));
        };
    }
}
