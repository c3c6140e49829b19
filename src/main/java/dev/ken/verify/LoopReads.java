package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.source.Span;
import java.util.List;
import java.util.Optional;

/// What invariants read of maps, as statements before them.
final class LoopReads implements Reads {
    private final List<Stmt> statements;

    LoopReads(List<Stmt> statements) {
        this.statements = statements;
    }

    private String get(MapDecl map, List<Expr> keys) {
        String name = "%invariant" + statements.size();
        statements.add(new Stmt.MapGet(map.name(), keys, name, name + "?", Span.NONE));
        return name;
    }

    @Override
    public Expr present(MapDecl map, List<Expr> keys, boolean old) {
        return new Expr.Local(get(map, keys) + "?", new Type.Bool());
    }

    @Override
    public Expr entry(MapDecl map, List<Expr> keys, boolean count, boolean old, Type type) {
        if (count) {
            throw new IllegalStateException("no loop reads how many were counted");
        }
        return new Expr.Local(get(map, keys), type);
    }

    @Override
    public Expr hits(MapDecl map, List<Expr> keys, Expr value, boolean old) {
        throw new IllegalStateException("no loop reads histograms");
    }

    @Override
    public Expr rows() {
        throw new IllegalStateException("outcomes are refused in loops");
    }

    @Override
    public Expr reported(List<Optional<PhraseLowering.Typed>> values) {
        return rows();
    }

    @Override
    public Expr shown(String map) {
        return rows();
    }

    @Override
    public Expr ended() {
        return rows();
    }
}
