package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Rewrites a map whose keys have in one place a word or number of the program's own (`@n["fork", comm]`,
/// `@n["exec", comm]`) into one map for each of these: they are shown and emptied together, and a reader finds in each
/// group of rows what a table of its own would show. Where such a map is walked over, read or cut it stays.
final class KindKeys {
    private KindKeys() {}

    static Module of(Module module) {
        Module split = module;
        for (MapDecl map : module.maps()) {
            for (int at = 0; at < map.keys().size(); at++) {
                Set<String> kinds = kinds(module, map.name(), at);
                if (kinds.size() > 1) {
                    split = split(split, map, at, kinds);
                    break;
                }
            }
        }
        return split;
    }

    /// What stands in that place of the keys; nothing where anything else is done with the map.
    private static Set<String> kinds(Module module, String map, int at) {
        Set<String> kinds = new LinkedHashSet<>();
        for (Procedure procedure : module.procedures()) {
            for (Stmt statement : statements(procedure)) {
                boolean fits = switch (statement) {
                    case Stmt.MapUpdate update
                    when update.map().equals(map) -> add(update.keys().get(at), kinds);
                    case Stmt.MapDelete delete
                    when delete.map().equals(map) -> add(delete.keys().get(at), kinds);
                    case Stmt.PrintMap print
                    when print.map().equals(map) ->
                        print.top().isEmpty() && print.layout().isEmpty();
                    case Stmt.MapGet get -> !get.map().equals(map);
                    case Stmt.WalkStart walk -> !walk.map().equals(map);
                    case Stmt.WalkNext walk -> !walk.map().equals(map);
                    case Stmt _ -> true;
                };
                if (!fits) {
                    return Set.of();
                }
            }
        }
        return kinds;
    }

    private static boolean add(Expr key, Set<String> kinds) {
        return kind(key).filter(one -> kinds.add(one) || true).isPresent();
    }

    private static Optional<String> kind(Expr key) {
        return switch (key) {
            case Expr.Int(long number) -> Optional.of(Long.toString(number));
            // Longer ones are cut, and may then be the same.
            case Expr.Text(String text, int bytes)
            when text.getBytes(StandardCharsets.UTF_8).length < bytes -> Optional.of(text);
            case Expr.Resize(Expr of, int _) -> kind(of);
            case Expr.Narrow(Expr of, int bits, boolean _) when bits == Long.SIZE -> kind(of);
            case Expr _ -> Optional.empty();
        };
    }

    private static List<Stmt> statements(Procedure procedure) {
        return procedure.blocks().stream()
                .flatMap(block -> block.statements().stream())
                .toList();
    }

    private static String name(String map, String kind) {
        return map + "." + kind;
    }

    private static Module split(Module module, MapDecl map, int at, Set<String> kinds) {
        List<MapDecl> maps = new ArrayList<>();
        for (MapDecl one : module.maps()) {
            if (!one.name().equals(map.name())) {
                maps.add(one);
                continue;
            }
            List<Type> keys = without(map.keys(), at);
            MapDecl.Shown shown = new MapDecl.Shown(
                    without(map.shown().keys(), at), map.shown().value());
            kinds.forEach(kind -> maps.add(new MapDecl(name(map.name(), kind), keys, map.value(), map.kind(), shown)));
        }
        List<Procedure> procedures = module.procedures().stream()
                .map(procedure -> Rewriting.statements(procedure, statement -> split(statement, map.name(), at, kinds)))
                .toList();
        return new Module(maps, procedures, module.notModelled());
    }

    private static List<Stmt> split(Stmt statement, String map, int at, Set<String> kinds) {
        if (!Roles.map(statement).equals(Optional.of(map))) {
            return List.of(statement);
        }
        return switch (statement) {
            case Stmt.MapUpdate(var _, var keys, var update, var place) ->
                List.of(new Stmt.MapUpdate(own(map, keys, at), without(keys, at), update, place));
            case Stmt.MapDelete(var _, var keys, var place) ->
                List.of(new Stmt.MapDelete(own(map, keys, at), without(keys, at), place));
            case Stmt _ ->
                kinds.stream().map(kind -> all(statement, map, name(map, kind))).toList();
        };
    }

    private static Stmt all(Stmt statement, String map, String one) {
        return switch (statement) {
            case Stmt.MapClear(var _, var place) -> new Stmt.MapClear(one, place);
            case Stmt.MapZero(var _, var place) -> new Stmt.MapZero(one, place);
            case Stmt.PrintMap print -> Pairings.renamed(print, new LinkedHashMap<>(Map.of(map, one)));
            case Stmt _ -> throw new IllegalStateException("not of all kinds: " + statement);
        };
    }

    private static String own(String map, List<Expr> keys, int at) {
        return name(map, kind(keys.get(at)).orElseThrow());
    }

    private static <T> List<T> without(List<T> keys, int at) {
        List<T> fewer = new ArrayList<>(keys);
        fewer.remove(at);
        return List.copyOf(fewer);
    }
}
