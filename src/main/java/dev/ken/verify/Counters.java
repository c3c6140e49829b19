package dev.ken.verify;

import dev.ken.contract.Having;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Type;
import dev.ken.logic.Terms;
import dev.ken.verify.CountStart.Numbers;
import dev.ken.verify.CountStart.Pair;
import dev.ken.verify.CountStart.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The ways in which what a candidate counts up ([Dependence#counted]) may go together with what the reference
/// counts, for proofs that do not depend on how far they have come ([CountStart]).
final class Counters {
    /// More ways in which the candidate's counters may stand for the reference's are not tried.
    private static final int MOST = 16;

    /// Where one occurrence may touch more entries of a map, nothing is said of it.
    private static final int MOST_ENTRIES = 3;

    private static final int WIDTH = 64;

    private final Terms terms;
    private final Reference reference;
    private final Module candidate;
    private final Matching matching;
    private final List<MapDecl> wanted;
    private final List<MapDecl> counted;
    private final Touched ours;
    private final Touched theirs;
    private final Prior folded;

    private Counters(
            Terms terms,
            Reference reference,
            Module candidate,
            Matching matching,
            List<MapDecl> wanted,
            List<MapDecl> counted) {
        this.terms = terms;
        this.reference = reference;
        this.candidate = candidate;
        this.matching = matching;
        this.wanted = wanted;
        this.counted = counted;
        this.ours = new Touched(reference.module());
        this.theirs = new Touched(candidate);
        this.folded = Prior.of(terms, reference, matching, Roles.of(reference.module()), Roles.of(candidate));
    }

    /// The ways to begin, the likeliest first; none where what is counted are no numbers.
    static List<CountStart> of(Terms terms, Reference reference, Module candidate, Matching matching) {
        Optional<List<MapDecl>> wanted = numbers(reference.module());
        Optional<List<MapDecl>> counted = numbers(candidate);
        if (wanted.isEmpty() || counted.isEmpty()) {
            return List.of();
        }
        return new Counters(terms, reference, candidate, matching, wanted.get(), counted.get()).starts();
    }

    private static Optional<List<MapDecl>> numbers(Module module) {
        Set<String> counted = Dependence.of(module).counted();
        List<MapDecl> maps = module.maps().stream()
                .filter(map -> counted.contains(map.name()))
                .toList();
        boolean numbers = maps.stream().allMatch(map -> map.value() instanceof Type.Int && isOne(map.kind()));
        return numbers ? Optional.of(maps) : Optional.empty();
    }

    private static boolean isOne(MapDecl.Kind kind) {
        return switch (kind) {
            case SCALAR, COUNT, SUM, MINIMUM, MAXIMUM -> true;
            case AVERAGE, STATISTICS, LOG2, LINEAR -> false;
        };
    }

    private List<CountStart> starts() {
        List<List<Pair>> choices = new ArrayList<>();
        choices.add(List.of());
        List<MapDecl> maps = new ArrayList<>(counted);
        maps.addAll(marks());
        for (MapDecl map : maps) {
            List<List<Pair>> longer = new ArrayList<>();
            for (Optional<Pair> option : options(map)) {
                for (List<Pair> choice : choices) {
                    List<Pair> next = new ArrayList<>(choice);
                    option.ifPresent(next::add);
                    longer.add(next);
                }
            }
            if (longer.size() > MOST) {
                // Each counter is likely to stand for one of its own.
                longer.sort(Comparator.comparing((List<Pair> choice) ->
                                choice.stream().map(Pair::ours).distinct().count())
                        .reversed());
            }
            choices = longer.size() > MOST ? longer.subList(0, MOST) : longer;
        }
        List<CountStart> starts = new ArrayList<>();
        for (Numbers numbers : Numbers.values()) {
            choices.forEach(pairs -> starts.add(start("any" + starts.size(), withTables(pairs), numbers)));
        }
        starts.removeIf(start -> start.entries() > MOST_ENTRIES);
        return starts;
    }

    /// What is only set to numbers of the program may tell how far the reference has counted.
    private List<MapDecl> marks() {
        Set<String> memory = Roles.of(candidate).memory();
        return candidate.maps().stream()
                .filter(map -> !wanted.isEmpty() && memory.contains(map.name()) && isNumber(map))
                .filter(map -> !counted.contains(map)
                        && !Dependence.of(candidate).constants(map.name()).isEmpty())
                .toList();
    }

    /// Where a counter goes by a table of the reference's, the table that answers it does too.
    private List<Pair> withTables(List<Pair> pairs) {
        List<Pair> all = new ArrayList<>(pairs);
        for (int i = 0; i < reference.parts().size(); i++) {
            Optional<MapDecl> table = reference.parts().get(i).table();
            Optional<Matching.Table> match = matching.tables().get(i);
            if (table.isPresent()
                    && match.isPresent()
                    && folded.ours().containsKey(table.get().name())) {
                MapDecl ours = table.get();
                MapDecl theirs = match.get().map();
                boolean used = pairs.stream().anyMatch(pair -> pair.ours().equals(ours));
                boolean missing = pairs.stream().noneMatch(pair -> pair.theirs().equals(theirs));
                if (used && missing && fits(ours, theirs, match.get().order())) {
                    all.add(new Pair(ours, theirs, match.get().order(), new Relation.Same(), true));
                }
            }
        }
        return all;
    }

    /// What may be in a table that is the answer: what is to be shown, or all of which only that is shown.
    private List<Optional<Pair>> answers(Optional<Having> having, MapDecl table, MapDecl map, List<Integer> order) {
        if (!isNumber(table) || !fits(table, map, order)) {
            return List.of(Optional.empty());
        }
        List<Optional<Pair>> answers = new ArrayList<>();
        having.ifPresent(test -> answers.add(Optional.of(new Pair(table, map, order, new Relation.Where(test), true))));
        answers.add(Optional.of(new Pair(table, map, order, new Relation.Same(), true)));
        if (table.keys().isEmpty()) {
            // A total of 0 is told as well as none: it may be set to 0 where it is to begin anew.
            answers.add(Optional.of(new Pair(table, map, order, new Relation.Same(), false)));
        }
        return answers;
    }

    /// What a counter of the candidate's may be; nothing in particular comes last.
    private List<Optional<Pair>> options(MapDecl map) {
        List<Optional<Pair>> options = new ArrayList<>();
        for (int i = 0; i < reference.parts().size(); i++) {
            Optional<MapDecl> table = reference.parts().get(i).table();
            Optional<Matching.Table> match = matching.tables().get(i);
            if (table.isPresent() && match.isPresent() && match.get().map().equals(map)) {
                return answers(
                        reference.parts().get(i).part().having(),
                        table.get(),
                        map,
                        match.get().order());
            }
        }
        Set<MapDecl> all = new LinkedHashSet<>(wanted);
        reference
                .parts()
                .forEach(part -> part.table().filter(Counters::isNumber).ifPresent(all::add));
        List<MapDecl> fitting =
                all.stream().filter(one -> fits(one, map, identity(one))).toList();
        boolean mark = !Dependence.of(candidate).constants(map.name()).isEmpty();
        if (counted.contains(map) && !mark) {
            fitting.forEach(
                    one -> options.add(Optional.of(new Pair(one, map, identity(one), new Relation.Same(), false))));
        }
        if (counted.contains(map)) {
            Dependence marks = Dependence.of(reference.module());
            Set<String> memory = Roles.of(reference.module()).memory();
            reference.module().maps().stream()
                    .filter(one -> memory.contains(one.name()) && isNumber(one))
                    .filter(one -> !marks.constants(one.name()).isEmpty())
                    .forEach(one -> orders(one, map)
                            .forEach(order ->
                                    options.add(Optional.of(new Pair(one, map, order, new Relation.Some(), false)))));
        }
        for (Relation relation : bounded(map)) {
            fitting.forEach(one -> options.add(Optional.of(new Pair(one, map, identity(one), relation, false))));
        }
        options.add(Optional.empty());
        return options;
    }

    private List<Relation> bounded(MapDecl map) {
        List<Relation> relations = new ArrayList<>();
        Set<Long> constants = Dependence.of(candidate).constants(map.name());
        Set<Long> limits = new LinkedHashSet<>();
        // What goes up in any steps does not stay at a number, but may be marked from it on.
        Set<Long> named = new TreeSet<>(constants.isEmpty() ? Scratch.limits(candidate) : Scratch.bounds(candidate));
        named.addAll(constants.isEmpty() ? Scratch.limits(reference.module()) : Scratch.bounds(reference.module()));
        named.stream().filter(limit -> limit > 0).forEach(limit -> {
            limits.add(limit);
            limits.add(limit + 1);
        });
        for (long limit : limits) {
            if (constants.isEmpty()) {
                relations.add(new Relation.UpTo(limit));
            }
            constants.stream()
                    .filter(value -> value != 0)
                    .forEach(value -> relations.add(new Relation.Mark(limit, value)));
        }
        return relations;
    }

    private static boolean isNumber(MapDecl map) {
        return map.value() instanceof Type.Int && isOne(map.kind());
    }

    private CountStart start(String name, List<Pair> pairs, Numbers numbers) {
        Map<MapDecl, Integer> all = new LinkedHashMap<>();
        Set<MapDecl> maps = new LinkedHashSet<>(wanted);
        pairs.forEach(pair -> maps.add(pair.ours()));
        for (MapDecl map : maps) {
            int entries = ours.most(map);
            for (Pair pair : pairs) {
                entries = pair.ours().equals(map) ? Math.max(entries, theirs.most(pair.theirs())) : entries;
            }
            all.put(map, entries);
        }
        Map<MapDecl, Integer> free = new LinkedHashMap<>();
        counted.stream()
                .filter(map -> pairs.stream().noneMatch(pair -> pair.theirs().equals(map)))
                .forEach(map -> free.put(map, theirs.most(map)));
        return new CountStart(terms, name, all, List.copyOf(pairs), free, numbers, folded);
    }

    private static List<Integer> identity(MapDecl map) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < map.keys().size(); i++) {
            order.add(i);
        }
        return order;
    }

    /// The ways in which the parts of the keys may stand for each other.
    private static List<List<Integer>> orders(MapDecl ours, MapDecl theirs) {
        List<List<Integer>> orders = new ArrayList<>();
        orders.add(List.of());
        for (int i = 0; i < ours.keys().size() && ours.keys().size() <= MOST_ENTRIES; i++) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> order : orders) {
                for (int at = 0; at < ours.keys().size(); at++) {
                    if (!order.contains(at)) {
                        List<Integer> next = new ArrayList<>(order);
                        next.add(at);
                        longer.add(List.copyOf(next));
                    }
                }
            }
            orders = longer;
        }
        return orders.stream()
                .filter(order -> order.size() == ours.keys().size() && fits(ours, theirs, order))
                .toList();
    }

    private static boolean fits(MapDecl ours, MapDecl theirs, List<Integer> order) {
        if (ours.keys().size() != theirs.keys().size()) {
            return false;
        }
        for (int i = 0; i < order.size(); i++) {
            int mine = width(ours.keys().get(i));
            int other = width(theirs.keys().get(order.get(i)));
            if (mine != other && (mine <= WIDTH || other <= WIDTH)) {
                return false;
            }
        }
        return true;
    }

    private static int width(Type type) {
        return type instanceof Type.Bool ? WIDTH : type.widthBits();
    }
}
