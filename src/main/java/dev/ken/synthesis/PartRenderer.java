package dev.ken.synthesis;

import dev.ken.contract.After;
import dev.ken.contract.Condition;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.Selection;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Reading;
import dev.ken.kernel.catalog.Unit;
import dev.ken.synthesis.Rendering.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Writes the probes of one part: where its occurrences are seen ([Spotting]), which of them count, and what is
/// done about each ([Telling]).
final class PartRenderer {
    private static final String FORK = "tracepoint:sched:sched_process_fork";

    private final Part part;
    private final Catalog catalog;
    private final Words words;
    private final Spotting spotting;
    private final Optional<Spotting> first;
    private final Telling telling;
    private final String prefix;
    private final List<Condition.Descends> kin = new ArrayList<>();
    private final List<String> atEnd = new ArrayList<>();

    PartRenderer(Part part, Optional<Long> durationNanos, Catalog catalog, Dialect dialect, Set<String> names) {
        if (part.event().startsWith("packet.")) {
            throw new Unsayable(
                    "bpftrace cannot be asked about packets at an interface; --target libbpf can (XDP, tc).");
        }
        if (part.what() instanceof What.Rule) {
            throw new Unsayable("bpftrace programs only watch; they cannot refuse, drop or change anything.");
        }
        this.part = part;
        this.catalog = catalog;
        this.words = new Words(dialect);
        String map = Telling.name(part, names);
        this.prefix = names.size() == 1 ? "@" : "@" + map.substring(1) + "_";
        Set<String> used = new LinkedHashSet<>(PartNames.own(part));
        Set<String> told = told(part);
        used.removeIf(name -> part.after().isPresent() && PartNames.isOfPair(name));
        told.removeIf(name -> part.after().isPresent() && PartNames.isOfPair(name));
        Condition own = part.after().isPresent() ? PartNames.alone(part.where()) : part.where();
        if (part.after().isPresent()) {
            told.addAll(PartNames.in(PartNames.together(part.where())));
        }
        this.spotting = spotting(part.event(), used, told, own, false, prefix);
        this.first = part.after().map(this::firsts);
        this.telling = new Telling(part, durationNanos, map, prefix, spotting.kind(), this::unit, this::type);
        this.kin.addAll(PartNames.descents(part.where()));
        part.after().ifPresent(after -> kin.addAll(PartNames.descents(after.where())));
        other(part).ifPresent(other -> kin.addAll(PartNames.descents(other.where())));
    }

    private Spotting spotting(
            String event, Set<String> used, Set<String> told, Condition where, boolean atEnd, String maps) {
        EventKind kind = catalog.find(event).orElseThrow(() -> new IllegalStateException("no event kind " + event));
        return new Spotting(kind, catalog, words, used, told, where, atEnd, maps, part.rateHertz(), this::kin);
    }

    private Spotting firsts(After after) {
        Set<String> used = PartNames.others(part);
        Set<String> told = new LinkedHashSet<>(kept());
        after.links().forEach(link -> told.add(link.first()));
        return spotting(after.event(), used, told, after.where(), false, prefix + "first_");
    }

    /// Attributes of the first occurrence that are told of the second.
    private List<String> kept() {
        return PartNames.own(part).stream()
                .filter(name -> name.startsWith(After.FIRST))
                .map(name -> name.substring(After.FIRST.length()))
                .toList();
    }

    private static Optional<Selection> other(Part part) {
        return switch (part.what()) {
            case What.Net net -> Optional.of(net.minus());
            case What.Ratio(var to) -> Optional.of(to);
            case What.Report _, What.Aggregate _, What.Extreme _, What.InFlight _, What.Rule _ -> Optional.empty();
        };
    }

    /// Attributes that are needed otherwise than for a test of `where`.
    private static Set<String> told(Part part) {
        return PartNames.own(part.of(new Condition.Always()));
    }

    private Optional<Attribute> attribute(String name) {
        return PartNames.attribute(name, Optional.of(spotting.kind()), part, first.map(Spotting::kind), catalog);
    }

    private Unit unit(String name) {
        return attribute(name).map(Attribute::unit).orElse(Unit.NONE);
    }

    private Attribute.Type type(String name) {
        return attribute(name).map(Attribute::type).orElse(Attribute.Type.INTEGER);
    }

    private String kin(Condition.Descends descends) {
        int index = kin.indexOf(descends);
        return prefix + "kin" + (index == 0 ? "" : Integer.toString(index + 1)) + "[pid]";
    }

    // ---- blocks ----

    List<String> blocks() {
        Map<String, List<String>> bodies = new LinkedHashMap<>();
        addAll(bodies, spotting.starts());
        atEnd.addAll(telling.atEnd());
        if (part.what() instanceof What.InFlight) {
            flight(bodies);
        } else {
            for (Spot spot : spotting.spots()) {
                add(
                        bodies,
                        spot,
                        first.isPresent() ? paired(spot) : single(spot, spotting.open(), telling.action(spot)));
            }
        }
        forgetAtEnd(spotting.kept());
        other(part).ifPresent(selection -> other(bodies, selection));
        if (bodies.isEmpty() || spotting.spots().isEmpty()) {
            throw new Unsayable("No probe of this kernel can read everything that is asked of "
                    + spotting.kind().plural() + ".");
        }
        List<String> blocks = new ArrayList<>();
        bodies.forEach((body, probes) -> blocks.add(String.join(",\n", probes) + body));
        first.ifPresent(spots -> blocks.addAll(firstBlocks(spots)));
        blocks.addAll(forks());
        blocks.addAll(telling.periodic());
        return blocks;
    }

    private static void addAll(Map<String, List<String>> bodies, Map<String, List<String>> more) {
        more.forEach((body, probes) ->
                bodies.computeIfAbsent(body, _ -> new ArrayList<>()).addAll(probes));
    }

    private static void add(Map<String, List<String>> bodies, Spot spot, String body) {
        bodies.computeIfAbsent(body, _ -> new ArrayList<>()).add(spot.probe());
    }

    private void forgetAtEnd(List<String> maps) {
        maps.forEach(map -> atEnd.add("clear(" + map + ")"));
    }

    private static List<String> before(Spot spot) {
        List<String> tests = new ArrayList<>(spot.known());
        tests.addAll(spot.when());
        return tests;
    }

    private String single(Spot spot, Condition open, List<Body> action) {
        List<String> tests = new ArrayList<>(spot.moved());
        tests.addAll(words.tests(open, spot.names()));
        List<Body> body = new ArrayList<>(List.of(new Body.If(tests, action)));
        body.addAll(Body.lines(spot.forget()));
        return Body.block(before(spot), body);
    }

    private void other(Map<String, List<String>> bodies, Selection selection) {
        Set<String> used = PartNames.others(part);
        Set<String> told = new LinkedHashSet<>(used);
        told.removeAll(PartNames.in(selection.where()));
        told.addAll(part.keys());
        boolean atEnd = selection.event().equals(part.event()) && spotting.observesEnds();
        Spotting other = spotting(selection.event(), used, told, selection.where(), atEnd, prefix + "other_");
        addAll(bodies, other.starts());
        for (Spot spot : other.spots()) {
            add(bodies, spot, single(spot, other.open(), telling.otherAction(spot)));
        }
        forgetAtEnd(other.kept());
    }

    // ---- pairs ----

    private String firstMap(String name) {
        return prefix + (name.isEmpty() ? "first" : "first_" + name);
    }

    private String links(Spot spot, Function<After.Link, String> side) {
        List<String> values = part.after().stream()
                .flatMap(after -> after.links().stream())
                .map(link -> spot.value(side.apply(link)))
                .toList();
        return values.isEmpty() ? "" : "[" + String.join(", ", values) + "]";
    }

    private String paired(Spot spot) {
        String key = links(spot, After.Link::second);
        Spot whole = new Spot(
                spot.probe(), spot.known(), spot.when(), spot.moved(), new PairNames(spot.names(), key), spot.forget());
        List<String> seen = new ArrayList<>(spot.moved());
        seen.addAll(words.tests(spotting.open(), spot.names()));
        seen.add(firstMap("") + key);
        List<String> together = new ArrayList<>();
        part.after()
                .flatMap(After::withinNanos)
                .ifPresent(nanos -> together.add(whole.value(After.SINCE) + " <= " + nanos));
        together.addAll(words.tests(PartNames.together(part.where()), whole.names()));
        List<Body> then = new ArrayList<>(List.of(new Body.If(together, telling.action(whole))));
        then.add(new Body.Line("delete(" + firstMap("") + key + ")"));
        kept().forEach(name -> then.add(new Body.Line("delete(" + firstMap("saved_" + name) + key + ")")));
        List<Body> body = new ArrayList<>(List.of(new Body.If(seen, then)));
        body.addAll(Body.lines(spot.forget()));
        return Body.block(before(spot), body);
    }

    private final class PairNames implements Names {
        private final Names own;
        private final String key;

        PairNames(Names own, String key) {
            this.own = own;
            this.key = key;
        }

        @Override
        public Optional<String> result(String name) {
            return own.result(name);
        }

        @Override
        public Optional<String> joined(String name) {
            return own.joined(name);
        }

        @Override
        public Optional<Reading> address(String name) {
            return own.address(name);
        }

        @Override
        public String attribute(String name) {
            if (name.equals(After.SINCE)) {
                return "(nsecs - " + firstMap("") + key + ")";
            }
            return name.startsWith(After.FIRST)
                    ? firstMap("saved_" + name.substring(After.FIRST.length())) + key
                    : own.attribute(name);
        }

        @Override
        public String descends(Condition.Descends descends) {
            return own.descends(descends);
        }
    }

    private List<String> firstBlocks(Spotting spots) {
        Map<String, List<String>> bodies = new LinkedHashMap<>();
        addAll(bodies, spots.starts());
        for (Spot spot : spots.spots()) {
            String key = links(spot, After.Link::first);
            List<Body> keep = new ArrayList<>(List.of(new Body.Line(firstMap("") + key + " = nsecs")));
            kept().forEach(name -> keep.add(new Body.Line(firstMap("saved_" + name) + key + " = " + spot.value(name))));
            add(bodies, spot, single(spot, spots.open(), keep));
        }
        if (bodies.isEmpty()) {
            throw new Unsayable("No probe of this kernel can read everything that is asked of "
                    + spots.kind().plural() + ".");
        }
        forgetAtEnd(spots.kept());
        atEnd.add("clear(" + firstMap("") + ")");
        kept().forEach(name -> atEnd.add("clear(" + firstMap("saved_" + name) + ")"));
        List<String> blocks = new ArrayList<>();
        bodies.forEach((body, probes) -> blocks.add(String.join(",\n", probes) + body));
        return blocks;
    }

    // ---- spans under way ----

    private void flight(Map<String, List<String>> bodies) {
        String way = prefix + "way";
        boolean thread = spotting.isOfThread();
        for (Spotting.Edge edge : spotting.edges(Phase.START)) {
            List<Body> then = new ArrayList<>(List.of(new Body.Line(way + edge.key() + " = 1")));
            if (!thread) {
                part.keys()
                        .forEach(name -> then.add(new Body.Line(prefix + "way_" + name + edge.key() + " = "
                                + edge.spot().value(name))));
            }
            then.addAll(telling.action(edge.spot()));
            add(bodies, edge.spot(), single(edge.spot(), part.where(), then));
        }
        for (Spotting.Edge edge : spotting.edges(Phase.END)) {
            List<String> keys = part.keys().stream()
                    .map(name -> thread ? edge.spot().value(name) : prefix + "way_" + name + edge.key())
                    .toList();
            List<Body> then = new ArrayList<>(List.of(new Body.Line(telling.fall(keys))));
            then.add(new Body.Line("delete(" + way + edge.key() + ")"));
            if (!thread) {
                part.keys()
                        .forEach(
                                name -> then.add(new Body.Line("delete(" + prefix + "way_" + name + edge.key() + ")")));
            }
            List<String> tests = new ArrayList<>(List.of(way + edge.key()));
            tests.addAll(edge.spot().when());
            add(bodies, edge.spot(), Body.block(tests, then));
        }
        atEnd.add("clear(" + way + ")");
        if (!thread) {
            part.keys().forEach(name -> atEnd.add("clear(" + prefix + "way_" + name + ")"));
        }
    }

    // ---- descent ----

    private List<String> forks() {
        List<String> blocks = new ArrayList<>();
        for (Condition.Descends descends : kin.stream().distinct().toList()) {
            Names names = new Names() {
                @Override
                public String attribute(String name) {
                    Catalog.AmbientAttribute ambient = catalog.ambient().get(name);
                    if (ambient == null) {
                        throw new IllegalStateException(name + " is no fact of any occurrence");
                    }
                    return words.of(ambient.reading());
                }

                @Override
                public String descends(Condition.Descends other) {
                    return kin(other);
                }
            };
            String member = kin(descends);
            String map = member.substring(0, member.indexOf('['));
            String ancestor = words.of(descends.ancestor(), names);
            String child = words.of(new dev.ken.kernel.catalog.Reading.Arg("child_pid"));
            blocks.add(FORK
                    + Body.block(
                            List.of(ancestor + " || " + member), List.of(new Body.Line(map + "[" + child + "] = 1"))));
            atEnd.add("clear(" + map + ")");
        }
        return blocks;
    }

    // ---- end ----

    /// What ends the program: starts without an end are no answer, and a table with a top is shown cut. To be
    /// asked after [#blocks].
    List<String> atEnd() {
        return atEnd.stream()
                .map(line -> line.startsWith("if ") ? line : line + ";")
                .toList();
    }

    List<Output> outputs() {
        return telling.outputs();
    }
}
