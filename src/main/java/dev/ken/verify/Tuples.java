package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Rewrites a map that holds tuples into one map for each part of them: they are written, deleted and shown
/// together, so that a reader of them sees the same. Where a tuple is walked over, copied whole or cut when it
/// is shown, it stays.
final class Tuples {
    private Tuples() {}

    static Module of(Module module) {
        Module split = module;
        for (MapDecl map : module.maps()) {
            if (map.value() instanceof Type.Tuple(var parts)
                    && map.kind() == MapDecl.Kind.SCALAR
                    && apart(module, map.name(), parts.size())) {
                split = split(split, map, parts);
            }
        }
        return split;
    }

    private static boolean apart(Module module, String map, int parts) {
        for (Procedure procedure : module.procedures()) {
            Set<String> read = new LinkedHashSet<>();
            for (Stmt statement : statements(procedure)) {
                boolean fits = switch (statement) {
                    case Stmt.MapUpdate update
                    when update.map().equals(map) ->
                        update.update() instanceof Stmt.Update.Set(Expr.Pack(var all)) && all.size() == parts;
                    case Stmt.PrintMap print
                    when print.map().equals(map) ->
                        print.top().isEmpty()
                                && print.divisor() == 1
                                && print.layout().isEmpty();
                    case Stmt.MapZero zero -> !zero.map().equals(map);
                    case Stmt.WalkStart walk -> !walk.map().equals(map);
                    case Stmt.MapGet get when get.map().equals(map) -> read.add(get.value());
                    case Stmt _ -> true;
                };
                if (!fits) {
                    return false;
                }
            }
            boolean whole = Alphabet.exprs(procedure).anyMatch(expr -> whole(expr, read));
            if (whole) {
                return false;
            }
        }
        return true;
    }

    /// Whether a tuple that was read is used other than by its parts.
    private static boolean whole(Expr expr, Set<String> read) {
        if (expr instanceof Expr.Part(Expr.Local _, int _, var _)) {
            return false;
        }
        return expr instanceof Expr.Local(String name, var _) && read.contains(name)
                || Alphabet.parts(expr).stream().anyMatch(part -> whole(part, read));
    }

    private static List<Stmt> statements(Procedure procedure) {
        return procedure.blocks().stream()
                .flatMap(block -> block.statements().stream())
                .toList();
    }

    private static String part(String name, int index) {
        return name + "." + index;
    }

    private static Module split(Module module, MapDecl map, List<Type> parts) {
        List<MapDecl> maps = new ArrayList<>();
        for (MapDecl one : module.maps()) {
            if (!one.name().equals(map.name())) {
                maps.add(one);
                continue;
            }
            for (int i = 0; i < parts.size(); i++) {
                maps.add(new MapDecl(part(map.name(), i), map.keys(), parts.get(i), MapDecl.Kind.SCALAR));
            }
        }
        List<Procedure> procedures = module.procedures().stream()
                .map(procedure -> split(procedure, map.name(), parts.size()))
                .toList();
        return new Module(maps, procedures, module.notModelled());
    }

    private static Procedure split(Procedure procedure, String map, int parts) {
        Set<String> read = statements(procedure).stream()
                .flatMap(statement ->
                        statement instanceof Stmt.MapGet get && get.map().equals(map)
                                ? Optional.of(get.value()).stream()
                                : Optional.<String>empty().stream())
                .collect(Collectors.toSet());
        Procedure narrow = Rewriting.exprs(
                procedure,
                expr -> expr instanceof Expr.Part(Expr.Local(String name, var _), int index, var type)
                                && read.contains(name)
                        ? new Expr.Local(part(name, index), type)
                        : expr);
        return Rewriting.statements(narrow, statement -> split(statement, map, parts));
    }

    private static List<Stmt> split(Stmt statement, String map, int parts) {
        boolean ours = Roles.map(statement).equals(Optional.of(map));
        if (!ours) {
            return List.of(statement);
        }
        List<Stmt> all = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            String one = part(map, i);
            all.add(
                    switch (statement) {
                        case Stmt.MapUpdate(var _, var keys, Stmt.Update.Set(Expr.Pack(var values)), var at) ->
                            new Stmt.MapUpdate(one, keys, new Stmt.Update.Set(values.get(i)), at);
                        case Stmt.MapGet(var _, var keys, String value, String present, var at) ->
                            new Stmt.MapGet(one, keys, part(value, i), i == 0 ? present : part(present, i), at);
                        case Stmt.MapDelete(var _, var keys, var at) -> new Stmt.MapDelete(one, keys, at);
                        case Stmt.MapClear(var _, var at) -> new Stmt.MapClear(one, at);
                        case Stmt.PrintMap print -> Pairings.renamed(print, Map.of(map, one));
                        case Stmt _ -> throw new IllegalStateException("no part of " + statement);
                    });
        }
        return all;
    }
}
