package dev.ken.ir;

import dev.ken.source.Diagnostic;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a module must have for others to run it: maps that are declared, with the keys and the update of their kind, and
/// jumps to blocks that are there.
final class IrCheck {
    private final Module module;
    private final List<Diagnostic> found = new ArrayList<>();

    private IrCheck(Module module) {
        this.module = module;
    }

    static List<Diagnostic> of(Module module) {
        IrCheck check = new IrCheck(module);
        module.procedures().forEach(check::procedure);
        return check.found;
    }

    private void procedure(Procedure procedure) {
        int blocks = procedure.blocks().size();
        if (blocks == 0) {
            error("the procedure " + procedure.name() + " has no block", Span.NONE);
        }
        for (Block block : procedure.blocks()) {
            block.statements().forEach(this::statement);
            boolean fits = switch (block.jump()) {
                case Jump.Goto(int target) -> target < blocks;
                case Jump.Branch(var _, int yes, int no) -> yes < blocks && no < blocks;
                case Jump.Return() -> true;
            };
            if (!fits) {
                error("a jump of " + procedure.name() + " leads to no block", Span.NONE);
            }
        }
    }

    private void error(String message, Span at) {
        found.add(Diagnostic.error("ir", message, at));
    }

    private void statement(Stmt statement) {
        switch (statement) {
            case Stmt.MapGet(String map, var keys, _, _, Span at) -> map(map, Optional.of(keys), at);
            case Stmt.MapUpdate(String map, var keys, var update, Span at) -> {
                map(map, Optional.of(keys), at);
                module.map(map).filter(known -> known.kind() != kind(update)).ifPresent(known ->
                        error(map + " is a " + known.kind() + " map and is updated as " + kind(update), at));
            }
            case Stmt.MapDelete(String map, var keys, Span at) -> map(map, Optional.of(keys), at);
            case Stmt.MapClear(String map, Span at) -> map(map, Optional.empty(), at);
            case Stmt.MapZero(String map, Span at) -> map(map, Optional.empty(), at);
            case Stmt.WalkStart(String map, _, Span at) -> map(map, Optional.empty(), at);
            case Stmt.WalkNext next -> {
                map(next.map(), Optional.empty(), next.at());
                module.map(next.map())
                        .filter(known -> known.keys().size() != next.keys().size())
                        .ifPresent(known -> error(next.map() + " takes " + known.keys().size() + " key parts", next.at()));
            }
            case Stmt.PrintMap(String map, _, _, _, _, Span at) -> map(map, Optional.empty(), at);
            case Stmt.Assign _, Stmt.Emit _, Stmt.Decide _, Stmt.Exit _, Stmt.Assume _, Stmt.Check _, Stmt.Havoc _ -> {}
        }
    }

    private void map(String name, Optional<List<Expr>> keys, Span at) {
        Optional<MapDecl> map = module.map(name);
        if (map.isEmpty()) {
            error("there is no map " + name, at);
        } else if (keys.isPresent() && keys.get().size() != map.get().keys().size()) {
            error(name + " takes " + map.get().keys().size() + " key parts, not " + keys.get().size(), at);
        }
    }

    private static MapDecl.Kind kind(Stmt.Update update) {
        return switch (update) {
            case Stmt.Update.Set _ -> MapDecl.Kind.SCALAR;
            case Stmt.Update.Count _ -> MapDecl.Kind.COUNT;
            case Stmt.Update.Sum _ -> MapDecl.Kind.SUM;
            case Stmt.Update.Minimum _ -> MapDecl.Kind.MINIMUM;
            case Stmt.Update.Maximum _ -> MapDecl.Kind.MAXIMUM;
            case Stmt.Update.Average _ -> MapDecl.Kind.AVERAGE;
            case Stmt.Update.Statistics _ -> MapDecl.Kind.STATISTICS;
            case Stmt.Update.Log2 _ -> MapDecl.Kind.LOG2;
            case Stmt.Update.Linear _ -> MapDecl.Kind.LINEAR;
        };
    }
}
