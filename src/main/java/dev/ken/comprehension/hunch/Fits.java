package dev.ken.comprehension.hunch;

import dev.ken.comprehension.hunch.KindFacts.Fact;
import dev.ken.comprehension.hunch.KindFacts.Place;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// How the decisions of an intent go with each other and with what is named in a request, whatever its words are: a
/// value that is for nothing, a fact that is named and not used, a key that nobody named. Each such sign has a name
/// that says what it is.
///
/// @param heard   the request
/// @param hearing what is known of words
/// @param facts   of kinds
/// @param numbers of signals and errors, by name
public record Fits(Heard heard, Hearing hearing, KindFacts facts, Map<String, Integer> numbers) {
    private static final Set<String> APART = Set.of("by", "per", "each");
    private static final int MOST = 3;

    /// The signs of an intent.
    public Set<String> of(Intent intent) {
        List<Slots> parts = new ArrayList<>();
        for (Part part : intent.parts()) {
            Intent single = new Intent(List.of(part), intent.durationNanos(), List.of());
            Slots.of(single, heard, facts, numbers).ifPresent(parts::add);
        }
        Map<String, Integer> counts = new TreeMap<>();
        unused(parts, counts);
        parts.forEach(slots -> named(slots, counts));
        parts.forEach(slots -> tested(slots, counts));
        parts.forEach(slots -> told(slots, counts));
        parts.forEach(slots -> called(slots, counts));
        Set<String> signs = new TreeSet<>();
        String several = parts.size() > 1 ? "several: " : "";
        counts.forEach((name, count) -> {
            for (int i = 1; i <= Math.min(count, MOST); i++) {
                signs.add(several + name + (i > 1 ? " " + i : ""));
            }
        });
        return signs;
    }

    private static void add(Map<String, Integer> counts, String name) {
        counts.merge(name, 1, Integer::sum);
    }

    /// Values of the request that no part makes anything of.
    private void unused(List<Slots> parts, Map<String, Integer> counts) {
        for (int i = 0; i < heard.mentions().size(); i++) {
            int at = i;
            if (parts.stream().allMatch(slots -> slots.roles().get(at).equals(Role.NONE) && !isOfKind(slots, at))) {
                Mention mention = heard.mentions().get(i);
                String known = mention.sort() == Mention.Sort.NAME
                        ? mention.unit().isEmpty() ? hearing.knownAs(mention) : mention.unit()
                        : mention.family();
                add(counts, ("unused " + mention.sort().name().toLowerCase(Locale.ROOT) + " " + known).strip());
            }
        }
    }

    private boolean isOfKind(Slots slots, int at) {
        Mention mention = heard.mentions().get(at);
        return mention.sort() == Mention.Sort.NAME && facts.isCalled(slots.kind(), mention.text());
    }

    private static Set<String> tests(Slots slots) {
        Set<String> tests = new TreeSet<>();
        slots.roles().stream().filter(Role::isTest).map(Role::fact).forEach(tests::add);
        slots.closed().stream().map(Scored::attribute).forEach(tests::add);
        return tests;
    }

    /// Facts that words name: the longest names count, each word for one of them.
    private Map<String, List<Place>> places(Slots slots) {
        Map<String, List<Place>> all = new LinkedHashMap<>();
        for (Fact fact : facts.of(slots.event()).values()) {
            List<Place> places = KindFacts.places(heard, fact).stream()
                    .filter(place -> !heard.at(place.from()).startsWith(Heard.ELSEWHERE))
                    .toList();
            if (!places.isEmpty()) {
                all.put(fact.name(), places);
            }
        }
        return all;
    }

    /// What is named and not used, used and not named, and whether what it is told apart by is a key.
    private void named(Slots slots, Map<String, Integer> counts) {
        Map<String, List<Place>> places = places(slots);
        Set<String> tests = tests(slots);
        Set<String> used = new TreeSet<>(tests);
        used.addAll(slots.keys());
        used.addAll(slots.columns());
        slots.of().ifPresent(used::add);
        Set<Integer> covered = new TreeSet<>();
        places.forEach((name, all) -> {
            if (used.contains(name)) {
                all.forEach(place -> cover(place, covered));
            }
        });
        places.forEach((name, all) -> {
            boolean free = all.stream().anyMatch(place -> !covered.contains(place.from()));
            boolean ambient = Optional.ofNullable(facts.of(slots.event()).get(name))
                    .map(Fact::ambient)
                    .orElse(false);
            if (!used.contains(name) && !name.equals(Slots.PID) && free) {
                add(counts, ambient ? "unused ambient fact" : "unused fact");
                if (all.stream().anyMatch(place -> APART.contains(heard.at(place.from() - 1)))) {
                    add(counts, "unused fact behind by");
                }
            }
        });
        slots.keys().forEach(key -> add(counts, places.containsKey(key) ? "key is named" : "key is not named"));
        slots.columns()
                .forEach(column -> add(counts, places.containsKey(column) ? "column is named" : "column is not named"));
        slots.of().ifPresent(of -> add(counts, places.containsKey(of) ? "measured is named" : "measured is not named"));
        tests.forEach(test -> add(counts, places.containsKey(test) ? "tested is named" : "tested is not named"));
    }

    private static void cover(Place place, Set<Integer> covered) {
        for (int i = 0; i < place.size(); i++) {
            covered.add(place.from() + i);
        }
    }

    /// Tests that seldom go together.
    private static void tested(Slots slots, Map<String, Integer> counts) {
        List<String> tests =
                slots.roles().stream().filter(Role::isTest).map(Role::fact).toList();
        Set<String> distinct = new TreeSet<>(tests);
        if (distinct.size() < tests.size()) {
            add(counts, "tested twice");
        }
        for (Role role : slots.roles()) {
            boolean equal = role.isTest()
                    && (role.operator().equals("=") || role.operator().equals("is"));
            if (equal && slots.keys().contains(role.fact())) {
                add(counts, "key is tested to be one");
            }
            if (equal && slots.of().filter(role.fact()::equals).isPresent()) {
                add(counts, "measured is tested to be one");
            }
        }
        slots.closed().forEach(closed -> {
            add(counts, "condition without a value");
            if (distinct.contains(Scored.attribute(closed))) {
                add(counts, "tested with and without a value");
            }
        });
    }

    /// How it is told of, against words that part.
    private void told(Slots slots, Map<String, Integer> counts) {
        boolean parted = heard.words().stream().anyMatch(APART::contains);
        boolean report = slots.measure().equals(Slots.REPORT);
        if (!report) {
            add(counts, (slots.keys().isEmpty() ? "no key" : "keys") + (parted ? " where words part" : ""));
            slots.keys().forEach(_ -> add(counts, "key of many"));
        }
        if (slots.flags().contains(Role.TOP) && slots.keys().isEmpty()) {
            add(counts, "largest of nothing");
        }
        add(counts, "measure " + slots.measure());
        Optional<Mention> time = heard.mentions().stream()
                .filter(Mention::isTime)
                .filter(mention ->
                        slots.roles().get(heard.mentions().indexOf(mention)).equals(Role.of(Role.FOR)))
                .findFirst();
        time.ifPresent(_ -> add(counts, "lasts"));
        if (report && slots.flags().contains(Role.EVERY)) {
            add(counts, "listed at times");
        }
    }

    /// How well the words call the kind.
    private void called(Slots slots, Map<String, Integer> counts) {
        String called = facts.calledBy(slots.kind(), heard);
        add(counts, "kind is called " + called);
    }
}
