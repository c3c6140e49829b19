package dev.ken.comprehension;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Words without their endings, so that "opens", "opened" and "opening" meet.
final class Stems {
    private static final Map<String, String> IRREGULAR = Tables.pairs("irregular.words");
    private static final List<String> ENDINGS = List.of("ing", "ed", "es", "s");
    private static final int SHORTEST = 3;

    private Stems() {}

    static String of(String word) {
        String w = word.toLowerCase(Locale.ROOT);
        if (w.endsWith("'s") || w.endsWith("’s")) {
            w = w.substring(0, w.length() - 2);
        }
        String known = IRREGULAR.get(w);
        if (known != null) {
            return known;
        }
        if (w.endsWith("ies") && w.length() > SHORTEST + 1) {
            return w.substring(0, w.length() - 3) + "y";
        }
        if (w.endsWith("ings") && w.length() > "ings".length() + 2) {
            w = w.substring(0, w.length() - 1);
        }
        for (String ending : ENDINGS) {
            if (w.endsWith(ending) && w.length() - ending.length() >= SHORTEST && !w.endsWith("ss")) {
                w = w.substring(0, w.length() - ending.length());
                break;
            }
        }
        if (w.endsWith("e") && w.length() > SHORTEST) {
            w = w.substring(0, w.length() - 1);
        }
        int n = w.length();
        boolean doubled = n > SHORTEST && w.charAt(n - 1) == w.charAt(n - 2);
        return doubled ? w.substring(0, n - 1) : w;
    }
}
