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
import java.util.Set;

/// Follows forks: which processes descend from one of those that a part names. A thread's forks are those of its
/// process. Threads of a process that was forked since tracing began were forked since, too, and a thread has the name
/// and the user of the one that began it, or is of a process that descends: so it comes to the same to follow threads.
final class Kin {
    /// What is told where it is assumed.
    static final String ASSUMED = "numbers of processes that are given anew to others";

    private static final String MARKS = ".kin";
    private static final String FORK = "tracepoint:sched:sched_process_fork";

    /// What a thread has from the thread that began it.
    private static final Set<String> OF_ALL_THREADS = Set.of("process", "pid", "uid", "gid", "cgroup");

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
        return id + MARKS + all.indexOf(descends);
    }

    /// Whether a map of the reference's holds which processes descend.
    static boolean follows(String map) {
        return map.contains(MARKS);
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
        return PartNames.descents(condition).stream()
                .distinct()
                .flatMap(descends -> reads(descends).stream())
                .toList();
    }

    private List<Stmt> reads(Condition.Descends descends) {
        String thread = map(descends) + ".thread";
        Expr tid = new Expr.Attribute("tid", new Type.Int());
        List<Stmt> statements = new ArrayList<>();
        statements.add(read(descends));
        statements.add(new Stmt.MapGet(map(descends), List.of(tid), thread + ".value", thread, Span.NONE));
        Expr forked = new Expr.Local(thread, new Type.Bool());
        statements.add(implies(holds(descends), forked));
        if (OF_ALL_THREADS.containsAll(PartNames.in(descends.ancestor()))) {
            Expr ancestor = Conditions.lower(descends.ancestor(), values(descends, fork()), this);
            statements.add(implies(forked, new Expr.Binary(Expr.BinaryOp.OR, ancestor, holds(descends))));
        }
        return statements;
    }

    private static Stmt implies(Expr a, Expr b) {
        Expr not = new Expr.Unary(Expr.UnaryOp.NOT, a);
        return new Stmt.Assume(new Expr.Binary(Expr.BinaryOp.OR, not, b), Span.NONE);
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
            ProbeFacts facts = fork();
            Map<String, Readings.Value> values = values(descends, facts);
            Expr parent = new Expr.Binary(
                    Expr.BinaryOp.OR, Conditions.lower(descends.ancestor(), values, this), holds(descends));
            Expr child = Readings.lower(new dev.ken.kernel.catalog.Reading.Arg("child_pid"), facts)
                    .expr();
            procedures.add(Fragments.guarded(
                    map(descends) + ".fork",
                    facts.site(),
                    new Expr.Bool(true),
                    reads(descends),
                    parent,
                    Action.always(new Stmt.MapUpdate(
                            map(descends), List.of(child), new Stmt.Update.Set(Fragments.number(1)), Span.NONE))));
        }
        return procedures;
    }

    private ProbeFacts fork() {
        return Probes.resolve(FORK, kernel).orElseThrow(() -> new IllegalStateException("no tracepoint " + FORK));
    }

    private Map<String, Readings.Value> values(Condition.Descends descends, ProbeFacts facts) {
        Map<String, Readings.Value> values = new LinkedHashMap<>();
        PartNames.in(descends.ancestor())
                .forEach(name -> values.put(name, Readings.lower(ambient(name).reading(), facts)));
        return values;
    }

    private Catalog.AmbientAttribute ambient(String name) {
        Catalog.AmbientAttribute ambient = catalog.ambient().get(name);
        if (ambient == null) {
            throw new IllegalStateException(name + " is no fact of any occurrence");
        }
        return ambient;
    }
}
