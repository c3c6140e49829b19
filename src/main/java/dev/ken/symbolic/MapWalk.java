package dev.ken.symbolic;

import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.util.ArrayList;
import java.util.List;

/// The entries of a map, one after the other: there are at most as many as updates in its log.
final class MapWalk {
    private final Terms terms;

    MapWalk(Terms terms) {
        this.terms = terms;
    }

    /// Updates that may have made an entry, in the order of the log; the guard of each says that it has made
    /// one which was not taken away since.
    List<MapEvent.Put> places(MapState state) {
        MapReader reader = new MapReader(terms);
        List<MapEvent.Put> places = new ArrayList<>();
        List<MapEvent> log = state.log();
        for (int i = 0; i < log.size(); i++) {
            if (log.get(i) instanceof MapEvent.Put put) {
                MapState before = new MapState(state.map(), log.subList(0, i));
                Term guard = terms.and(put.guard(), terms.not(reader.present(before, put.keys())));
                for (MapEvent later : log.subList(i + 1, log.size())) {
                    guard = takesAway(later) ? terms.and(guard, terms.not(reader.hit(later, put.keys()))) : guard;
                }
                if (guard != terms.bool(false)) {
                    places.add(new MapEvent.Put(guard, put.keys(), put.update(), put.operand()));
                }
            }
        }
        return places;
    }

    private static boolean takesAway(MapEvent event) {
        return switch (event) {
            case MapEvent.Delete _, MapEvent.Clear _ -> true;
            case MapEvent.Put _, MapEvent.Zero _ -> false;
        };
    }
}
