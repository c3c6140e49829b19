package dev.ken.comprehension.hunch;

import dev.ken.contract.Condition;
import dev.ken.contract.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/// What is said of one thing and holds for all things that a request asks for: who does it, and where. Of labelled
/// requests of several parts that name a process, nine in ten mean it in all parts; a size or an error is meant in one.
record Shared(KindFacts facts) {
    /// Facts of few kinds that tell where something happens.
    private static final Set<String> PLACES = Set.of("path", "sport", "dport", "port", "device", "interface");

    /// The parts, each with the conditions of any that hold for all.
    List<Part> of(List<Part> parts) {
        return of(parts, parts);
    }

    /// The parts, each with what the first one is told with: what is said later is seldom meant of what was said
    /// before.
    List<Part> onward(List<Part> parts) {
        return of(parts, parts.subList(0, 1));
    }

    /// The parts, each with what is said of who does it in any, and with all that the first one is told with.
    List<Part> spoken(List<Part> parts) {
        return onward(of(parts, parts, this::isAmbient));
    }

    private List<Part> of(List<Part> parts, List<Part> sources) {
        return of(parts, sources, this::isShared);
    }

    private List<Part> of(List<Part> parts, List<Part> sources, BiPredicate<String, Part> isShared) {
        List<Condition> held = new ArrayList<>();
        for (Part part : sources) {
            for (Condition one : Slots.conjuncts(part.where())) {
                if (tested(one).stream().allMatch(fact -> isShared.test(fact, part)) && !isContested(one, parts)) {
                    held.add(one);
                }
            }
        }
        return parts.stream().map(part -> holding(part, held)).toList();
    }

    private Part holding(Part part, List<Condition> held) {
        List<Condition> all = new ArrayList<>(Slots.conjuncts(part.where()));
        for (Condition one : held) {
            if (!all.contains(one) && facts.of(part.event()).keySet().containsAll(tested(one))) {
                all.add(one);
            }
        }
        return part.of(Slots.all(all));
    }

    private boolean isShared(String fact, Part part) {
        return PLACES.contains(fact) || isAmbient(fact, part);
    }

    private boolean isAmbient(String fact, Part part) {
        return Optional.ofNullable(facts.of(part.event()).get(fact))
                .filter(KindFacts.Fact::ambient)
                .isPresent();
    }

    /// Whether some part tests one of its facts otherwise.
    private static boolean isContested(Condition one, List<Part> parts) {
        return parts.stream()
                .flatMap(part -> Slots.conjuncts(part.where()).stream())
                .anyMatch(other -> !other.equals(one) && tested(other).stream().anyMatch(tested(one)::contains));
    }

    private static Set<String> tested(Condition condition) {
        return Atom.of(condition).stream().map(Atom::attribute).collect(Collectors.toCollection(TreeSet::new));
    }
}
