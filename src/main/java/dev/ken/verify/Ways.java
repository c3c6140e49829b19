package dev.ken.verify;

import dev.ken.contract.After;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Site;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.Doer;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import dev.ken.kernel.catalog.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A catalog as a program sees it: of the ways to see a kind, which the catalog holds to see the very same occurrences
/// ([EventKind]), the one that most of the program's sites lie on comes first, and with it what can be read there. Of
/// ways
/// at the same sites, it is the one whose conditions look at what the program looks at.
final class Ways implements Catalog {
    /// So many are told, and how many more there are.
    private static final int MOST_PROBES = 2;

    private static final List<String> STACKS = List.of("kstack", "ustack");

    private final Catalog catalog;
    private final KernelModel kernel;
    private final Set<Site> watched;
    private final Map<Site, Set<String>> tested;
    private final Map<Site, Set<String>> read;

    private Ways(Catalog catalog, KernelModel kernel, Module candidate) {
        this.catalog = catalog;
        this.kernel = kernel;
        this.watched = candidate.procedures().stream()
                .map(Procedure::site)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        this.tested = candidate.procedures().stream()
                .collect(Collectors.toMap(Procedure::site, Ways::tested, Ways::union, LinkedHashMap::new));
        this.read = candidate.procedures().stream()
                .collect(Collectors.toMap(Procedure::site, Ways::read, Ways::union, LinkedHashMap::new));
    }

    /// @param elsewhere what is seen at other points than the first way's, in words
    record Seen(Catalog catalog, List<String> elsewhere) {
        Seen {
            elsewhere = List.copyOf(elsewhere);
        }
    }

    /// The catalog itself where the way that the program takes does not tell all that the intent asks for.
    static Seen of(Catalog catalog, Intent intent, Module candidate, KernelModel kernel) {
        Ways ways = new Ways(catalog, kernel, candidate);
        return IntentCheck.of(intent, ways).isEmpty()
                ? new Seen(ways, ways.elsewhere(intent))
                : new Seen(catalog, List.of());
    }

    private List<String> elsewhere(Intent intent) {
        return intent.parts().stream()
                .flatMap(part -> Stream.concat(Stream.of(part.event()), part.after().map(After::event).stream()))
                .distinct()
                .flatMap(name -> Stream.of(catalog.find(name), seen(name)).allMatch(Optional::isPresent)
                                && !catalog.find(name).equals(seen(name))
                        ? Stream.of(told(
                                catalog.find(name).orElseThrow(), seen(name).orElseThrow()))
                        : Stream.empty())
                .toList();
    }

    private static String told(EventKind usual, EventKind here) {
        if (probes(here).equals(probes(usual))) {
            return here.plural() + " are those where " + conditions(here) + " here, where KEN would take those where "
                    + conditions(usual);
        }
        return here.plural() + " are seen at " + probes(here) + " here, where KEN would see them at " + probes(usual);
    }

    private static String conditions(EventKind kind) {
        return kind.points().stream()
                .flatMap(point -> point.when().stream())
                .map(Reading::text)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String probes(EventKind kind) {
        List<String> probes =
                kind.points().stream().map(ProbePoint::probe).distinct().toList();
        return probes.size() <= MOST_PROBES
                ? String.join(" and ", probes)
                : String.join(", ", probes.subList(0, MOST_PROBES)) + " and " + (probes.size() - MOST_PROBES) + " more";
    }

    @Override
    public Optional<EventKind> find(String name) {
        return seen(name).map(this::stacked);
    }

    private Optional<EventKind> seen(String name) {
        return catalog.find(name).map(kind -> kind.ways().size() < 2 ? kind : asWatched(kind));
    }

    /// The stack of a call is that of where it begins, where a program looks at it there and not where it ends.
    private EventKind stacked(EventKind kind) {
        boolean ofThread = kind.isSpan()
                && kind.points().stream().allMatch(point -> point.pairedBy().isEmpty());
        List<String> begun = STACKS.stream()
                .filter(stack -> ofThread && looks(kind, Phase.START, stack) && !looks(kind, Phase.END, stack))
                .toList();
        return begun.isEmpty() ? kind : Doer.atStart(kind, catalog.ambient(), begun);
    }

    private boolean looks(EventKind kind, Phase phase, String attribute) {
        return kind.points(phase).stream()
                .flatMap(point -> Probes.resolve(point.probe(), kernel).stream())
                .anyMatch(facts -> read.getOrDefault(facts.site(), Set.of()).contains(attribute));
    }

    private EventKind asWatched(EventKind kind) {
        List<ProbePoint> best = kind.points();
        long most = shared(best);
        for (List<ProbePoint> way : kind.ways()) {
            long shared = shared(way);
            if (shared > most || shared == most && alike(way) > alike(best)) {
                best = way;
                most = shared;
            }
        }
        return best.equals(kind.points()) ? kind : with(kind, best);
    }

    private EventKind with(EventKind kind, List<ProbePoint> first) {
        List<List<ProbePoint>> ways = new ArrayList<>(List.of(first));
        kind.ways().stream().filter(way -> !way.equals(first)).forEach(ways::add);
        List<Attribute> told = kind.attributes().stream()
                .filter(attribute ->
                        first.stream().anyMatch(point -> point.readings().containsKey(attribute.name())))
                .toList();
        return new EventKind(kind.name(), kind.gloss(), kind.plural(), kind.phrases(), told, ways, kind.misses());
    }

    /// How many sites of a way the program watches.
    private long shared(List<ProbePoint> way) {
        return way.stream()
                .flatMap(point -> Probes.resolve(point.probe(), kernel).stream())
                .map(ProbeFacts::site)
                .distinct()
                .filter(watched::contains)
                .count();
    }

    /// How many fields both the conditions of a way and the program look at, less those that the program does not: at
    /// the same points, ways differ in what they leave out.
    private long alike(List<ProbePoint> way) {
        return way.stream()
                .flatMap(point -> Probes.resolve(point.probe(), kernel).stream()
                        .flatMap(facts -> point.when().stream()
                                .flatMap(Ways::fields)
                                .distinct()
                                .flatMap(field -> facts.field(field).stream())
                                .map(field -> tested.getOrDefault(facts.site(), Set.of())
                                        .contains(field.symbol()))))
                .mapToLong(looked -> looked ? 1 : -1)
                .sum();
    }

    private static Stream<String> fields(Reading condition) {
        return switch (condition) {
            case Reading.Binary(var _, Reading left, Reading right) -> Stream.concat(fields(left), fields(right));
            case Reading.Arg(String field) -> Stream.of(field);
            case Reading _ -> Stream.of();
        };
    }

    /// Attributes that a handler does anything with.
    private static Set<String> read(Procedure procedure) {
        return Alphabet.exprs(procedure)
                .flatMap(Substance::leaves)
                .flatMap(leaf -> leaf instanceof Expr.Attribute(String name, var _) ? Stream.of(name) : Stream.of())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Attributes that a handler decides by, also where it has put them into variables.
    private static Set<String> tested(Procedure procedure) {
        Map<String, Set<Expr>> made = procedure.blocks().stream()
                .flatMap(block -> block.statements().stream())
                .flatMap(stmt -> stmt instanceof Stmt.Assign assign ? Stream.of(assign) : Stream.of())
                .collect(Collectors.groupingBy(
                        Stmt.Assign::local, Collectors.mapping(Stmt.Assign::value, Collectors.toSet())));
        return Stream.concat(
                        Stream.of(procedure.guard()),
                        procedure.blocks().stream()
                                .map(Block::jump)
                                .flatMap(jump -> jump instanceof Jump.Branch(Expr condition, int _, int _)
                                        ? Stream.of(condition)
                                        : Stream.of()))
                .flatMap(Substance::leaves)
                .flatMap(leaf -> leaf instanceof Expr.Local(String local, var _)
                        ? made.getOrDefault(local, Set.of()).stream().flatMap(Substance::leaves)
                        : Stream.of(leaf))
                .flatMap(leaf -> leaf instanceof Expr.Attribute(String name, var _) ? Stream.of(name) : Stream.of())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    @Override
    public SortedMap<String, EventKind> curated() {
        return catalog.curated();
    }

    @Override
    public SortedMap<String, AmbientAttribute> ambient() {
        return catalog.ambient();
    }
}
