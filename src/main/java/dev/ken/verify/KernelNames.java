package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes `ksym(address)` for the address: bpftrace keeps that, in keys too, and only shows it by the name of what lies
/// there. A key that stands beside itself in this way (`@[ksym(args.location), args.location]`) is one key.
final class KernelNames {
    private static final String FUNCTION = "ksym";

    private KernelNames() {}

    static Module of(Module module) {
        boolean named = module.procedures().stream()
                .flatMap(Alphabet::exprs)
                .anyMatch(expr -> !Rewriting.expr(expr, KernelNames::address).equals(expr));
        if (!named) {
            return module;
        }
        Module plain = new Module(
                module.maps().stream().map(KernelNames::plain).toList(),
                module.procedures().stream()
                        .map(procedure -> Rewriting.exprs(procedure, KernelNames::address))
                        .toList(),
                module.notModelled());
        for (MapDecl map : module.maps()) {
            plain = once(plain, map.name());
        }
        return plain;
    }

    private static Expr address(Expr expr) {
        return switch (expr) {
            case Expr.Apply(String function, var arguments, Type.Opaque _)
            when function.equals(FUNCTION) && arguments.size() == 1 -> arguments.getFirst();
            case Expr.Local(String name, Type type) -> new Expr.Local(name, plain(type));
            case Expr.Part(var tuple, int index, Type type) -> new Expr.Part(tuple, index, plain(type));
            case Expr _ -> expr;
        };
    }

    private static Type plain(Type type) {
        return switch (type) {
            case Type.Opaque(String kind) when kind.equals(FUNCTION) -> new Type.Int();
            case Type.Tuple(var parts) ->
                new Type.Tuple(parts.stream().map(KernelNames::plain).toList());
            case Type.Opaque _, Type.Bool _, Type.Int _, Type.Text _ -> type;
        };
    }

    private static MapDecl plain(MapDecl map) {
        return new MapDecl(
                map.name(),
                map.keys().stream().map(KernelNames::plain).toList(),
                plain(map.value()),
                map.kind(),
                map.shown());
    }

    /// Without the second of two keys that are always the same.
    private static Module once(Module module, String map) {
        int keys = module.map(map).orElseThrow().keys().size();
        for (int first = 0; first < keys; first++) {
            for (int second = first + 1; second < keys; second++) {
                if (isAgain(module, map, first, second)) {
                    return without(module, map, second);
                }
            }
        }
        return module;
    }

    private static boolean isAgain(Module module, String map, int first, int second) {
        List<Stmt> uses = module.procedures().stream()
                .flatMap(procedure -> procedure.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .filter(statement -> Roles.map(statement).equals(Optional.of(map)))
                .toList();
        return uses.stream().anyMatch(Stmt.MapUpdate.class::isInstance)
                && uses.stream().allMatch(statement -> switch (statement) {
                    case Stmt.PrintMap print -> print.layout().isEmpty();
                    case Stmt.WalkStart _, Stmt.WalkNext _ -> false;
                    case Stmt _ -> {
                        List<Expr> of = Alphabet.keys(statement);
                        yield of.isEmpty() || of.get(first).equals(of.get(second));
                    }
                });
    }

    private static Module without(Module module, String map, int at) {
        List<MapDecl> maps = module.maps().stream()
                .map(one -> one.name().equals(map) ? without(one, at) : one)
                .toList();
        List<Procedure> procedures = module.procedures().stream()
                .map(procedure -> Rewriting.statements(
                        procedure,
                        statement -> List.of(
                                Roles.map(statement).equals(Optional.of(map)) ? without(statement, at) : statement)))
                .toList();
        return new Module(maps, procedures, module.notModelled());
    }

    private static MapDecl without(MapDecl map, int at) {
        MapDecl.Shown shown =
                new MapDecl.Shown(without(map.shown().keys(), at), map.shown().value());
        return new MapDecl(map.name(), without(map.keys(), at), map.value(), map.kind(), shown);
    }

    private static Stmt without(Stmt statement, int at) {
        return switch (statement) {
            case Stmt.MapGet(String map, var keys, String value, String present, var place) ->
                new Stmt.MapGet(map, without(keys, at), value, present, place);
            case Stmt.MapUpdate(String map, var keys, var update, var place) ->
                new Stmt.MapUpdate(map, without(keys, at), update, place);
            case Stmt.MapDelete(String map, var keys, var place) -> new Stmt.MapDelete(map, without(keys, at), place);
            case Stmt _ -> statement;
        };
    }

    private static <T> List<T> without(List<T> all, int at) {
        List<T> fewer = new ArrayList<>(all);
        fewer.remove(at);
        return fewer;
    }
}
