package dev.ken.verify;

import dev.ken.contract.After;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Site;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A catalog as a program sees it: of the ways to see a kind, which the catalog holds to see the very same occurrences
/// ([EventKind]), the one that most of the program's sites lie on comes first, and with it what can be read there.
final class Ways implements Catalog {
    /// So many are told, and how many more there are.
    private static final int MOST_PROBES = 2;

    private final Catalog catalog;
    private final KernelModel kernel;
    private final Set<Site> watched;

    private Ways(Catalog catalog, KernelModel kernel, Set<Site> watched) {
        this.catalog = catalog;
        this.kernel = kernel;
        this.watched = watched;
    }

    /// @param elsewhere what is seen at other points than the first way's, in words
    record Seen(Catalog catalog, List<String> elsewhere) {
        Seen {
            elsewhere = List.copyOf(elsewhere);
        }
    }

    /// The catalog itself where the way that the program takes does not tell all that the intent asks for.
    static Seen of(Catalog catalog, Intent intent, Module candidate, KernelModel kernel) {
        Set<Site> watched = candidate.procedures().stream()
                .map(Procedure::site)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Ways ways = new Ways(catalog, kernel, watched);
        return IntentCheck.of(intent, ways).isEmpty()
                ? new Seen(ways, ways.elsewhere(intent))
                : new Seen(catalog, List.of());
    }

    private List<String> elsewhere(Intent intent) {
        return intent.parts().stream()
                .flatMap(part -> Stream.concat(Stream.of(part.event()), part.after().map(After::event).stream()))
                .distinct()
                .flatMap(name -> Stream.of(catalog.find(name), find(name)).allMatch(Optional::isPresent)
                                && !catalog.find(name).equals(find(name))
                        ? Stream.of(told(
                                catalog.find(name).orElseThrow(), find(name).orElseThrow()))
                        : Stream.empty())
                .toList();
    }

    private static String told(EventKind usual, EventKind here) {
        return here.plural() + " are seen at " + probes(here) + " here, where KEN would see them at " + probes(usual);
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
        return catalog.find(name).map(kind -> kind.ways().size() < 2 ? kind : asWatched(kind));
    }

    private EventKind asWatched(EventKind kind) {
        List<ProbePoint> best = kind.points();
        long most = shared(best);
        for (List<ProbePoint> way : kind.ways()) {
            long shared = shared(way);
            if (shared > most) {
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

    @Override
    public SortedMap<String, EventKind> curated() {
        return catalog.curated();
    }

    @Override
    public SortedMap<String, AmbientAttribute> ambient() {
        return catalog.ambient();
    }
}
