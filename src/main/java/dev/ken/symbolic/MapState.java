package dev.ken.symbolic;

import dev.ken.ir.MapDecl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A map after some changes, starting from what it held before: nothing, or where `prior` is given anything at all.
///
/// @param prior prefix of the functions from keys to what the map held before
public record MapState(MapDecl map, Optional<String> prior, List<MapEvent> log) {
    public MapState {
        log = List.copyOf(log);
    }

    /// Starting empty.
    public MapState(MapDecl map, List<MapEvent> log) {
        this(map, Optional.empty(), log);
    }

    /// A map that may hold anything.
    public static MapState any(MapDecl map, String prior) {
        return new MapState(map, Optional.of(prior), List.of());
    }

    MapState with(MapEvent event) {
        return withAll(List.of(event));
    }

    MapState withAll(List<MapEvent> events) {
        if (events.isEmpty()) {
            return this;
        }
        List<MapEvent> longer = new ArrayList<>(log);
        longer.addAll(events);
        return new MapState(map, prior, longer);
    }
}
