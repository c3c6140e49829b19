package dev.ken.kernel.catalog;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Site;
import dev.ken.kernel.catalog.Attribute.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What of a curated kind one kernel has: ways without a start are left out, points that it lacks or where what tells
/// their occurrences apart cannot be read too, and readings of fields that it lacks.
final class Presence {
    private final KernelModel kernel;

    Presence(KernelModel kernel) {
        this.kernel = kernel;
    }

    /// The kind as this kernel can show it; empty where it cannot at all. Attributes that no point reads are gone.
    Optional<EventKind> of(EventKind kind) {
        List<List<ProbePoint>> ways = kind.ways().stream()
                .map(way -> way.stream().flatMap(point -> here(point).stream()).toList())
                .filter(way -> way.stream().anyMatch(point -> point.phase() == Phase.START))
                .toList();
        if (ways.isEmpty()) {
            return Optional.empty();
        }
        List<Attribute> attributes = kind.attributes().stream()
                .filter(attribute -> ways.getFirst().stream()
                        .anyMatch(point -> point.readings().containsKey(attribute.name())))
                .toList();
        return Optional.of(new EventKind(
                kind.name(), kind.gloss(), kind.plural(), kind.phrases(), attributes, ways, kind.misses()));
    }

    private Optional<ProbePoint> here(ProbePoint point) {
        Optional<ProbeFacts> facts = Probes.resolve(point.probe(), kernel)
                .filter(f -> point.facts().spans(kernel.release()) && has(f.site()));
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        Placement placement = new Placement(kernel.btf(), facts.get());
        Optional<Reading> when = point.when().flatMap(placement::of);
        Optional<Reading> pair = point.pairedBy().flatMap(placement::of);
        if (when.isEmpty() && point.when().isPresent()
                || pair.isEmpty() && point.pairedBy().isPresent()) {
            return Optional.empty();
        }
        Map<String, Reading> readings = new LinkedHashMap<>();
        point.readings().forEach((name, reading) -> placement.of(reading).ifPresent(here -> readings.put(name, here)));
        return Optional.of(new ProbePoint(point.phase(), point.probe(), when, pair, readings, point.facts()));
    }

    /// Where the kernel tells its functions, it has no others.
    private boolean has(Site site) {
        return switch (site) {
            case Site.FunctionEntry(String function) -> hasFunction(function);
            case Site.FunctionReturn(String function) -> hasFunction(function);
            default -> true;
        };
    }

    private boolean hasFunction(String name) {
        return kernel.btf().isEmpty() || kernel.functions().find(name).isPresent();
    }
}
