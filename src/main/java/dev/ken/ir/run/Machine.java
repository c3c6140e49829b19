package dev.ken.ir.run;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Runs a module over events, all maps empty at first. After an exit nothing more is seen but the End procedures.
public final class Machine {
    /// Blocks that one procedure may run at one event; a loop beyond it is cut, and that is a gap.
    public static final int MOST_BLOCKS = 1_000_000;

    private final Module module;
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final List<Output> outputs = new ArrayList<>();
    private final List<String> failedChecks = new ArrayList<>();
    private final Set<String> gaps = new LinkedHashSet<>();
    /// Keys that walks have still to come to.
    private final Map<String, java.util.ArrayDeque<List<Value>>> walks = new LinkedHashMap<>();

    private boolean assumed = true;
    private boolean ended;

    private Machine(Module module, Extremes extremes) {
        this.module = module;
        for (MapDecl map : module.maps()) {
            tables.put(map.name(), new Table(map, extremes));
        }
        gaps.addAll(module.notModelled());
    }

    public static Run run(Module module, List<Event> events) {
        return run(module, events, Extremes.ALL);
    }

    public static Run run(Module module, List<Event> events, Extremes extremes) {
        Machine machine = new Machine(module, extremes);
        for (int step = 0; step < events.size(); step++) {
            machine.event(step, events.get(step));
        }
        Map<MapDecl, List<Output.Row>> maps = new LinkedHashMap<>();
        machine.tables.values().forEach(table -> maps.put(table.map(), table.rows()));
        return new Run(machine.outputs, maps, machine.failedChecks, machine.assumed, List.copyOf(machine.gaps));
    }

    /// Whether observation had ended is asked once an event, so that all procedures of one event see it alike.
    private void event(int step, Event event) {
        boolean active = event.site() instanceof Site.End || !ended;
        for (Procedure procedure : module.procedures()) {
            if (active && procedure.site().equals(event.site())) {
                procedure(step, event, procedure);
            }
        }
    }

    private void procedure(int step, Event event, Procedure procedure) {
        Map<String, Value> locals = new LinkedHashMap<>();
        Evaluation evaluation = new Evaluation(event, locals);
        if (!evaluation.truth(procedure.guard())) {
            return;
        }
        int at = 0;
        for (int blocks = 0; blocks < MOST_BLOCKS; blocks++) {
            Block block = procedure.blocks().get(at);
            for (Stmt statement : block.statements()) {
                statement(step, statement, evaluation, locals);
            }
            switch (block.jump()) {
                case Jump.Goto(int target) -> at = target;
                case Jump.Branch(var condition, int yes, int no) -> at = evaluation.truth(condition) ? yes : no;
                case Jump.Return() -> {
                    return;
                }
            }
        }
        gaps.add(procedure.name() + ": a loop was followed only up to the limit of " + MOST_BLOCKS + " blocks");
    }

    private Table table(String name) {
        Table table = tables.get(name);
        if (table == null) {
            throw new IllegalStateException("undeclared map " + name);
        }
        return table;
    }

    private void statement(int step, Stmt statement, Evaluation evaluation, Map<String, Value> locals) {
        switch (statement) {
            case Stmt.Assign(String local, var value, _) -> locals.put(local, evaluation.of(value));
            case Stmt.MapGet get -> get(get, evaluation, locals);
            case Stmt.MapUpdate(String map, var keys, var update, _) ->
                table(map).update(key(evaluation.all(keys)), update, operand(update, evaluation));
            case Stmt.MapDelete(String map, var keys, _) -> table(map).delete(key(evaluation.all(keys)));
            case Stmt.MapClear(String map, _) -> table(map).clear();
            case Stmt.MapZero(String map, _) -> table(map).zero();
            case Stmt.WalkStart(String map, String walk, _) ->
                walks.put(walk, new java.util.ArrayDeque<>(table(map).keys()));
            case Stmt.WalkNext next -> next(next, locals);
            case Stmt.Emit emit -> outputs.add(new Output.Emitted(step, emit, evaluation.all(emit.values())));
            case Stmt.PrintMap print -> {
                Table table = table(print.map());
                outputs.add(new Output.Shown(step, print, table.map(), table.rows()));
            }
            case Stmt.Decide(var verdict, _) -> outputs.add(new Output.Decided(step, evaluation.of(verdict)));
            case Stmt.Exit _ -> {
                ended = true;
                outputs.add(new Output.Ended(step));
            }
            case Stmt.Assume(var condition, _) -> assumed &= evaluation.truth(condition);
            case Stmt.Check(String claim, var condition, _) -> {
                if (!evaluation.truth(condition)) {
                    failedChecks.add(claim);
                }
            }
            case Stmt.Havoc(String local, var type, String reason, _) -> {
                gaps.add("not modelled: " + reason);
                locals.put(local, Value.zero(type));
            }
        }
    }

    private void next(Stmt.WalkNext next, Map<String, Value> locals) {
        Table table = table(next.map());
        List<Value> keys = walks.getOrDefault(next.walk(), new java.util.ArrayDeque<>()).poll();
        locals.put(next.more(), new Value.Bool(keys != null));
        if (keys == null) {
            locals.put(next.found(), new Value.Bool(false));
            return;
        }
        var entry = table.entry(keys);
        locals.put(next.found(), new Value.Bool(entry.isPresent()));
        for (int i = 0; i < next.keys().size(); i++) {
            locals.put(next.keys().get(i), keys.get(i));
        }
        Value zero = Value.zero(table.map().value());
        locals.put(next.value(), entry.map(known -> known.read(table.map().value())).orElse(zero));
    }

    private void get(Stmt.MapGet get, Evaluation evaluation, Map<String, Value> locals) {
        Table table = table(get.map());
        var entry = table.entry(key(evaluation.all(get.keys())));
        Value value = entry.map(known -> known.read(table.map().value()))
                .orElseGet(() -> Value.zero(table.map().value()));
        locals.put(get.value(), value);
        locals.put(get.present(), new Value.Bool(entry.isPresent()));
    }

    /// Truth values are kept as numbers.
    private static List<Value> key(List<Value> values) {
        return values.stream().map(Machine::number).toList();
    }

    private static Value number(Value value) {
        return value instanceof Value.Bool(boolean truth) ? new Value.Int(truth ? 1 : 0) : value;
    }

    private static Value operand(Stmt.Update update, Evaluation evaluation) {
        return switch (update) {
            case Stmt.Update.Count() -> new Value.Int(1);
            case Stmt.Update.Set(Expr value) -> evaluation.of(value);
            case Stmt.Update.Sum(Expr value) -> new Value.Int(evaluation.number(value));
            case Stmt.Update.Minimum(Expr value) -> new Value.Int(evaluation.number(value));
            case Stmt.Update.Maximum(Expr value) -> new Value.Int(evaluation.number(value));
            case Stmt.Update.Average(Expr value) -> new Value.Int(evaluation.number(value));
            case Stmt.Update.Statistics(Expr value) -> new Value.Int(evaluation.number(value));
            case Stmt.Update.Log2(Expr value) -> new Value.Int(evaluation.number(value));
            case Stmt.Update.Linear(Expr value, _, _, _) -> new Value.Int(evaluation.number(value));
        };
    }
}
