package dev.ken.corpus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A query as slots: each word that was asked for, with the words that may stand for it (`related.words`). Words of
/// `chatter.words` are about the answer ("count", "histogram", "which"), not about the event; they weigh little.
record Query(List<Slot> slots) {
    /// Most words of a query that are looked at.
    static final int MOST_WORDS = 64;

    private static final double CHATTER = 0.12;
    private static final double RELATED = 0.75;
    private static final double EXTRA = 0.8;
    private static final int LONGEST_RULE = 4;
    private static final Set<String> CHATTERING = chatter();
    private static final Map<String, List<String>> RELATIONS = relations();

    /// @param word   the stem that was asked for; empty for a slot that a rule added
    /// @param weight how much it counts, 0..1
    /// @param options stems that answer it, and how well, 0..1
    record Slot(String word, double weight, Map<String, Double> options) {}

    static Query of(String text) {
        return ofStems(Words.stems(text));
    }

    static boolean isChatter(String stem) {
        return CHATTERING.contains(stem);
    }

    static Query ofStems(List<String> words) {
        List<String> stems = words.subList(0, Math.min(MOST_WORDS, words.size()));
        List<Slot> slots = new ArrayList<>();
        List<Slot> extra = new ArrayList<>();
        for (int i = 0; i < stems.size(); i++) {
            String stem = stems.get(i);
            Map<String, Double> options = new LinkedHashMap<>();
            options.put(stem, 1.0);
            RELATIONS.getOrDefault(stem, List.of()).forEach(other -> options.putIfAbsent(other, RELATED));
            slots.add(new Slot(stem, CHATTERING.contains(stem) ? CHATTER : 1.0, options));
            for (int n = 2; n <= Math.min(LONGEST_RULE, stems.size() - i); n++) {
                String phrase = String.join(" ", stems.subList(i, i + n));
                for (String other : RELATIONS.getOrDefault(phrase, List.of())) {
                    extra.add(new Slot("", EXTRA, Map.of(other, 1.0)));
                }
            }
        }
        slots.addAll(extra);
        return new Query(merged(slots));
    }

    /// A word that is said twice is asked for once.
    private static List<Slot> merged(List<Slot> slots) {
        Map<String, Slot> first = new LinkedHashMap<>();
        for (Slot slot : slots) {
            String key = slot.options().keySet().iterator().next();
            first.merge(key, slot, (old, more) -> old.weight() >= more.weight() ? old : more);
        }
        return List.copyOf(first.values());
    }

    private static Set<String> chatter() {
        Set<String> all = new LinkedHashSet<>();
        WordFiles.lines("chatter.words").forEach(line -> all.addAll(Words.stems(line)));
        return all;
    }

    /// `left; left > right; right`: the words of the right sides may stand for the left ones.
    private static Map<String, List<String>> relations() {
        Map<String, List<String>> rules = new LinkedHashMap<>();
        for (String line : WordFiles.lines("related.words")) {
            String[] sides = line.split(" > ", 2);
            if (sides.length < 2) {
                throw new IllegalStateException("related.words: no ' > ' in " + line);
            }
            List<String> right = Words.stems(sides[1]);
            for (String left : sides[0].split(";")) {
                rules.computeIfAbsent(String.join(" ", Words.stems(left)), _ -> new ArrayList<>())
                        .addAll(right);
            }
        }
        return rules;
    }
}
