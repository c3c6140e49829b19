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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Any content of the counters that a program goes by ([Scratch#counters]): one entry with any key and number. A
/// counter
/// of
/// the candidate's that stands for one of the reference's has the same entry.
final class Counters {
    private static final int COUNT_BITS = 48;
    private static final int MOST = 24;

    private final Terms terms;
    private final Map<String, MapState> ours = new LinkedHashMap<>();
    private final Map<String, MapState> theirs = new LinkedHashMap<>();
    private final List<Term> there = new ArrayList<>();

    private Counters(Terms terms) {
        this.terms = terms;
    }

    /// One for each way in which the candidate's counters may stand for the reference's, at most [#MOST].
    static List<Prior> of(Terms terms, Reference reference, Module candidate, Matching matching) {
        List<MapDecl> wanted = numbers(reference.module());
        List<Map<MapDecl, MapDecl>> pairings = new ArrayList<>();
        pairings.add(Map.of());
        for (MapDecl counter : numbers(candidate)) {
            Optional<MapDecl> table = table(reference, matching, counter);
            List<MapDecl> options = table.map(List::of).orElse(wanted);
            List<Map<MapDecl, MapDecl>> longer = new ArrayList<>();
            for (Map<MapDecl, MapDecl> pairing : pairings) {
                for (MapDecl option : options) {
                    if (fits(option, counter) && !pairing.containsValue(option)) {
                        Map<MapDecl, MapDecl> next = new LinkedHashMap<>(pairing);
                        next.put(counter, option);
                        longer.add(next);
                    }
                }
                longer.add(pairing);
            }
            pairings = longer.size() > MOST ? longer.subList(0, MOST) : longer;
        }
        List<MapDecl> counted = numbers(candidate);
        int most = pairings.stream().mapToInt(Map::size).max().orElse(0);
        if (most == counted.size() && remembersMore(candidate, counted)) {
            return List.of();
        }
        return pairings.stream()
                .filter(pairing -> pairing.size() == most)
                .map(pairing -> of(terms, wanted, counted, pairing))
                .toList();
    }

    /// Whether what it remembers beside goes with the counters, such as a mark that a limit was passed: then not any
    /// content
    /// can be, and where each counter is one that the reference has too, none is looked at.
    private static boolean remembersMore(Module candidate, List<MapDecl> counted) {
        Set<String> names = counted.stream().map(MapDecl::name).collect(Collectors.toSet());
        return !names.containsAll(Roles.of(candidate).memory());
    }

    private static Prior of(Terms terms, List<MapDecl> wanted, List<MapDecl> counted, Map<MapDecl, MapDecl> pairing) {
        Counters counters = new Counters(terms);
        counted.forEach(counter -> counters.add(Optional.ofNullable(pairing.get(counter)), Optional.of(counter)));
        wanted.stream()
                .filter(map -> !pairing.containsValue(map))
                .forEach(map -> counters.add(Optional.of(map), Optional.empty()));
        return new Prior(counters.ours, counters.theirs, counters.there);
    }

    private static List<MapDecl> numbers(Module module) {
        Set<String> counters = Scratch.counters(module);
        return module.maps().stream()
                .filter(map -> counters.contains(map.name()))
                .filter(map -> map.value() instanceof Type.Int)
                .toList();
    }

    /// The reference's table that the candidate's map was matched with.
    private static Optional<MapDecl> table(Reference reference, Matching matching, MapDecl map) {
        for (int i = 0; i < reference.parts().size(); i++) {
            Optional<Matching.Table> match = matching.tables().get(i);
            if (match.isPresent()
                    && match.get().map().equals(map)
                    && reference
                            .parts()
                            .get(i)
                            .table()
                            .filter(table -> fits(table, map))
                            .isPresent()) {
                return reference.parts().get(i).table();
            }
        }
        return Optional.empty();
    }

    private static boolean fits(MapDecl a, MapDecl b) {
        if (a.keys().size() != b.keys().size()) {
            return false;
        }
        for (int i = 0; i < a.keys().size(); i++) {
            if (width(a.keys().get(i)) != width(b.keys().get(i))) {
                return false;
            }
        }
        return true;
    }

    private void add(Optional<MapDecl> mine, Optional<MapDecl> other) {
        String prefix = Prior.PREFIX + "counter" + there.size();
        // What is counted together is there together, and not less than 1.
        Term guard = terms.symbol(Prior.PREFIX + "counters", Sort.BOOL);
        List<Term> keys = new ArrayList<>();
        for (Type type : mine.or(() -> other).orElseThrow().keys()) {
            keys.add(terms.symbol(prefix + ".key" + keys.size(), Sort.bits(width(type))));
        }
        Term value = mine.isPresent() && other.isPresent()
                ? terms.add(
                        terms.number(1, 64),
                        terms.concat(
                                terms.number(0, 64 - COUNT_BITS),
                                terms.symbol(prefix + ".shared", Sort.bits(COUNT_BITS))))
                : terms.symbol(prefix + ".value", Sort.bits(64));
        MapEvent put = new MapEvent.Put(guard, keys, new Update.Set(new Expr.Int(0)), Optional.of(value));
        mine.ifPresent(map -> ours.put(map.name(), new MapState(map, List.of(put))));
        other.ifPresent(map -> theirs.put(map.name(), new MapState(map, List.of(put))));
        there.add(guard);
    }

    private static int width(Type type) {
        return type instanceof Type.Bool ? 64 : type.widthBits();
    }
}
