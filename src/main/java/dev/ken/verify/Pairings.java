package dev.ken.verify;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Stmt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Ways to give the second program's maps the names of the first one's. Maps of the same name stand for each other; the
/// names of the others are free, so they are equal if they are under one pairing, and differ only if they do under all.
final class Pairings {
    /// More than this are not tried.
    private static final int MOST = 24;

    private Pairings() {}

    static Difference difference(Module first, Module second, Function<Module, Difference> compare) {
        List<String> mine = new ArrayList<>(names(first));
        List<String> other = new ArrayList<>(names(second));
        mine.removeAll(names(second));
        other.removeAll(names(first));
        List<Map<String, String>> all = new ArrayList<>();
        pair(first, second, mine, other, new LinkedHashMap<>(), all);
        Difference result = null;
        for (Map<String, String> renamed : all) {
            Difference next = compare.apply(renamed(second, renamed));
            if (next instanceof Difference.Equal) {
                return next;
            }
            if (result == null || next instanceof Difference.Undecided) {
                result = next;
            }
        }
        if (result == null) {
            throw new IllegalStateException("no pairing of maps");
        }
        return all.size() < MOST
                ? result
                : new Difference.Undecided("there are too many ways to pair maps of different names");
    }

    private static List<String> names(Module module) {
        return module.maps().stream().map(MapDecl::name).toList();
    }

    /// Adds every way to pair as many as there can be, those of the same form first.
    private static void pair(
            Module first,
            Module second,
            List<String> mine,
            List<String> other,
            Map<String, String> chosen,
            List<Map<String, String>> all) {
        if (all.size() >= MOST) {
            return;
        }
        List<String> open =
                mine.stream().filter(name -> !chosen.containsValue(name)).toList();
        int spare = other.size() - chosen.size();
        if (open.isEmpty() || spare == 0) {
            all.add(new LinkedHashMap<>(chosen));
            return;
        }
        // The shorter side is gone through one by one, so that no pairing comes twice.
        boolean fewerOthers = spare <= open.size();
        String fixed = fewerOthers
                ? other.stream()
                        .filter(name -> !chosen.containsKey(name))
                        .findFirst()
                        .orElseThrow()
                : open.getFirst();
        List<String> choices = new ArrayList<>(
                fewerOthers
                        ? open
                        : other.stream()
                                .filter(name -> !chosen.containsKey(name))
                                .toList());
        choices.sort(java.util.Comparator.comparing(
                choice -> fewerOthers ? !alike(first, choice, second, fixed) : !alike(first, fixed, second, choice)));
        for (String choice : choices) {
            Map<String, String> longer = new LinkedHashMap<>(chosen);
            longer.put(fewerOthers ? fixed : choice, fewerOthers ? choice : fixed);
            pair(first, second, mine, other, longer, all);
        }
    }

    private static boolean alike(Module first, String mine, Module second, String other) {
        MapDecl a = first.map(mine).orElseThrow();
        MapDecl b = second.map(other).orElseThrow();
        return a.keys().equals(b.keys()) && a.value().equals(b.value()) && Prior.sameFold(a, b);
    }

    static Module renamed(Module module, Map<String, String> names) {
        return new Module(
                module.maps().stream()
                        .map(map -> new MapDecl(
                                names.getOrDefault(map.name(), map.name()),
                                map.keys(),
                                map.value(),
                                map.kind(),
                                map.shown()))
                        .toList(),
                module.procedures().stream()
                        .map(procedure ->
                                Rewriting.statements(procedure, statement -> List.of(renamed(statement, names))))
                        .toList(),
                module.notModelled());
    }

    static Stmt renamed(Stmt statement, Map<String, String> names) {
        return switch (statement) {
            case Stmt.MapGet(String map, var keys, String value, String present, var at) ->
                new Stmt.MapGet(names.getOrDefault(map, map), keys, value, present, at);
            case Stmt.MapUpdate(String map, var keys, var update, var at) ->
                new Stmt.MapUpdate(names.getOrDefault(map, map), keys, update, at);
            case Stmt.MapDelete(String map, var keys, var at) ->
                new Stmt.MapDelete(names.getOrDefault(map, map), keys, at);
            case Stmt.MapClear(String map, var at) -> new Stmt.MapClear(names.getOrDefault(map, map), at);
            case Stmt.MapZero(String map, var at) -> new Stmt.MapZero(names.getOrDefault(map, map), at);
            case Stmt.PrintMap(String map, var top, long divisor, var layout, var only, var at) ->
                new Stmt.PrintMap(names.getOrDefault(map, map), top, divisor, layout, only, at);
            case Stmt.WalkStart(String map, String walk, var at) ->
                new Stmt.WalkStart(names.getOrDefault(map, map), walk, at);
            case Stmt.WalkNext(String map, String walk, var keys, String value, String found, String more, var at) ->
                new Stmt.WalkNext(names.getOrDefault(map, map), walk, keys, value, found, more, at);
            case Stmt.Assign _, Stmt.Emit _, Stmt.Decide _, Stmt.Exit _, Stmt.Assume _, Stmt.Check _, Stmt.Havoc _ ->
                statement;
        };
    }
}
