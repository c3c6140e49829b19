package dev.ken.kernel.catalog;

import dev.ken.kernel.LaterList;
import dev.ken.kernel.OwnChanges;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Catalog.AmbientAttribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/// Who does what is begun in one thread and ends in another: a disk request is served in an interrupt, an off-CPU time
/// ends while the thread before it still runs. There the current process is nobody who has to do with it, so facts of
/// the doer are those of the start. So is what a call changes of its own thread.
public final class Doer {
    private static final List<String> FACTS =
            List.of("process", "pid", "tid", "ppid", "parent", "uid", "gid", "cgroup", "kstack", "ustack");

    private Doer() {}

    /// The kind with the facts of its doer as attributes that are known at the start. Those that it tells itself stay.
    static EventKind atStart(EventKind kind, SortedMap<String, AmbientAttribute> ambient) {
        return atStart(kind, ambient, FACTS);
    }

    /// A call by which its doer may become another, with what it was.
    static EventKind before(EventKind kind, String call, SortedMap<String, AmbientAttribute> ambient) {
        Set<String> changes = OwnChanges.of(call);
        List<String> facts = FACTS.stream()
                .filter(name -> changes.contains(name.equals("process") ? "comm" : name))
                .toList();
        return facts.isEmpty() ? kind : atStart(kind, ambient, facts);
    }

    /// The kind with these facts of its doer as attributes that are known at the start.
    public static EventKind atStart(EventKind kind, SortedMap<String, AmbientAttribute> ambient, List<String> facts) {
        List<Attribute> attributes = new ArrayList<>(kind.attributes());
        Map<String, Reading> added = new LinkedHashMap<>();
        for (String name : facts) {
            AmbientAttribute fact = ambient.get(name);
            if (fact != null && kind.attribute(name).isEmpty()) {
                Attribute told = fact.attribute();
                attributes.add(
                        new Attribute(name, told.type(), told.unit(), Phase.START, told.gloss(), told.phrases()));
                added.put(name, fact.reading());
            }
        }
        List<List<ProbePoint>> ways = new LaterList<>(() -> kind.ways().stream()
                .map(way -> way.stream().map(point -> with(point, added)).toList())
                .toList());
        return new EventKind(kind.name(), kind.gloss(), kind.plural(), kind.phrases(), attributes, ways, kind.misses());
    }

    private static ProbePoint with(ProbePoint point, Map<String, Reading> added) {
        if (point.phase() == Phase.END) {
            return point;
        }
        Map<String, Reading> readings = new LinkedHashMap<>(point.readings());
        readings.putAll(added);
        return new ProbePoint(point.phase(), point.probe(), point.when(), point.pairedBy(), readings, point.facts());
    }
}
