package dev.ken.bpftrace;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.kernel.Site;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The number of entries of maps whose `len()` is asked for, as a map without a key beside each: it goes up where an
/// entry comes to be, down where one is deleted, and is cleared with the map. It is never shown.
final class Lengths {
    private static final String OF = ".len";
    private static final Type INT = new Type.Int();

    private int temporaries;

    private Lengths() {}

    /// The map that holds the length of another.
    static String of(String map) {
        return map + OF;
    }

    /// With what keeps the lengths that are read.
    static Module kept(Module module) {
        Set<String> read = new LinkedHashSet<>();
        module.procedures()
                .forEach(procedure -> procedure
                        .blocks()
                        .forEach(block -> block.statements().forEach(statement -> {
                            if (statement instanceof Stmt.MapGet get
                                    && get.map().endsWith(OF)) {
                                read.add(get.map());
                            }
                        })));
        if (read.isEmpty()) {
            return module;
        }
        Lengths lengths = new Lengths();
        List<MapDecl> maps = new ArrayList<>(module.maps());
        read.forEach(map -> maps.add(new MapDecl(map, List.of(), INT, MapDecl.Kind.SUM)));
        List<Procedure> procedures = new ArrayList<>();
        for (Procedure procedure : module.procedures()) {
            List<Block> blocks = procedure.blocks().stream()
                    .map(block -> new Block(lengths.statements(block.statements(), read), block.jump()))
                    .toList();
            procedures.add(new Procedure(procedure.name(), procedure.site(), procedure.guard(), blocks));
        }
        List<Stmt> clears = read.stream()
                .map(map -> (Stmt) new Stmt.MapClear(map, Span.NONE))
                .toList();
        procedures.add(new Procedure(
                "lengths", new Site.End(), new Expr.Bool(true), List.of(new Block(clears, new Jump.Return()))));
        return new Module(maps, procedures, module.notModelled());
    }

    private List<Stmt> statements(List<Stmt> statements, Set<String> read) {
        List<Stmt> all = new ArrayList<>();
        for (Stmt statement : statements) {
            switch (statement) {
                case Stmt.MapUpdate(String map, var keys, var _, var at)
                when read.contains(of(map)) -> all.addAll(more(map, keys, 0, 1, at));
                case Stmt.MapDelete(String map, var keys, var at)
                when read.contains(of(map)) -> all.addAll(more(map, keys, -1, 0, at));
                case Stmt.MapClear(String map, var at)
                when read.contains(of(map)) -> all.add(new Stmt.MapClear(of(map), at));
                case Stmt _ -> {}
            }
            all.add(statement);
        }
        return all;
    }

    /// Adds one number where there is an entry, and another where there is none.
    private List<Stmt> more(String map, List<Expr> keys, long there, long absent, Span at) {
        String value = "%len" + temporaries++;
        Expr present = new Expr.Local(value + "?", new Type.Bool());
        Expr change = new Expr.Choose(present, new Expr.Int(there), new Expr.Int(absent));
        return List.of(
                new Stmt.MapGet(map, keys, value, value + "?", at),
                new Stmt.MapUpdate(of(map), List.of(), new Stmt.Update.Sum(change), at));
    }

    /// The map whose length a call asks for.
    static Optional<String> asked(Expression.Call call) {
        return call.arguments().size() == 1
                        && call.arguments().getFirst() instanceof Expression.MapAccess(String name, var keys, var _)
                        && keys.isEmpty()
                ? Optional.of(name)
                : Optional.empty();
    }
}
