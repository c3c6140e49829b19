package dev.ken.symbolic;

import dev.ken.ir.MapDecl;
import java.util.ArrayList;
import java.util.List;

/// A map after some changes, starting empty.
public record MapState(MapDecl map, List<MapEvent> log) {
    public MapState {
        log = List.copyOf(log);
    }

    MapState with(MapEvent event) {
        List<MapEvent> longer = new ArrayList<>(log);
        longer.add(event);
        return new MapState(map, longer);
    }

    MapState withAll(List<MapEvent> events) {
        if (events.isEmpty()) {
            return this;
        }
        List<MapEvent> longer = new ArrayList<>(log);
        longer.addAll(events);
        return new MapState(map, longer);
    }
}
