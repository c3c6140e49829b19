package dev.ken.symbolic;

import dev.ken.logic.Op;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Joins what two paths that parted at a branch both do: what happens under `g and c` and under `g and not c`
/// happens under `g`.
final class Joining {
    /// So many changes of one procedure may stay apart; of more, those that are alike are one under either guard.
    private static final int MOST_APART = 16;

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
        if (joined.size() < events.size()) {
            return events(joined);
        }
        return joined.size() > MOST_APART ? merged(joined) : joined;
    }

    /// Joins what is alike on paths that exclude each other, though no single condition parts them: a search through a
    /// text has a path for every place where it ends.
    private List<MapEvent> merged(List<MapEvent> events) {
        List<List<MapEvent>> groups = new ArrayList<>();
        for (MapEvent event : events) {
            Optional<List<MapEvent>> group = alikeApart(event, groups);
            group.ifPresentOrElse(one -> one.add(event), () -> groups.add(new ArrayList<>(List.of(event))));
        }
        return groups.stream()
                .map(group -> guarded(
                        group.getFirst(),
                        terms.or(group.stream().map(MapEvent::guard).toList())))
                .toList();
    }

    private Optional<List<MapEvent>> alikeApart(MapEvent event, List<List<MapEvent>> before) {
        for (List<MapEvent> group : before.reversed()) {
            if (group.stream().anyMatch(earlier -> !excludes(earlier.guard(), event.guard()))) {
                return Optional.empty();
            }
            if (alike(group.getFirst(), event)) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }

    private boolean excludes(Term a, Term b) {
        return terms.and(a, b) == terms.bool(false);
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
            if (!excludes(earlier.guard(), event.guard())) {
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
            if (!excludes(earlier.guard(), row.guard())) {
                return false;
            }
        }
        return false;
    }

    /// `g`, where the conditions are `g and c` and `g and not c`. Conjuncts are in the order of their numbers.
    private Optional<Term> common(Term a, Term b) {
        List<Term> left = conjuncts(a);
        List<Term> right = conjuncts(b);
        List<Term> both = new ArrayList<>();
        List<Term> onlyLeft = new ArrayList<>();
        List<Term> onlyRight = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            if (j == right.size()
                    || i < left.size() && left.get(i).id() < right.get(j).id()) {
                onlyLeft.add(left.get(i++));
            } else if (i == left.size() || right.get(j).id() < left.get(i).id()) {
                onlyRight.add(right.get(j++));
            } else {
                both.add(left.get(i++));
                j++;
            }
            // Of two conditions that exclude each other and have nothing else, one is a single one.
            if (onlyLeft.size() > 1 && onlyRight.size() > 1) {
                return Optional.empty();
            }
        }
        return terms.and(onlyLeft) == terms.not(terms.and(onlyRight)) ? Optional.of(terms.and(both)) : Optional.empty();
    }

    private static List<Term> conjuncts(Term term) {
        return term instanceof Term.Apply apply && apply.op() == Op.AND ? apply.arguments() : List.of(term);
    }
}
