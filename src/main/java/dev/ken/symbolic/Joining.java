package dev.ken.symbolic;

import dev.ken.logic.Op;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Joins what two paths that parted at a branch both do: what happens under `g and c` and under `g and not c`
/// happens under `g`.
final class Joining {
    private final Terms terms;

    Joining(Terms terms) {
        this.terms = terms;
    }

    /// The changes that one procedure made to one map, on all paths.
    List<MapEvent> events(List<MapEvent> events) {
        List<MapEvent> joined = new ArrayList<>();
        for (MapEvent event : events) {
            if (!joinedWith(event, joined)) {
                joined.add(event);
            }
        }
        return joined.size() == events.size() ? joined : events(joined);
    }

    private boolean joinedWith(MapEvent event, List<MapEvent> before) {
        for (int i = before.size() - 1; i >= 0; i--) {
            MapEvent earlier = before.get(i);
            Optional<Term> guard = alike(earlier, event) ? common(earlier.guard(), event.guard()) : Optional.empty();
            if (guard.isPresent()) {
                before.set(i, guarded(earlier, guard.get()));
                return true;
            }
            // What the same path did before must stay before.
            if (terms.and(earlier.guard(), event.guard()) != terms.bool(false)) {
                return false;
            }
        }
        return false;
    }

    private static boolean alike(MapEvent a, MapEvent b) {
        return switch (a) {
            case MapEvent.Put x ->
                b instanceof MapEvent.Put y
                        && x.keys().equals(y.keys())
                        && x.operand().equals(y.operand())
                        && x.update().getClass().equals(y.update().getClass());
            case MapEvent.Delete x -> b instanceof MapEvent.Delete y && x.keys().equals(y.keys());
            case MapEvent.Clear _ -> b instanceof MapEvent.Clear;
            case MapEvent.Zero _ -> b instanceof MapEvent.Zero;
        };
    }

    private static MapEvent guarded(MapEvent event, Term guard) {
        return switch (event) {
            case MapEvent.Put put -> new MapEvent.Put(guard, put.keys(), put.update(), put.operand());
            case MapEvent.Delete delete -> new MapEvent.Delete(guard, delete.keys());
            case MapEvent.Clear _ -> new MapEvent.Clear(guard);
            case MapEvent.Zero _ -> new MapEvent.Zero(guard);
        };
    }

    /// Rows that two paths write alike.
    List<Observation> observations(List<Observation> observations) {
        List<Observation> joined = new ArrayList<>();
        for (Observation observation : observations) {
            if (!(observation instanceof Observation.Row row) || !joinedWith(row, joined)) {
                joined.add(observation);
            }
        }
        return joined;
    }

    private boolean joinedWith(Observation.Row row, List<Observation> before) {
        for (int i = before.size() - 1; i >= 0; i--) {
            Observation earlier = before.get(i);
            boolean alike = earlier instanceof Observation.Row other
                    && other.by().equals(row.by())
                    && other.values().equals(row.values());
            Optional<Term> guard = alike ? common(earlier.guard(), row.guard()) : Optional.empty();
            if (guard.isPresent()) {
                before.set(i, new Observation.Row(row.step(), guard.get(), row.by(), row.values()));
                return true;
            }
            // What the same path showed before must stay before.
            if (terms.and(earlier.guard(), row.guard()) != terms.bool(false)) {
                return false;
            }
        }
        return false;
    }

    /// `g`, where the conditions are `g and c` and `g and not c`.
    private Optional<Term> common(Term a, Term b) {
        Set<Term> left = conjuncts(a);
        Set<Term> right = conjuncts(b);
        Set<Term> both = new LinkedHashSet<>(left);
        both.retainAll(right);
        left.removeAll(both);
        right.removeAll(both);
        Term onlyLeft = terms.and(List.copyOf(left));
        Term onlyRight = terms.and(List.copyOf(right));
        return onlyLeft == terms.not(onlyRight) ? Optional.of(terms.and(List.copyOf(both))) : Optional.empty();
    }

    private static Set<Term> conjuncts(Term term) {
        return new LinkedHashSet<>(
                term instanceof Term.Apply apply && apply.op() == Op.AND ? apply.arguments() : List.of(term));
    }
}
