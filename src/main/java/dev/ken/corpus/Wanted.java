package dev.ken.corpus;

import dev.ken.corpus.Document.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What kind of thing a query asks for, where it says so ("kernel function that allocates pages"), and what it is about
/// besides ("allocates pages"). The phrases stand in `kinds.words`.
record Wanted(Optional<Kind> kind, String about) {
    private static final int LONGEST_PHRASE = 6;
    private static final Map<String, Kind> PHRASES = phrases();

    static Wanted of(String text) {
        List<String> words = Words.split(text);
        List<String> about = new ArrayList<>();
        Optional<Kind> kind = Optional.empty();
        int i = 0;
        while (i < words.size()) {
            int taken = 0;
            for (int n = Math.min(LONGEST_PHRASE, words.size() - i); n > 0 && taken == 0; n--) {
                Kind said = PHRASES.get(String.join(" ", words.subList(i, i + n)));
                if (said != null) {
                    kind = kind.or(() -> Optional.of(said));
                    taken = n;
                }
            }
            if (taken == 0) {
                about.add(words.get(i));
            }
            i += Math.max(1, taken);
        }
        return kind.isEmpty() || about.isEmpty() ? new Wanted(kind, text) : new Wanted(kind, String.join(" ", about));
    }

    private static Map<String, Kind> phrases() {
        Map<String, Kind> all = new LinkedHashMap<>();
        for (String line : WordFiles.lines("kinds.words")) {
            int colon = line.indexOf(':');
            Kind kind = Kind.valueOf(line.substring(0, colon).strip().toUpperCase(Locale.ROOT));
            for (String phrase : line.substring(colon + 1).split(";")) {
                all.put(String.join(" ", Words.split(phrase)), kind);
            }
        }
        return all;
    }
}
