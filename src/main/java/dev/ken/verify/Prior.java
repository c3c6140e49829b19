package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Stmt.Update;
import dev.ken.ir.Type;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.MapEvent;
import dev.ken.symbolic.MapState;
import dev.ken.symbolic.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An arbitrary content, the same on both sides, for tables that stand for each other. Updates of tables are
/// folded in any order and nothing reads them, so two tables that agree entry by entry go on agreeing if every
/// handler does the same to any one entry. One entry with unknown key and value, which may be absent, is
/// therefore all that has to be assumed of the past, and a proof from there holds of any past.
///
/// @param ours, theirs contents by map
/// @param there       that there is such an entry, one condition for each pair
record Prior(Map<String, MapState> ours, Map<String, MapState> theirs, List<Term> there) {
    /// What the names of its symbols begin with.
    static final String PREFIX = "prior.";

    /// No number counts further than this many bits tell.
    static final int COUNT_BITS = 56;

    static final Prior NONE = new Prior(Map.of(), Map.of(), List.of());

    static Prior of(Terms terms, Reference reference, Matching matching, Roles ours, Roles theirs) {
        Map<String, MapState> left = new LinkedHashMap<>();
        Map<String, MapState> right = new LinkedHashMap<>();
        List<Term> there = new ArrayList<>();
        for (int i = 0; i < reference.parts().size(); i++) {
            Optional<MapDecl> table = reference.parts().get(i).table();
            Optional<Matching.Table> match = matching.tables().get(i);
            boolean folded = table.isPresent()
                    && match.isPresent()
                    && sameFold(table.get(), match.get().map())
                    && ours.tables().contains(table.get().name())
                    && theirs.tables().contains(match.get().map().name());
            if (folded) {
                String name = PREFIX + i;
                Term guard = terms.symbol(name, Sort.BOOL);
                List<Term> keys = new ArrayList<>();
                List<Term> theirKeys = new ArrayList<>(match.get().map().keys().stream()
                        .map(_ -> terms.number(0, 64))
                        .toList());
                for (int part = 0; part < table.get().keys().size(); part++) {
                    int at = match.get().order().get(part);
                    int mine = width(table.get().keys().get(part));
                    int other = width(match.get().map().keys().get(at));
                    Term key = terms.symbol(name + ".key" + part, Sort.bits(Math.min(mine, other)));
                    keys.add(padded(terms, key, mine));
                    theirKeys.set(at, padded(terms, key, other));
                }
                Term value = terms.symbol(name + ".value", Sort.bits(64));
                left.put(
                        table.get().name(),
                        state(terms, table.get(), match.get().map(), guard, keys, value));
                right.put(
                        match.get().map().name(),
                        state(terms, match.get().map(), table.get(), guard, theirKeys, value));
                there.add(guard);
            }
        }
        return new Prior(left, right, there);
    }

    /// The same for maps of these names, which have the same declaration in both programs but for how totals are kept.
    static Prior alike(Terms terms, Set<String> names, Module ours, Module theirs) {
        Map<String, MapState> left = new LinkedHashMap<>();
        Map<String, MapState> right = new LinkedHashMap<>();
        List<Term> there = new ArrayList<>();
        for (String name : names) {
            MapDecl mine = ours.map(name).orElseThrow();
            MapDecl other = theirs.map(name).orElseThrow();
            String prefix = PREFIX + there.size();
            Term guard = terms.symbol(prefix, Sort.BOOL);
            List<Term> keys = new ArrayList<>();
            for (Type type : mine.keys()) {
                keys.add(terms.symbol(prefix + ".key" + keys.size(), Sort.bits(width(type))));
            }
            Term value = terms.symbol(prefix + ".value", Sort.bits(64));
            left.put(name, state(terms, mine, other, guard, keys, value));
            right.put(name, state(terms, other, mine, guard, keys, value));
            there.add(guard);
        }
        return new Prior(left, right, there);
    }

    /// Whether entries of the two are folded alike: only then does what they hold before not matter.
    static boolean sameFold(MapDecl a, MapDecl b) {
        return fold(a.kind()) == fold(b.kind());
    }

    private static MapDecl.Kind fold(MapDecl.Kind kind) {
        return switch (kind) {
            case SCALAR, COUNT, SUM -> MapDecl.Kind.SUM;
            case MINIMUM, MAXIMUM, AVERAGE, STATISTICS, LOG2, LINEAR -> kind;
        };
    }

    private static int width(Type type) {
        return type instanceof Type.Bool ? 64 : type.widthBits();
    }

    private static Term padded(Terms terms, Term key, int width) {
        return width == key.width() ? key : terms.concat(key, terms.number(0, width - key.width()));
    }

    private static MapState state(Terms terms, MapDecl map, MapDecl other, Term guard, List<Term> keys, Term value) {
        boolean counted = map.kind() == MapDecl.Kind.COUNT || other.kind() == MapDecl.Kind.COUNT;
        // No count is 0, and none comes to so much that it would overflow.
        Term operand = counted
                ? terms.add(
                        terms.number(1, 64),
                        terms.concat(terms.number(0, 64 - COUNT_BITS), terms.extract(value, COUNT_BITS - 1, 0)))
                : value;
        Expr none = new Expr.Int(0);
        Update update = switch (map.kind()) {
            case COUNT, SCALAR, SUM -> new Update.Sum(none);
            case MINIMUM -> new Update.Minimum(none);
            case MAXIMUM -> new Update.Maximum(none);
            case AVERAGE -> new Update.Average(none);
            case STATISTICS -> new Update.Statistics(none);
            case LOG2, LINEAR -> new Update.Log2(none);
        };
        return new MapState(map, List.of(new MapEvent.Put(guard, keys, update, Optional.of(operand))));
    }

    /// Both contents, of different maps.
    Prior and(Prior other) {
        Map<String, MapState> left = new LinkedHashMap<>(ours);
        left.putAll(other.ours);
        Map<String, MapState> right = new LinkedHashMap<>(theirs);
        right.putAll(other.theirs);
        List<Term> all = new ArrayList<>(there);
        all.addAll(other.there);
        return new Prior(left, right, all);
    }

    boolean isNone() {
        return there.isEmpty();
    }

    Trace before(Trace start, boolean candidate) {
        return start.with(candidate ? theirs : ours);
    }
}
