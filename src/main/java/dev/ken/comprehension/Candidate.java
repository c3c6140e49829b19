package dev.ken.comprehension;

import dev.ken.comprehension.Accounts.Account;
import dev.ken.comprehension.hunch.Surprise;
import dev.ken.comprehension.sense.Facets;
import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An intent that a request may mean, and what is known of it.
///
/// @param origin   who says so
/// @param rank     how many of the same origin stand before it
/// @param surprise how much it surprises as a hunch; empty where several parts were read by rules
/// @param usual    how much it surprises the second reading, in nats
/// @param unusual  how much of that each kind of trait brings, by its word with `+` where the intent has the trait
/// @param felt     the same for the [Sense], by the word of each facet
/// @param fits     how its decisions go with each other and with what is named ([Fits])
/// @param objected how many words of the request it makes nothing of
/// @param names    how many words of the request it does not have that nobody knows
/// @param open     the accounts that find something
/// @param called   by how many words the rules find its events named; empty where they do not
record Candidate(
        Intent intent,
        Origin origin,
        int rank,
        Optional<Surprise> surprise,
        double usual,
        Map<String, Double> unusual,
        Map<String, Double> felt,
        Set<String> fits,
        int objected,
        int names,
        Set<Account> open,
        Optional<Integer> called) {
    enum Origin {
        /// What the rules settled.
        RULES,
        /// A choice of a question of the rules.
        CHOICE,
        /// What was learnt.
        HUNCH
    }

    /// How much it surprises as a hunch, in nats.
    Optional<Double> nats() {
        return surprise.map(Surprise::nats);
    }

    /// How much it surprises the [Sense] as a whole, in nats; what is shown besides what is asked for surprises nobody.
    double feltNats() {
        return felt.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Facets.COLUMN + "+"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    boolean isSeveral() {
        return intent.parts().size() > 1;
    }

    /// Whether nothing is held against it.
    boolean isClean() {
        return objected == 0 && open.isEmpty();
    }

    /// What it says but for columns and assumptions.
    String told() {
        return told(intent);
    }

    /// What an intent says but for columns and assumptions; a process by its name and by its id are one.
    static String told(Intent intent) {
        List<Part> parts = plain(intent).parts().stream()
                .map(part -> part.what() instanceof What.Report ? part.telling(new What.Report(List.of())) : part)
                .map(part -> part.by(part.keys().stream()
                        .map(key -> key.equals("pid") ? "process" : key)
                        .toList()))
                .toList();
        return IntentText.print(new Intent(parts, intent.durationNanos(), List.of()));
    }

    /// An intent in which that a number is not something is said in one way.
    static Intent plain(Intent intent) {
        return new Intent(
                intent.parts().stream()
                        .map(part -> part.of(plain(part.where())))
                        .toList(),
                intent.durationNanos(),
                intent.assumptions());
    }

    private static Condition plain(Condition condition) {
        return switch (condition) {
            case Condition.Not(Condition.NumberTest(var name, var comparison, long number))
            when comparison == Comparison.EQUAL -> new Condition.NumberTest(name, Comparison.UNEQUAL, number);
            case Condition.And(var all) ->
                new Condition.And(all.stream().map(Candidate::plain).toList());
            case Condition.Or(var all) ->
                new Condition.Or(all.stream().map(Candidate::plain).toList());
            case Condition.Not _,
                    Condition.Always _,
                    Condition.NumberTest _,
                    Condition.TextTest _,
                    Condition.BitTest _,
                    Condition.AttributeTest _,
                    Condition.Descends _ -> condition;
        };
    }
}
