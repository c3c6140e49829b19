package dev.ken.verify;

import dev.ken.contract.Having;
import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt.Update;
import dev.ken.ir.Type;
import dev.ken.logic.Op;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.MapEvent;
import dev.ken.symbolic.MapReader;
import dev.ken.symbolic.MapReader.Part;
import dev.ken.symbolic.MapState;
import dev.ken.symbolic.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Any content of what both programs count up, in which the candidate's numbers go together with the
/// reference's as `pairs` say. It is an induction: what the maps hold when observation begins (nothing) goes
/// together, and whether it still does after an event is asked by [#broken]; so the differences that are looked
/// for from any such content are all that there can be. An event touches at most so many entries of a map as
/// are given here, so more need not be there.
///
/// @param name    another one for each way to begin
/// @param wanted  the reference's maps, with how many entries are there
/// @param free    the candidate's that go by none of the reference's, which may hold anything
/// @param numbers what numbers the reference's may be
/// @param folded  what tables hold that nothing reads
record CountStart(
        Terms terms,
        String name,
        Map<MapDecl, Integer> wanted,
        List<Pair> pairs,
        Map<MapDecl, Integer> free,
        Numbers numbers,
        Prior folded) {
    private static final int WIDTH = 64;

    /// What a number of the candidate's is of the reference's, where no entry is as good as 0.
    sealed interface Relation {
        /// The same number.
        record Same() implements Relation {}

        /// It stays at `limit`.
        record UpTo(long limit) implements Relation {}

        /// It is `value` where the reference's is `limit` or more.
        record Mark(long limit, long value) implements Relation {}

        /// It is there where the reference's is shown.
        record Where(Having having) implements Relation {}

        /// It is any number from 1 on where the reference's is there, which only marks that something was.
        record Some() implements Relation {}
    }

    /// Which numbers: from 1 on, where no entry is 0; or from 0 on, where it is left open whether there is an
    /// entry of 0; or, the same, on both sides of 0; or all that there are. But for the last, no number counts
    /// further than [Prior#COUNT_BITS] bits tell.
    enum Numbers {
        POSITIVE,
        NATURAL,
        SIGNED,
        ALL
    }

    /// @param order the place in the candidate's key of each part of the reference's
    /// @param shown whether they are shown, so that there is an entry in one where there is in the other
    record Pair(MapDecl ours, MapDecl theirs, List<Integer> order, Relation relation, boolean shown) {}

    /// The candidate's tables of which it says what they hold.
    Set<String> tables() {
        return pairs.stream().map(pair -> pair.theirs().name()).collect(Collectors.toSet());
    }

    /// The most entries of one map.
    int entries() {
        return Stream.concat(wanted.values().stream(), free.values().stream())
                .max(Integer::compare)
                .orElse(0);
    }

    /// The content after `step` occurrences, other symbols for each.
    Prior prior(int step) {
        String start = Prior.PREFIX + name + "." + step + ".";
        Map<String, MapState> ours = new LinkedHashMap<>();
        Map<String, MapState> theirs = new LinkedHashMap<>();
        List<Term> there = new ArrayList<>();
        wanted.forEach((map, entries) -> {
            List<Pair> derived =
                    pairs.stream().filter(pair -> pair.ours().equals(map)).toList();
            Entries all = new Entries(map, derived, start + map.name() + ".");
            for (int i = 0; i < entries; i++) {
                there.add(all.add(i));
            }
            ours.put(map.name(), new MapState(map, all.log));
            derived.forEach(pair -> theirs.put(pair.theirs().name(), new MapState(pair.theirs(), all.other(pair))));
        });
        free.forEach((map, entries) -> {
            List<MapEvent> log = new ArrayList<>();
            for (int i = 0; i < entries; i++) {
                String prefix = start + "free." + map.name() + "." + i;
                Term guard = terms.symbol(prefix, Sort.BOOL);
                there.add(guard);
                log.add(put(guard, keys(prefix, map, List.of()), terms.symbol(prefix + ".value", Sort.bits(WIDTH))));
            }
            theirs.put(map.name(), new MapState(map, log));
        });
        return folded.and(new Prior(ours, theirs, there));
    }

    /// Entries of a map of the reference's, all of other keys, and what follows from them for the candidate's.
    private final class Entries {
        private final MapDecl map;
        private final List<Pair> derived;
        private final String prefix;
        private final List<List<Term>> before = new ArrayList<>();
        private final List<MapEvent> log = new ArrayList<>();
        private final Map<Pair, List<MapEvent>> others = new LinkedHashMap<>();

        Entries(MapDecl map, List<Pair> derived, String prefix) {
            this.map = map;
            this.derived = derived;
            this.prefix = prefix;
            derived.forEach(pair -> others.put(pair, new ArrayList<>()));
        }

        /// That there is something of this entry.
        Term add(int number) {
            String name = prefix + number;
            List<Term> keys = keys(name, map, derived);
            Term another = terms.not(terms.or(before.stream()
                    .map(earlier -> new MapReader(terms).same(earlier, keys))
                    .toList()));
            before.add(keys);
            Term chosen = terms.symbol(name, Sort.BOOL);
            Term guard = terms.and(chosen, another);
            Term value = value(name);
            log.add(put(guard, keys, value));
            List<Term> there = new ArrayList<>(List.of(chosen));
            for (Pair pair : derived) {
                List<Term> theirKeys = theirs(pair, keys);
                Term other =
                        of(pair.relation(), value, name + "." + pair.theirs().name() + ".some");
                Term something = terms.unequal(other, terms.number(0, WIDTH));
                Term content = terms.choose(guard, other, terms.number(0, WIDTH));
                boolean same = pair.shown() && pair.relation() instanceof Relation.Same;
                Term shown = terms.and(guard, same ? terms.bool(true) : something);
                if (numbers != Numbers.POSITIVE && !pair.shown()) {
                    Term own = terms.symbol(name + "." + pair.theirs().name(), Sort.BOOL);
                    there.add(own);
                    shown = terms.or(terms.and(own, another), shown);
                }
                other(pair).add(put(shown, theirKeys, content));
            }
            return terms.or(there);
        }

        List<MapEvent> other(Pair pair) {
            return others.computeIfAbsent(pair, _ -> new ArrayList<>());
        }

        private Term value(String name) {
            Numbers which = of(map);
            if (which == Numbers.ALL) {
                return terms.symbol(name + ".value", Sort.bits(WIDTH));
            }
            Term bits = terms.symbol(name + ".value", Sort.bits(Prior.COUNT_BITS));
            Term wide = terms.concat(terms.number(0, WIDTH - Prior.COUNT_BITS), bits);
            return switch (which) {
                case POSITIVE -> terms.add(terms.number(1, WIDTH), wide);
                case SIGNED -> terms.bits(Op.SUB, wide, terms.number(1L << (Prior.COUNT_BITS - 1), WIDTH));
                case NATURAL, ALL -> wide;
            };
        }
    }

    /// A number of occurrences is there from the first one on, whatever the numbers beside it are.
    private Numbers of(MapDecl map) {
        return map.kind() == MapDecl.Kind.COUNT ? Numbers.POSITIVE : numbers;
    }

    /// That it is not so any more after these traces.
    Term broken(Trace ours, Trace theirs) {
        List<Term> broken = new ArrayList<>();
        MapReader reader = new MapReader(terms);
        for (MapDecl map : wanted.keySet()) {
            MapState state = ours.maps().getOrDefault(map.name(), new MapState(map, List.of()));
            for (MapEvent event : state.log()) {
                keys(event)
                        .ifPresent(keys -> broken.add(
                                outside(of(map), reader.present(state, keys), reader.read(state, keys, Part.VALUE))));
            }
        }
        for (Pair pair : pairs) {
            MapState left = ours.maps().getOrDefault(pair.ours().name(), new MapState(pair.ours(), List.of()));
            MapState right = theirs.maps().getOrDefault(pair.theirs().name(), new MapState(pair.theirs(), List.of()));
            for (MapEvent event : left.log()) {
                keys(event).ifPresent(keys -> broken.add(apart(pair, left, keys, right, theirs(pair, keys))));
                keys(event)
                        .ifPresent(keys -> broken.add(terms.and(
                                reader.present(left, keys), other(keys, ours(pair, theirs(pair, keys))))));
            }
            for (MapEvent event : right.log()) {
                keys(event).ifPresent(keys -> broken.add(apart(pair, left, ours(pair, keys), right, keys)));
                keys(event)
                        .ifPresent(keys -> broken.add(terms.and(
                                reader.present(right, keys), other(keys, theirs(pair, ours(pair, keys))))));
            }
        }
        return terms.or(broken);
    }

    /// That a number is none of those that it may be. What a single step adds beyond [Prior#COUNT_BITS] is let pass.
    private Term outside(Numbers which, Term present, Term value) {
        Term most = most();
        return switch (which) {
            case ALL -> terms.bool(false);
            case POSITIVE -> {
                Term in = terms.and(terms.bits(Op.SLE, terms.number(1, WIDTH), value), terms.bits(Op.SLE, value, most));
                yield terms.unequal(present, in);
            }
            case NATURAL ->
                terms.not(
                        terms.and(terms.bits(Op.SLE, terms.number(0, WIDTH), value), terms.bits(Op.SLE, value, most)));
            case SIGNED -> {
                Term least = terms.bits(Op.SUB, terms.number(0, WIDTH), most);
                yield terms.not(terms.and(terms.bits(Op.SLE, least, value), terms.bits(Op.SLE, value, most)));
            }
        };
    }

    private Term most() {
        return terms.number(1L << (Prior.COUNT_BITS + 1), WIDTH);
    }

    private Term apart(Pair pair, MapState left, List<Term> ours, MapState right, List<Term> theirs) {
        MapReader reader = new MapReader(terms);
        Term mine = reader.read(left, ours, Part.VALUE);
        Term other = reader.read(right, theirs, Part.VALUE);
        Term zero = terms.number(0, WIDTH);
        Term there = reader.present(right, theirs);
        if (pair.relation() instanceof Relation.Some) {
            Term counted =
                    terms.and(terms.bits(Op.SLE, terms.number(1, WIDTH), other), terms.bits(Op.SLE, other, most()));
            Term nothing = terms.equal(other, zero);
            return terms.not(terms.choose(reader.present(left, ours), counted, nothing));
        }
        Term wanted = terms.choose(reader.present(left, ours), of(pair.relation(), mine, ""), zero);
        Term apart = terms.unequal(other, wanted);
        if (pair.shown() && pair.relation() instanceof Relation.Same) {
            return terms.or(apart, terms.unequal(there, reader.present(left, ours)));
        }
        return numbers == Numbers.POSITIVE || pair.shown()
                ? terms.or(apart, terms.unequal(there, terms.unequal(other, zero)))
                : apart;
    }

    /// That a key is cut where it is taken for a key of the other program's.
    private Term other(List<Term> keys, List<Term> thereAndBack) {
        return terms.not(new MapReader(terms).same(keys, thereAndBack));
    }

    /// `name` is that of a number which is left open.
    private Term of(Relation relation, Term value, String name) {
        Term zero = terms.number(0, WIDTH);
        return switch (relation) {
            case Relation.Same() -> value;
            case Relation.UpTo(long limit) -> {
                Term most = terms.number(limit, WIDTH);
                yield terms.choose(terms.bits(Op.SLT, value, most), value, most);
            }
            case Relation.Mark(long limit, long mark) ->
                terms.choose(terms.bits(Op.SLT, value, terms.number(limit, WIDTH)), zero, terms.number(mark, WIDTH));
            case Relation.Some() -> {
                Term bits = terms.symbol(name, Sort.bits(Prior.COUNT_BITS));
                yield terms.add(terms.number(1, WIDTH), terms.concat(terms.number(0, WIDTH - Prior.COUNT_BITS), bits));
            }
            case Relation.Where(Having having) -> terms.choose(Groups.shows(terms, having, value), value, zero);
        };
    }

    private static MapEvent put(Term guard, List<Term> keys, Term value) {
        return new MapEvent.Put(guard, keys, new Update.Set(new Expr.Int(0)), Optional.of(value));
    }

    /// Any key of `map` that is also one of those that go by it: no text is longer than the shortest of them keeps.
    private List<Term> keys(String prefix, MapDecl map, List<Pair> derived) {
        List<Term> keys = new ArrayList<>();
        for (int i = 0; i < map.keys().size(); i++) {
            int width = width(map.keys().get(i));
            int least = width;
            for (Pair pair : derived) {
                least = Math.min(
                        least, width(pair.theirs().keys().get(pair.order().get(i))));
            }
            keys.add(Values.padded(terms, terms.symbol(prefix + ".key" + i, Sort.bits(least)), width));
        }
        return keys;
    }

    private static Optional<List<Term>> keys(MapEvent event) {
        return switch (event) {
            case MapEvent.Put put -> Optional.of(put.keys());
            case MapEvent.Delete delete -> Optional.of(delete.keys());
            case MapEvent.Clear _, MapEvent.Zero _ -> Optional.empty();
        };
    }

    private List<Term> theirs(Pair pair, List<Term> ours) {
        Term[] keys = new Term[ours.size()];
        for (int i = 0; i < ours.size(); i++) {
            int at = pair.order().get(i);
            keys[at] = fitted(ours.get(i), pair.theirs().keys().get(at));
        }
        return List.of(keys);
    }

    private List<Term> ours(Pair pair, List<Term> theirs) {
        List<Term> keys = new ArrayList<>();
        for (int i = 0; i < theirs.size(); i++) {
            keys.add(fitted(theirs.get(pair.order().get(i)), pair.ours().keys().get(i)));
        }
        return keys;
    }

    private Term fitted(Term key, Type type) {
        return Values.fitted(terms, key, width(type)).orElseThrow();
    }

    static int width(Type type) {
        return type instanceof Type.Bool ? WIDTH : type.widthBits();
    }
}
