package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.kernel.Site;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;

/// What is known of a CPU's switches, one after the other: the thread that leaves is the one that came last, a thread
/// leaves the CPU that it came to, and what comes runs nowhere yet. It is said beside what was asked for, where a
/// program keeps by CPU what it knows of switches.
final class Switches {
    private static final Site SWITCH = new Site.Tracepoint("sched", "sched_switch");
    private static final Type INT = new Type.Int();
    private static final Expr CPU = new Expr.Attribute("cpu", INT);
    private static final Expr LEAVES = new Expr.Attribute("prev_pid", INT);
    private static final Expr COMES = new Expr.Attribute("next_pid", INT);

    /// The thread that came last, by CPU; and the CPU that each thread is on.
    private static final String LAST = "switches.last";

    private static final String ON = "switches.on";

    private Switches() {}

    static Reference told(Reference reference, Module candidate) {
        boolean switches = reference.module().procedures().stream()
                .anyMatch(procedure -> procedure.site().equals(SWITCH));
        boolean keeps = candidate.procedures().stream()
                .filter(procedure -> procedure.site().equals(SWITCH))
                .flatMap(procedure -> procedure.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .anyMatch(statement ->
                        statement instanceof Stmt.MapGet get && get.keys().contains(CPU));
        if (!switches || !keeps) {
            return reference;
        }
        List<MapDecl> maps = new ArrayList<>(reference.module().maps());
        maps.add(new MapDecl(LAST, List.of(INT), INT, MapDecl.Kind.SCALAR));
        maps.add(new MapDecl(ON, List.of(INT), INT, MapDecl.Kind.SCALAR));
        List<Procedure> procedures = new ArrayList<>();
        procedures.add(Fragments.straight("switches", SWITCH, new Expr.Bool(true), statements()));
        procedures.addAll(reference.module().procedures());
        return new Reference(
                new Module(maps, procedures, reference.module().notModelled()), reference.parts(), reference.bounds());
    }

    private static List<Stmt> statements() {
        return List.of(
                get(LAST, CPU),
                assumed(LAST, new Expr.Binary(BinaryOp.EQ, value(LAST), LEAVES)),
                get(ON, LEAVES),
                // The idle tasks of all CPUs have the number 0.
                assumed(ON, or(isIdle(LEAVES), new Expr.Binary(BinaryOp.EQ, value(ON), CPU))),
                new Stmt.MapDelete(ON, List.of(LEAVES), Span.NONE),
                get(ON, COMES),
                assumed(ON, isIdle(COMES)),
                new Stmt.MapUpdate(ON, List.of(COMES), new Stmt.Update.Set(CPU), Span.NONE),
                new Stmt.MapUpdate(LAST, List.of(CPU), new Stmt.Update.Set(COMES), Span.NONE));
    }

    private static Stmt get(String map, Expr key) {
        return new Stmt.MapGet(map, List.of(key), map + ".value", map + ".known", Span.NONE);
    }

    private static Expr value(String map) {
        return new Expr.Local(map + ".value", INT);
    }

    private static Expr isIdle(Expr thread) {
        return new Expr.Binary(BinaryOp.EQ, thread, Fragments.number(0));
    }

    private static Expr or(Expr a, Expr b) {
        return new Expr.Binary(BinaryOp.OR, a, b);
    }

    /// Where an entry is known.
    private static Stmt assumed(String map, Expr condition) {
        Expr known = new Expr.Local(map + ".known", new Type.Bool());
        return new Stmt.Assume(or(new Expr.Unary(Expr.UnaryOp.NOT, known), condition), Span.NONE);
    }
}
