package dev.ken.symbolic;

import dev.ken.ir.Expr;
import dev.ken.ir.Stmt.Update;
import dev.ken.logic.Op;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Shortens a map's log without changing what can be read from it: writes that are certainly overwritten or
/// deleted later go, and so do deletions that can find nothing.
public final class Compaction {
    private final Terms terms;

    public Compaction(Terms terms) {
        this.terms = terms;
    }

    public MapState of(MapState state) {
        if (state.prior().isPresent()) {
            return state;
        }
        List<MapEvent> kept = new ArrayList<>();
        for (MapEvent event : state.log()) {
            add(event, kept);
        }
        return kept.size() == state.log().size() ? state : new MapState(state.map(), kept);
    }

    /// The same, and what is added to one entry again and again becomes one addition. The log tells no more of which
    /// occurrence added what.
    public MapState summed(MapState state) {
        if (state.prior().isPresent()) {
            return state;
        }
        List<MapEvent> kept = new ArrayList<>();
        for (MapEvent event : of(state).log()) {
            Optional<MapEvent> both = kept.isEmpty() ? Optional.empty() : both(kept.getLast(), event);
            if (both.isPresent()) {
                kept.removeLast();
            }
            kept.add(both.orElse(event));
        }
        return kept.size() == state.log().size() ? state : new MapState(state.map(), kept);
    }

    private Optional<MapEvent> both(MapEvent first, MapEvent then) {
        return first instanceof MapEvent.Put a
                        && then instanceof MapEvent.Put b
                        && adds(a)
                        && adds(b)
                        && a.guard() == b.guard()
                        && a.keys().equals(b.keys())
                ? Optional.of(new MapEvent.Put(
                        a.guard(),
                        a.keys(),
                        new Update.Sum(new Expr.Int(0)),
                        Optional.of(terms.add(operand(a), operand(b)))))
                : Optional.empty();
    }

    private static boolean adds(MapEvent.Put put) {
        return put.update() instanceof Update.Count || put.update() instanceof Update.Sum;
    }

    private Term operand(MapEvent.Put put) {
        return put.operand().orElseGet(() -> terms.number(1, 64));
    }

    private void add(MapEvent event, List<MapEvent> kept) {
        switch (event) {
            case MapEvent.Put put -> {
                if (put.update() instanceof Update.Set) {
                    kept.removeIf(before -> covered(before, put.guard(), put.keys()));
                }
                kept.add(put);
            }
            case MapEvent.Delete delete -> {
                kept.removeIf(before -> covered(before, delete.guard(), delete.keys()));
                boolean finds = kept.stream()
                        .anyMatch(before -> before instanceof MapEvent.Put put && mayEqual(put.keys(), delete.keys()));
                if (finds) {
                    kept.add(delete);
                }
            }
            case MapEvent.Clear clear -> {
                kept.removeIf(before -> implies(before.guard(), clear.guard()));
                if (!kept.isEmpty()) {
                    kept.add(clear);
                }
            }
            case MapEvent.Zero zero -> {
                if (!kept.isEmpty()) {
                    kept.add(zero);
                }
            }
        }
    }

    /// Whether a write or deletion at the same key has no effect once a later one under `guard` happened.
    private boolean covered(MapEvent before, Term guard, List<Term> keys) {
        return switch (before) {
            case MapEvent.Put put -> put.keys().equals(keys) && implies(put.guard(), guard);
            case MapEvent.Delete delete -> delete.keys().equals(keys) && implies(delete.guard(), guard);
            case MapEvent.Clear _, MapEvent.Zero _ -> false;
        };
    }

    private boolean mayEqual(List<Term> a, List<Term> b) {
        return new MapReader(terms).same(a, b) != terms.bool(false);
    }

    /// Whether one condition plainly implies the other.
    private boolean implies(Term a, Term b) {
        return b == terms.bool(true) || new HashSet<>(conjuncts(a)).containsAll(conjuncts(b));
    }

    static List<Term> conjuncts(Term term) {
        return term instanceof Term.Apply apply && apply.op() == Op.AND ? apply.arguments() : List.of(term);
    }
}
