package dev.ken.verify;

import dev.ken.contract.After;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Remembers the last first occurrence of an [After] for each of what links the two.
final class Pairing {
    private final String id;
    private final After after;
    private final Watching first;
    private final Kin kin;
    private final List<Sighting> sightings;

    Pairing(String id, Part part, After after, Kin kin, Catalog catalog, KernelModel kernel) {
        this.id = id + ".first";
        this.after = after;
        this.kin = kin;
        this.first = new Watching(
                this.id,
                after.event(),
                PartNames.others(part),
                PartNames.in(after.where()),
                false,
                false,
                false,
                part.rateHertz(),
                catalog,
                kernel);
        this.sightings = first.sightings();
    }

    Watching first() {
        return first;
    }

    private String map(String attribute) {
        return id + ".kept." + attribute;
    }

    private Type type(String name) {
        return sightings.stream()
                .findFirst()
                .map(sighting -> Watching.widest(sighting.value(name).type()))
                .orElse(new Type.Int());
    }

    private boolean signed(String name) {
        return sightings.stream().anyMatch(sighting -> sighting.value(name).signed());
    }

    private List<String> kept(Part part) {
        return PartNames.own(part).stream()
                .filter(name -> name.startsWith(After.FIRST))
                .map(name -> name.substring(After.FIRST.length()))
                .toList();
    }

    List<MapDecl> maps(Part part) {
        List<Type> keys = after.links().stream().map(link -> type(link.first())).toList();
        List<MapDecl> maps = new ArrayList<>(first.maps());
        maps.add(new MapDecl(map("time"), keys, new Type.Int(), MapDecl.Kind.SCALAR));
        kept(part).forEach(name -> maps.add(new MapDecl(map("a." + name), keys, type(name), MapDecl.Kind.SCALAR)));
        return maps;
    }

    /// What remembers first occurrences; it runs after what looks at second ones.
    List<Procedure> saves(Part part) {
        List<Procedure> procedures = new ArrayList<>(first.starts());
        for (Sighting sighting : sightings) {
            List<Expr> keys = after.links().stream()
                    .map(link -> Watching.widened(sighting.value(link.first())))
                    .toList();
            List<Stmt> then = new ArrayList<>();
            Expr now = new Expr.Attribute("time", new Type.Int());
            then.add(new Stmt.MapUpdate(map("time"), keys, new Stmt.Update.Set(now), Span.NONE));
            for (String name : kept(part)) {
                Expr value = Watching.widened(sighting.value(name));
                then.add(new Stmt.MapUpdate(map("a." + name), keys, new Stmt.Update.Set(value), Span.NONE));
            }
            List<Stmt> before = new ArrayList<>(sighting.before());
            before.addAll(kin.reads(after.where()));
            Expr condition =
                    Fragments.and(sighting.condition(), Conditions.lower(after.where(), sighting.values(), kin));
            procedures.add(Fragments.guarded(
                    id + " " + sighting.probe(),
                    sighting.site(),
                    sighting.guard(),
                    before,
                    condition,
                    Action.always(then.toArray(Stmt[]::new))));
            procedures.add(Fragments.straight(
                    id + ".done " + sighting.probe(), sighting.site(), sighting.guard(), sighting.afterwards()));
        }
        return procedures.stream().filter(p -> !Fragments.isEmpty(p)).toList();
    }

    /// What a second occurrence has to look up, and forget.
    record Second(List<Stmt> before, Expr condition, Map<String, Readings.Value> values, List<Stmt> afterwards) {}

    Second second(Part part, Sighting sighting) {
        Type integer = new Type.Int();
        List<Expr> keys = after.links().stream()
                .map(link -> Watching.widened(sighting.value(link.second())))
                .toList();
        List<Stmt> before = new ArrayList<>();
        List<Stmt> afterwards = new ArrayList<>();
        Map<String, Readings.Value> values = new LinkedHashMap<>();
        String then = id + ".then";
        String seen = id + ".seen";
        before.add(new Stmt.MapGet(map("time"), keys, then, seen, Span.NONE));
        afterwards.add(new Stmt.MapDelete(map("time"), keys, Span.NONE));
        Expr since =
                new Expr.Binary(Expr.BinaryOp.SUB, new Expr.Attribute("time", integer), new Expr.Local(then, integer));
        values.put(After.SINCE, new Readings.Value(since, false, integer));
        for (String name : kept(part)) {
            String local = id + ".kept." + name;
            before.add(new Stmt.MapGet(map("a." + name), keys, local, local + ".known", Span.NONE));
            afterwards.add(new Stmt.MapDelete(map("a." + name), keys, Span.NONE));
            values.put(
                    After.FIRST + name,
                    new Readings.Value(new Expr.Local(local, type(name)), signed(name), type(name)));
        }
        Expr condition = new Expr.Local(seen, new Type.Bool());
        if (after.withinNanos().isPresent()) {
            Expr limit = Fragments.number(after.withinNanos().get());
            condition = Fragments.and(condition, new Expr.Binary(Expr.BinaryOp.ULE, since, limit));
        }
        return new Second(before, condition, values, afterwards);
    }
}
