package dev.ken.verify;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.MapEvent;
import dev.ken.symbolic.MapReader;
import dev.ken.symbolic.MapReader.Part;
import dev.ken.symbolic.MapState;
import dev.ken.symbolic.Observation;
import dev.ken.symbolic.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Conditions under which two programs may print different things. Where such a condition cannot hold they
/// print the same; where it can they may still do so (`%d` and `%u` of the same number). Nothing is
/// presentation here but names of maps, which are the same on both sides already.
final class Printing {
    private final Terms terms;
    private final MapReader reader;

    Printing(Terms terms) {
        this.terms = terms;
        this.reader = new MapReader(terms);
    }

    /// That what is shown at the occurrence `step` may differ: rows and tables, in order, and whether observation ends.
    Term differs(int step, Trace ours, Trace theirs) {
        Term ends = terms.not(terms.equal(ended(step, ours), ended(step, theirs)));
        return terms.or(sequences(shown(step, ours), shown(step, theirs)), ends);
    }

    /// That a map may differ, over all maps of either program.
    Term maps(Trace ours, Trace theirs) {
        Set<String> names = new TreeSet<>(ours.maps().keySet());
        names.addAll(theirs.maps().keySet());
        return maps(names, ours, theirs);
    }

    Term maps(Set<String> names, Trace ours, Trace theirs) {
        List<Term> any = new ArrayList<>();
        for (String name : names) {
            MapState a = ours.maps().get(name);
            MapState b = theirs.maps().get(name);
            if (a != null && b != null) {
                any.add(tables(a, b));
            } else if (a != null) {
                any.add(filled(a));
            } else if (b != null) {
                any.add(filled(b));
            }
        }
        return terms.or(any);
    }

    private List<Observation> shown(int step, Trace trace) {
        return trace.observations().stream()
                .filter(o -> o.step() == step && o.guard() != terms.bool(false) && !(o instanceof Observation.Ended))
                .toList();
    }

    private Term ended(int step, Trace trace) {
        return terms.or(trace.observations().stream()
                .filter(o -> o.step() == step && o instanceof Observation.Ended)
                .map(Observation::guard)
                .toList());
    }

    /// The n-th thing that one program shows has to be like the n-th of the other, and there have to be as many.
    private Term sequences(List<Observation> ours, List<Observation> theirs) {
        List<Term> any = new ArrayList<>();
        boolean parallel = ours.size() == theirs.size();
        for (int i = 0; parallel && i < ours.size(); i++) {
            parallel = ours.get(i).guard() == theirs.get(i).guard();
        }
        if (parallel) {
            for (int i = 0; i < ours.size(); i++) {
                any.add(terms.and(ours.get(i).guard(), item(ours.get(i), theirs.get(i))));
            }
            return terms.or(any);
        }
        any.add(terms.unequal(count(ours), count(theirs)));
        for (int i = 0; i < ours.size(); i++) {
            for (int j = 0; j < theirs.size(); j++) {
                Term both = terms.and(ours.get(i).guard(), theirs.get(j).guard());
                if (both != terms.bool(false)) {
                    Term sameRank = terms.equal(count(ours.subList(0, i)), count(theirs.subList(0, j)));
                    any.add(terms.and(List.of(both, sameRank, item(ours.get(i), theirs.get(j)))));
                }
            }
        }
        return terms.or(any);
    }

    private Term count(List<Observation> shown) {
        Term sum = terms.number(0, 64);
        for (Observation one : shown) {
            sum = terms.add(sum, terms.choose(one.guard(), terms.number(1, 64), terms.number(0, 64)));
        }
        return sum;
    }

    private Term item(Observation a, Observation b) {
        return switch (a) {
            case Observation.Row row when b instanceof Observation.Row other -> rows(row, other);
            case Observation.Shown shown when b instanceof Observation.Shown other -> tables(shown, other);
            case Observation.Row _, Observation.Shown _, Observation.Ended _, Observation.Decided _ -> terms.bool(true);
        };
    }

    private Term rows(Observation.Row a, Observation.Row b) {
        if (!pieces(a.by()).equals(pieces(b.by()))
                || a.values().size() != b.values().size()) {
            return terms.bool(true);
        }
        List<Term> any = new ArrayList<>();
        for (int i = 0; i < a.values().size(); i++) {
            any.add(unlike(a.values().get(i), b.values().get(i)));
        }
        return terms.or(any);
    }

    /// Constant text and channels, text that follows upon text as one piece.
    private static List<String> pieces(List<Stmt.Emit> emits) {
        List<String> pieces = new ArrayList<>();
        boolean text = false;
        for (Stmt.Emit emit : emits) {
            boolean goesOn = text && emit.channel() == Stmt.Channel.TEXT;
            if (goesOn) {
                pieces.set(pieces.size() - 1, pieces.getLast() + emit.form());
            } else {
                pieces.add(emit.channel() + " " + emit.form());
            }
            text = emit.channel() == Stmt.Channel.TEXT;
        }
        return pieces;
    }

    private Term unlike(Term a, Term b) {
        return Values.same(terms, a, b).map(terms::not).orElse(terms.bool(true));
    }

    private Term tables(Observation.Shown a, Observation.Shown b) {
        boolean alike = a.by().map().equals(b.by().map())
                && a.by().top().equals(b.by().top())
                && a.by().only().equals(b.by().only())
                && a.by().divisor() == b.by().divisor();
        return alike ? tables(a.state(), b.state()) : terms.bool(true);
    }

    private Term tables(MapState a, MapState b) {
        if (a.log().equals(b.log()) && a.map().equals(b.map())) {
            return terms.bool(false);
        }
        if (!comparable(a.map(), b.map()) || !linear(a, b)) {
            return terms.or(filled(a), filled(b));
        }
        List<Term> any = new ArrayList<>();
        for (MapState state : List.of(a, b)) {
            for (MapEvent event : state.log()) {
                if (event instanceof MapEvent.Put put && put.guard() != terms.bool(false)) {
                    any.add(terms.and(put.guard(), entries(put, a, b)));
                }
            }
        }
        return terms.or(any);
    }

    /// Whether entries that are equal number by number are printed alike. Without keys, a count that never happened is
    /// printed as 0 and other numbers are not printed.
    private static boolean comparable(MapDecl a, MapDecl b) {
        return a.keys().equals(b.keys())
                && a.shown().equals(b.shown())
                && a.value().equals(b.value())
                && (a.kind() == b.kind() || !a.keys().isEmpty() && isTotal(a) && isTotal(b));
    }

    private static boolean isTotal(MapDecl map) {
        return switch (map.kind()) {
            case COUNT, SUM -> true;
            case SCALAR -> map.value() instanceof Type.Int;
            case MINIMUM, MAXIMUM, AVERAGE, STATISTICS, LOG2, LINEAR -> false;
        };
    }

    /// Whether all linear histograms have the same buckets.
    private static boolean linear(MapState a, MapState b) {
        Set<List<Long>> ranges = new java.util.LinkedHashSet<>();
        for (MapState state : List.of(a, b)) {
            for (MapEvent event : state.log()) {
                if (event instanceof MapEvent.Put(var _, var _, Stmt.Update.Linear l, var _)) {
                    ranges.add(List.of(l.minimum(), l.maximum(), l.step()));
                }
            }
        }
        return ranges.size() <= 1;
    }

    private Term entries(MapEvent.Put put, MapState a, MapState b) {
        List<Term> keys = put.keys();
        List<Term> any = new ArrayList<>();
        any.add(terms.not(terms.equal(reader.present(a, keys), reader.present(b, keys))));
        switch (a.map().kind()) {
            case SCALAR, COUNT, SUM, MINIMUM, MAXIMUM -> any.add(part(a, b, keys, Part.VALUE));
            case AVERAGE, STATISTICS -> {
                any.add(part(a, b, keys, Part.VALUE));
                any.add(part(a, b, keys, Part.COUNT));
            }
            case LOG2, LINEAR -> {
                Term bucket = reader.bucketOf(put);
                any.add(unlike(reader.bucketCount(a, keys, bucket), reader.bucketCount(b, keys, bucket)));
            }
        }
        return terms.or(any);
    }

    private Term part(MapState a, MapState b, List<Term> keys, Part part) {
        return unlike(reader.read(a, keys, part), reader.read(b, keys, part));
    }

    /// That something may be printed of a map. One without keys is printed even where nothing was ever put into it.
    private Term filled(MapState state) {
        if (state.map().keys().isEmpty()) {
            return terms.bool(true);
        }
        List<Term> any = new ArrayList<>();
        for (MapEvent event : state.log()) {
            if (event instanceof MapEvent.Put put) {
                any.add(terms.and(put.guard(), reader.present(state, put.keys())));
            }
        }
        return terms.or(any);
    }

    /// Maps that an arbitrary content may be assumed of: both programs only fold into them, and print them alike. Empty
    /// where there are others into which one of them folds.
    static Optional<Set<String>> folded(Module ours, Module theirs) {
        Set<String> names = new TreeSet<>(Roles.of(ours).tables());
        boolean alike =
                names.equals(Roles.of(theirs).tables()) && names.stream().allMatch(name -> folded(ours, theirs, name));
        return alike ? Optional.of(names) : Optional.empty();
    }

    private static boolean folded(Module ours, Module theirs, String name) {
        MapDecl a = ours.map(name).orElseThrow();
        MapDecl b = theirs.map(name).orElseThrow();
        boolean numbers = a.kind() != MapDecl.Kind.SCALAR || a.value() instanceof Type.Int;
        return comparable(a, b) && numbers && Prior.sameFold(a, b);
    }
}
