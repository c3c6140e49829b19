package dev.ken.verify;

import dev.ken.contract.Condition;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.Selection;
import dev.ken.contract.What;
import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Builds the reference observer of one part: how its occurrences are seen ([Watching], [Pairing], [Kin]), and what is
/// done about each ([Tally]).
final class PartBuilder {
    private final String id;
    private final Part part;
    private final Catalog catalog;
    private final KernelModel kernel;
    private final PacketHeaders headers;
    private final Watching watching;
    private final Kin kin;
    private final Optional<Pairing> pairing;
    private final Tally tally;
    private final List<MapDecl> maps = new ArrayList<>();
    private final List<Procedure> procedures = new ArrayList<>();

    PartBuilder(
            String id,
            Part part,
            Variation variation,
            Optional<Long> durationNanos,
            PacketHeaders headers,
            Catalog catalog,
            KernelModel kernel) {
        this.id = id;
        this.headers = headers;
        this.part = part;
        this.catalog = catalog;
        this.kernel = kernel;
        Set<String> used = new LinkedHashSet<>(PartNames.own(part));
        used.removeIf(name -> part.after().isPresent() && PartNames.isOfPair(name));
        this.watching = new Watching(
                id,
                part.event(),
                used,
                PartNames.in(part.where()),
                false,
                variation.late(),
                variation.moving(),
                part.rateHertz(),
                catalog,
                kernel);
        this.kin = new Kin(id, descents(part), catalog, kernel);
        this.pairing = part.after().map(after -> new Pairing(id, part, after, kin, catalog, kernel));
        this.tally = new Tally(id, part, variation, durationNanos, this::unit, watching.kind());
    }

    private static List<Condition.Descends> descents(Part part) {
        List<Condition.Descends> all = new ArrayList<>(PartNames.descents(part.where()));
        part.after().ifPresent(after -> all.addAll(PartNames.descents(after.where())));
        other(part).ifPresent(selection -> all.addAll(PartNames.descents(selection.where())));
        return all;
    }

    private static Optional<Selection> other(Part part) {
        return switch (part.what()) {
            case What.Net net -> Optional.of(net.minus());
            case What.Ratio(var to) -> Optional.of(to);
            case What.Report _, What.Aggregate _, What.Extreme _, What.InFlight _, What.Rule _ -> Optional.empty();
        };
    }

    private dev.ken.kernel.catalog.Unit unit(String name) {
        return PartNames.attribute(
                        name,
                        Optional.of(watching.kind()),
                        part,
                        pairing.map(pair -> pair.first().kind()),
                        catalog)
                .map(dev.ken.kernel.catalog.Attribute::unit)
                .orElse(dev.ken.kernel.catalog.Unit.NONE);
    }

    List<ReferencePart> build(List<MapDecl> allMaps, List<Procedure> allProcedures) {
        maps.addAll(kin.maps());
        if (part.what() instanceof What.InFlight) {
            flight();
        } else {
            observed();
        }
        pairing.ifPresent(pair -> {
            maps.addAll(pair.maps(part));
            procedures.addAll(pair.saves(part));
        });
        procedures.addAll(kin.forks());
        procedures.addAll(tally.showing());
        allMaps.addAll(maps);
        allProcedures.addAll(
                procedures.stream().filter(p -> !Fragments.isEmpty(p)).toList());
        Optional<EventKind> against =
                part.what() instanceof What.Ratio(var to) ? catalog.find(to.event()) : Optional.empty();
        return tally.parts().stream().map(one -> one.against(against)).toList();
    }

    // ---- occurrences ----

    private void observed() {
        if (PacketWatching.isPacket(part)) {
            packets();
            return;
        }
        maps.addAll(watching.maps());
        procedures.addAll(watching.starts());
        List<Sighting> sightings = watching.sightings();
        maps.addAll(tally.maps(type(sightings)));
        for (Sighting sighting : sightings) {
            pairing.ifPresentOrElse(
                    pair -> paired(sighting, pair.second(part, sighting)),
                    () -> single("", sighting, part.where(), tally.action(sighting)));
        }
        other(part).ifPresent(this::other);
    }

    /// A packet is one occurrence, with all its facts.
    private void packets() {
        Sighting sighting = PacketWatching.sighting(part, headers);
        maps.addAll(tally.maps(type(List.of(sighting))));
        single("", sighting, new Condition.Always(), tally.action(sighting));
    }

    private void other(Selection selection) {
        Set<String> used = PartNames.others(part);
        // Of one kind, both are seen at the same places, so that none is counted of which the other is not known.
        boolean atEnd = selection.event().equals(part.event()) && watching.observesEnds();
        Watching other = new Watching(
                id + ".other",
                selection.event(),
                used,
                PartNames.in(selection.where()),
                atEnd,
                false,
                false,
                part.rateHertz(),
                catalog,
                kernel);
        maps.addAll(other.maps());
        procedures.addAll(other.starts());
        for (Sighting sighting : other.sightings()) {
            single(".other", sighting, selection.where(), tally.otherAction(sighting));
        }
    }

    private void single(String suffix, Sighting sighting, Condition where, Action action) {
        List<Stmt> before = new ArrayList<>(sighting.before());
        before.addAll(kin.reads(where));
        Expr condition = Fragments.and(sighting.condition(), Conditions.lower(where, sighting.values(), kin));
        procedures.add(Fragments.guarded(
                id + suffix + " " + sighting.probe(), sighting.site(), sighting.guard(), before, condition, action));
        // The start is used up whether or not the occurrence is one that was asked for.
        procedures.add(Fragments.straight(
                id + suffix + ".done " + sighting.probe(), sighting.site(), sighting.guard(), sighting.afterwards()));
    }

    /// A second occurrence is one by its own facts; it then uses up the first, whatever else is asked of the two.
    private void paired(Sighting sighting, Pairing.Second second) {
        List<Stmt> own = new ArrayList<>(sighting.before());
        own.addAll(kin.reads(part.where()));
        Expr seen = Fragments.and(
                sighting.condition(), Conditions.lower(PartNames.alone(part.where()), sighting.values(), kin));
        List<Stmt> before = new ArrayList<>(own);
        before.addAll(second.before());
        Map<String, Readings.Value> values = new LinkedHashMap<>(sighting.values());
        values.putAll(second.values());
        Sighting whole = new Sighting(
                sighting.probe(),
                sighting.site(),
                sighting.guard(),
                before,
                Fragments.and(seen, second.condition()),
                values,
                List.of());
        Expr condition =
                Fragments.and(whole.condition(), Conditions.lower(PartNames.together(part.where()), values, kin));
        procedures.add(Fragments.guarded(
                id + " " + sighting.probe(),
                sighting.site(),
                sighting.guard(),
                before,
                condition,
                tally.action(whole)));
        procedures.add(Fragments.conditionalThen(
                id + ".done " + sighting.probe(),
                sighting.site(),
                sighting.guard(),
                own,
                seen,
                second.afterwards(),
                sighting.afterwards()));
    }

    /// The widest type of an attribute where it is seen.
    private Function<String, Type> type(List<Sighting> sightings) {
        return name -> sightings.stream()
                .map(sighting -> {
                    Map<String, Readings.Value> values = new LinkedHashMap<>(sighting.values());
                    pairing.ifPresent(
                            pair -> values.putAll(pair.second(part, sighting).values()));
                    return Optional.ofNullable(values.get(name));
                })
                .flatMap(Optional::stream)
                .map(value -> Watching.widest(value.type()))
                .findFirst()
                .orElse(new Type.Int());
    }

    // ---- spans under way ----

    private String under(String name) {
        return id + ".under." + name;
    }

    /// Every start adds one to its group, and the end of a start that was seen takes it away from that group again.
    private void flight() {
        List<Watching.Edge> starts = watching.edges(Phase.START);
        List<Sighting> sightings = starts.stream().map(Watching.Edge::sighting).toList();
        Function<String, Type> type = type(sightings);
        maps.addAll(tally.maps(type));
        List<Type> key = watching.pairTypes();
        maps.add(new MapDecl(under("way"), key, new Type.Int(), MapDecl.Kind.SCALAR));
        part.keys()
                .forEach(name ->
                        maps.add(new MapDecl(under("key." + name), key, type.apply(name), MapDecl.Kind.SCALAR)));
        for (Watching.Edge edge : starts) {
            Sighting sighting = edge.sighting();
            List<Expr> pair = edge.pair();
            Action rise = tally.action(sighting);
            List<Stmt> then = new ArrayList<>(watching.once(under("way"), pair, sighting.site()));
            then.add(set(under("way"), pair, Fragments.number(1)));
            for (String name : part.keys()) {
                then.add(set(under("key." + name), pair, Watching.widened(sighting.value(name))));
            }
            then.addAll(rise.before());
            then.addAll(rise.then());
            single(".start", sighting, part.where(), new Action(List.of(), new Expr.Bool(true), then));
        }
        watching.edges(Phase.END).forEach(edge -> landed(edge, type));
    }

    private void landed(Watching.Edge edge, Function<String, Type> type) {
        List<Expr> pair = edge.pair();
        List<Stmt> before = new ArrayList<>();
        List<Stmt> then = new ArrayList<>();
        List<Expr> keys = new ArrayList<>();
        before.add(new Stmt.MapGet(under("way"), pair, "way", "under", Span.NONE));
        for (String name : part.keys()) {
            String local = "key." + name;
            before.add(new Stmt.MapGet(under(local), pair, local, local + ".known", Span.NONE));
            keys.add(new Expr.Local(local, type.apply(name)));
            then.add(new Stmt.MapDelete(under(local), pair, Span.NONE));
        }
        then.add(new Stmt.MapDelete(under("way"), pair, Span.NONE));
        then.add(tally.fall(keys));
        Sighting sighting = edge.sighting();
        procedures.add(Fragments.conditional(
                id + ".end " + sighting.probe(),
                sighting.site(),
                sighting.guard(),
                before,
                new Expr.Local("under", new Type.Bool()),
                then));
    }

    private static Stmt set(String map, List<Expr> keys, Expr value) {
        return new Stmt.MapUpdate(map, keys, new Stmt.Update.Set(value), Span.NONE);
    }
}
