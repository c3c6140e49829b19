package dev.ken.comprehension.hunch;

import dev.ken.comprehension.hunch.KindFacts.Fact;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Decisions that differ from others in one, where the other way is not out of the question.
///
/// @param scored  how likely each decision is
/// @param known   the facts of the kind
/// @param legal   the conditions that no mention gives the value of
record Nearby(Scored scored, Map<String, Fact> known, List<String> legal) {
    /// Less likely ways are not looked at.
    private static final double LEAST = 0.005;

    /// All of them, in no order that means anything.
    List<Slots> of(Slots slots) {
        List<Slots> all = new ArrayList<>();
        if (!slots.measure().equals(Slots.REPORT)) {
            keys(slots, all);
            flag(slots, all);
        }
        closed(slots, all);
        mentions(slots, all);
        measured(slots, all);
        return all;
    }

    private static boolean isOpen(double chance, boolean taken) {
        return (taken ? 1 - chance : chance) >= LEAST;
    }

    private void keys(Slots slots, List<Slots> all) {
        for (Fact fact : known.values()) {
            boolean taken = slots.keys().contains(fact.name());
            if (!fact.name().equals(Slots.PID) && isOpen(scored.job("key", fact), taken)) {
                all.add(slots.by(turned(slots.keys(), fact.name())));
            }
        }
    }

    private void flag(Slots slots, List<Slots> all) {
        boolean taken = slots.flags().contains(Role.TOP);
        if (!slots.keys().isEmpty() && isOpen(scored.flag(Cues.FLAG + Role.TOP), taken)) {
            all.add(slots.flagged(turned(slots.flags(), Role.TOP)));
        }
    }

    private void closed(Slots slots, List<Slots> all) {
        for (String one : legal) {
            boolean taken = slots.closed().contains(one);
            if (known.containsKey(Scored.attribute(one)) && isOpen(scored.flag(Cues.CLOSED + one), taken)) {
                all.add(slots.closed(turned(slots.closed(), one)));
            }
        }
    }

    private void mentions(Slots slots, List<Slots> all) {
        for (int i = 0; i < slots.roles().size(); i++) {
            Mention mention = scored.heard().mentions().get(i);
            Role role = slots.roles().get(i);
            for (Map.Entry<String, Double> other :
                    scored.roles(mention, slots.kind(), known, slots.turn()).entrySet()) {
                if (!other.getKey().equals(role.name()) && other.getValue() >= LEAST) {
                    add(slots, i, Role.of(other.getKey()), mention, all);
                }
            }
            if (role.isTest() && known.containsKey(role.fact())) {
                for (Map.Entry<String, Double> other :
                        scored.operators(known.get(role.fact()), mention).entrySet()) {
                    if (!other.getKey().equals(role.operator()) && other.getValue() >= LEAST) {
                        all.add(slots.at(i, new Role(role.name(), other.getKey())));
                    }
                }
            }
        }
    }

    private void add(Slots slots, int place, Role role, Mention mention, List<Slots> all) {
        if (role.name().equals(Role.HAVING)) {
            all.add(slots.at(place, new Role(role.name(), ">")));
        } else if (!role.isTest()) {
            all.add(slots.at(place, role));
        } else if (!known.containsKey(role.fact())) {
            all.add(slots.at(place, new Role(role.name(), Atom.FROM)));
        } else {
            all.add(slots.at(
                    place,
                    new Role(role.name(), Hunches.likeliest(scored.operators(known.get(role.fact()), mention)))));
        }
    }

    private void measured(Slots slots, List<Slots> all) {
        slots.of()
                .ifPresent(of -> known.values().stream()
                        .filter(fact -> !fact.name().equals(of) && !fact.name().equals(Slots.PID))
                        .filter(fact -> scored.job("of", fact) >= LEAST)
                        .forEach(fact -> all.add(slots.measuring(fact.name()))));
    }

    private static Set<String> turned(Set<String> some, String one) {
        Set<String> turned = some instanceof TreeSet<String> ? new TreeSet<>(some) : new LinkedHashSet<>(some);
        if (!turned.remove(one)) {
            turned.add(one);
        }
        return turned;
    }
}
