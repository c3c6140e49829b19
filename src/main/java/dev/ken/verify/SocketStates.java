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

/// What is known of the states of a TCP socket, one after the other: it leaves the state that it came to. What was
/// closed may be a new one by then, which begins closed too or as its listener was (`inet_csk_clone_lock`). It is said
/// beside what was asked for, where a program looks at the state that is left and forgets by it.
final class SocketStates {
    private static final Site CHANGE = new Site.Tracepoint("sock", "inet_sock_set_state");
    private static final Type INT = new Type.Int();
    private static final Expr SOCKET = new Expr.Attribute("skaddr", INT);
    private static final Expr LEFT = new Expr.Attribute("oldstate", INT);
    private static final Expr CAME = new Expr.Attribute("newstate", INT);
    private static final Expr PROTOCOL = new Expr.Attribute("protocol", INT);
    private static final long TCP = 6;
    private static final long CLOSED = 7;
    private static final long LISTENING = 10;

    /// The state that each socket came to last.
    private static final String LAST = "sockets.last";

    private SocketStates() {}

    static Reference told(Reference reference, Module candidate) {
        boolean changes = reference.module().procedures().stream()
                .anyMatch(procedure -> procedure.site().equals(CHANGE) && has(procedure, Stmt.MapDelete.class));
        boolean forgets = candidate.procedures().stream()
                .anyMatch(procedure -> procedure.site().equals(CHANGE)
                        && has(procedure, Stmt.MapDelete.class)
                        && Alphabet.exprs(procedure).anyMatch(SocketStates::readsLeft));
        if (!changes || !forgets) {
            return reference;
        }
        List<MapDecl> maps = new ArrayList<>(reference.module().maps());
        maps.add(new MapDecl(LAST, List.of(INT), INT, MapDecl.Kind.SCALAR));
        List<Procedure> procedures = new ArrayList<>();
        procedures.add(Fragments.straight("sockets", CHANGE, is(PROTOCOL, TCP), statements()));
        procedures.addAll(reference.module().procedures());
        return new Reference(
                new Module(maps, procedures, reference.module().notModelled()), reference.parts(), reference.bounds());
    }

    private static boolean has(Procedure procedure, Class<? extends Stmt> kind) {
        return procedure.blocks().stream()
                .flatMap(block -> block.statements().stream())
                .anyMatch(kind::isInstance);
    }

    private static boolean readsLeft(Expr expr) {
        return expr.equals(LEFT) || Alphabet.parts(expr).stream().anyMatch(SocketStates::readsLeft);
    }

    private static List<Stmt> statements() {
        Expr value = new Expr.Local(LAST + ".value", INT);
        Expr unknown = new Expr.Unary(Expr.UnaryOp.NOT, new Expr.Local(LAST + ".known", new Type.Bool()));
        Expr anew = new Expr.Binary(BinaryOp.AND, is(value, CLOSED), is(LEFT, LISTENING));
        Expr follows = new Expr.Binary(BinaryOp.OR, anew, new Expr.Binary(BinaryOp.EQ, value, LEFT));
        return List.of(
                new Stmt.MapGet(LAST, List.of(SOCKET), LAST + ".value", LAST + ".known", Span.NONE),
                new Stmt.Assume(new Expr.Binary(BinaryOp.OR, unknown, follows), Span.NONE),
                new Stmt.MapUpdate(LAST, List.of(SOCKET), new Stmt.Update.Set(CAME), Span.NONE));
    }

    private static Expr is(Expr value, long number) {
        return new Expr.Binary(BinaryOp.EQ, value, Fragments.number(number));
    }
}
