package dev.ken.verify;

import dev.ken.contract.Condition;
import dev.ken.contract.PartNames;
import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Follows forks: which processes descend from one of those that a part names. A thread's forks are those of its
/// process.
final class Kin {
    private static final String FORK = "tracepoint:sched:sched_process_fork";

    private final String id;
    private final List<Condition.Descends> all;
    private final Catalog catalog;
    private final KernelModel kernel;

    Kin(String id, List<Condition.Descends> all, Catalog catalog, KernelModel kernel) {
        this.id = id;
        this.all = all.stream().distinct().toList();
        this.catalog = catalog;
        this.kernel = kernel;
    }

    private String map(Condition.Descends descends) {
        return id + ".kin" + all.indexOf(descends);
    }

    private static Expr process() {
        return new Expr.Attribute("pid", new Type.Int());
    }

    List<MapDecl> maps() {
        return all.stream()
                .map(one -> new MapDecl(map(one), List.of(new Type.Int()), new Type.Int(), MapDecl.Kind.SCALAR))
                .toList();
    }

    /// What has to be read before `condition` can be decided.
    List<Stmt> reads(Condition condition) {
        return PartNames.descents(condition).stream().distinct().map(this::read).toList();
    }

    private Stmt read(Condition.Descends descends) {
        String local = map(descends);
        return new Stmt.MapGet(local, List.of(process()), local + ".value", local, Span.NONE);
    }

    /// After [#reads]: whether the process is one.
    Expr holds(Condition.Descends descends) {
        return new Expr.Local(map(descends), new Type.Bool());
    }

    List<Procedure> forks() {
        List<Procedure> procedures = new ArrayList<>();
        for (Condition.Descends descends : all) {
            ProbeFacts facts =
                    Probes.resolve(FORK, kernel).orElseThrow(() -> new IllegalStateException("no tracepoint " + FORK));
            Map<String, Readings.Value> values = new LinkedHashMap<>();
            PartNames.in(descends.ancestor())
                    .forEach(name ->
                            values.put(name, Readings.lower(ambient(name).reading(), facts)));
            Expr parent = new Expr.Binary(
                    Expr.BinaryOp.OR, Conditions.lower(descends.ancestor(), values, this), holds(descends));
            Expr child = Readings.lower(new dev.ken.kernel.catalog.Reading.Arg("child_pid"), facts)
                    .expr();
            procedures.add(Fragments.guarded(
                    map(descends) + ".fork",
                    facts.site(),
                    new Expr.Bool(true),
                    List.of(read(descends)),
                    parent,
                    Action.always(new Stmt.MapUpdate(
                            map(descends), List.of(child), new Stmt.Update.Set(Fragments.number(1)), Span.NONE))));
        }
        return procedures;
    }

    private Catalog.AmbientAttribute ambient(String name) {
        Catalog.AmbientAttribute ambient = catalog.ambient().get(name);
        if (ambient == null) {
            throw new IllegalStateException(name + " is no fact of any occurrence");
        }
        return ambient;
    }
}
