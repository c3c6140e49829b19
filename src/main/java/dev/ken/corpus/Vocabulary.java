package dev.ken.corpus;

import dev.ken.corpus.Query.Slot;
import dev.ken.kernel.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The words that documents have, to recognise those that are misspelt.
final class Vocabulary {
    private static final int SHORTEST_MISSPELT = 5;
    private static final int LONG = 8;
    private static final double MISSPELT = 0.85;
    private static final int MOST_SPELLINGS = 4;

    private final Set<String> stems = new LinkedHashSet<>();
    private final Set<String> ordinary = new LinkedHashSet<>();

    Vocabulary(Iterable<String> stems) {
        stems.forEach(this.stems::add);
        WordFiles.lines("ordinary.words").forEach(line -> ordinary.addAll(Words.split(line)));
    }

    /// Whether it is an English word besides being a name.
    boolean isOrdinary(String word) {
        return ordinary.contains(word);
    }

    boolean hasAll(String text) {
        return stems.containsAll(Words.stems(text));
    }

    /// The query with the nearest spellings of words that nothing has.
    Query spelt(Query query) {
        List<Slot> slots = new ArrayList<>();
        for (Slot slot : query.slots()) {
            boolean known = slot.options().keySet().stream().anyMatch(stems::contains);
            boolean misspelt = !known && slot.weight() == 1 && slot.word().length() >= SHORTEST_MISSPELT;
            slots.add(misspelt ? new Slot(slot.word(), slot.weight(), spellings(slot.word())) : slot);
        }
        return new Query(slots);
    }

    /// The text with each word that nothing has as the nearest that something has.
    String spelt(String text) {
        StringBuilder spelt = new StringBuilder();
        for (String word : Words.split(text)) {
            List<String> stem = Words.stems(word);
            boolean asked = stem.size() == 1 && word.length() >= SHORTEST_MISSPELT && !stems.contains(stem.getFirst());
            String near = asked ? spellings(stem.getFirst()).keySet().iterator().next() : word;
            spelt.append(spelt.isEmpty() ? "" : " ").append(asked && stems.contains(near) ? near : word);
        }
        return spelt.toString();
    }

    private Map<String, Double> spellings(String word) {
        int most = word.length() < LONG ? 1 : 2;
        Map<String, Double> near = new LinkedHashMap<>();
        for (int distance = 1; distance <= most && near.isEmpty(); distance++) {
            for (String stem : stems) {
                if (near.size() < MOST_SPELLINGS
                        && Math.abs(stem.length() - word.length()) <= distance
                        && Spelling.distance(stem, word) == distance) {
                    near.put(stem, MISSPELT);
                }
            }
        }
        return near.isEmpty() ? Map.of(word, 1.0) : near;
    }
}
