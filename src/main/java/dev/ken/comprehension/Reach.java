package dev.ken.comprehension;

import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How far it reaches which processes are meant. Where a text of several sentences says it of what comes first and not
/// of all that follows, both may be meant, and the numbers differ: it is asked.
final class Reach {
    private final Catalog catalog;

    Reach(Catalog catalog) {
        this.catalog = catalog;
    }

    /// The question, where there is one.
    Optional<Reading> asked(String request, Intent intent) {
        List<Part> parts = intent.parts();
        boolean several = Tokenizer.tokens(request).stream()
                        .filter(token -> token.kind() == Token.Kind.STOP)
                        .count()
                > 1;
        if (!several || parts.size() < 2 || Later.isSaidOfAnybody(Tokenizer.tokens(request))) {
            return Optional.empty();
        }
        Set<Condition> first = who(parts.getFirst());
        boolean all = parts.stream().allMatch(part -> who(part).containsAll(first) || isNamed(part, first));
        boolean own = parts.stream().skip(1).anyMatch(part -> !who(part).isEmpty() && !first.containsAll(who(part)));
        if (first.isEmpty() || all || own) {
            return Optional.empty();
        }
        List<Part> reached = parts.stream().map(part -> with(part, first)).toList();
        Intent whole = new Intent(reached, intent.durationNanos(), intent.assumptions());
        return Optional.of(new Reading.NeedsClarification(
                "Is all of it asked of the same processes, or only what is asked first?",
                List.of(choice(whole), choice(intent))));
    }

    /// "how often is nginx migrated": who it happens to may be told by another fact than the process that is running.
    private static boolean isNamed(Part part, Set<Condition> first) {
        return first.size() == 1
                && first.iterator().next() instanceof Condition.TextTest who
                && all(part.where()).stream()
                        .anyMatch(one -> one instanceof Condition.TextTest test
                                && test.attribute().endsWith("_name")
                                && test.text().equals(who.text())
                                && test.relation() == who.relation());
    }

    private Reading.Choice choice(Intent intent) {
        return new Reading.Choice(String.join(" ", Gloss.of(intent, catalog)), intent);
    }

    /// The tests of a part that only say of which processes.
    private Set<Condition> who(Part part) {
        Set<Condition> who = new LinkedHashSet<>();
        for (Condition one : all(part.where())) {
            Set<String> names = new LinkedHashSet<>(PartNames.in(one));
            if (!names.isEmpty() && catalog.ambient().keySet().containsAll(names)
                    || one instanceof Condition.Descends) {
                who.add(one);
            }
        }
        return who;
    }

    private static Part with(Part part, Set<Condition> who) {
        Set<Condition> all = new LinkedHashSet<>(all(part.where()));
        all.addAll(who);
        List<Condition> list = new ArrayList<>(all);
        return part.of(list.size() == 1 ? list.getFirst() : new Condition.And(list));
    }

    private static List<Condition> all(Condition where) {
        return switch (where) {
            case Condition.Always() -> List.of();
            case Condition.And(List<Condition> several) -> several;
            case Condition.Or _,
                    Condition.Not _,
                    Condition.NumberTest _,
                    Condition.TextTest _,
                    Condition.AttributeTest _,
                    Condition.BitTest _,
                    Condition.Descends _ -> List.of(where);
        };
    }
}
