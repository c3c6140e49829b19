package dev.ken.ir.run;

import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Type;
import dev.ken.kernel.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The events of a whole observation: a Begin before and an End behind, and where no event of a timer is given, the
/// firings of the module's interval timers, reckoned from the time of the first event.
public final class Timeline {
    /// Firings of timers that are added; those beyond are left out.
    public static final int MOST_FIRINGS = 100_000;

    private static final Type INT = new Type.Int();

    private Timeline() {}

    public static List<Event> of(Module module, List<Event> events, GivenEvent.Functions functions) {
        List<Event> all = new ArrayList<>(events);
        boolean given = events.stream().anyMatch(event -> event.site() instanceof Site.Interval);
        if (!given && !events.isEmpty()) {
            all.addAll(firings(module, events, functions));
            all.sort(Comparator.comparingLong(Timeline::time));
        }
        if (all.stream().noneMatch(event -> event.site() instanceof Site.Begin)) {
            all.addFirst(plain(new Site.Begin(), events.isEmpty() ? 0 : time(events.getFirst()), functions));
        }
        if (all.stream().noneMatch(event -> event.site() instanceof Site.End)) {
            all.add(plain(new Site.End(), events.isEmpty() ? 0 : time(events.getLast()), functions));
        }
        return all;
    }

    private static List<Event> firings(Module module, List<Event> events, GivenEvent.Functions functions) {
        long first = time(events.getFirst());
        long last = events.stream().mapToLong(Timeline::time).max().orElse(first);
        List<Event> firings = new ArrayList<>();
        module.procedures().stream().map(Procedure::site).distinct().forEach(site -> {
            if (site instanceof Site.Interval(long periodNanos)) {
                for (long at = first + periodNanos; at <= last && firings.size() < MOST_FIRINGS; at += periodNanos) {
                    firings.add(plain(site, at, functions));
                }
            }
        });
        return firings;
    }

    private static Event plain(Site site, long timeNanos, GivenEvent.Functions functions) {
        Map<String, Value> attributes = new LinkedHashMap<>();
        attributes.put("time", new Value.Int(timeNanos));
        return new GivenEvent(site, attributes, Map.of(), Map.of(), functions);
    }

    private static long time(Event event) {
        return event.attribute("time", INT) instanceof Value.Int(long nanos) ? nanos : 0;
    }
}
