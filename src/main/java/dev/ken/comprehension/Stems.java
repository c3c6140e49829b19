package dev.ken.comprehension;

import java.util.Locale;
import java.util.Map;

/// Words without their endings, so that "opens", "opened" and "opening" meet.
final class Stems {
    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("written", "writ"),
            Map.entry("wrote", "writ"),
            Map.entry("sent", "send"),
            Map.entry("ran", "run"),
            Map.entry("slept", "sleep"),
            Map.entry("made", "mak"),
            Map.entry("lost", "lose"),
            Map.entry("i/os", "i/o"),
            Map.entry("ios", "io"),
            Map.entry("cpus", "cpu"),
            Map.entry("latencies", "latency"));

    private Stems() {}

    static String of(String word) {
        String w = word.toLowerCase(Locale.ROOT);
        String known = IRREGULAR.get(w);
        if (known != null) {
            return known;
        }
        if (w.endsWith("'s")) {
            w = w.substring(0, w.length() - 2);
        }
        if (w.endsWith("ies") && w.length() > 4) {
            return w.substring(0, w.length() - 3) + "y";
        }
        for (String ending : new String[] {"ings", "ing", "ed", "es", "s"}) {
            if (w.endsWith(ending) && w.length() - ending.length() >= 3 && !w.endsWith("ss")) {
                w = w.substring(0, w.length() - ending.length());
                break;
            }
        }
        if (w.endsWith("e") && w.length() > 3) {
            w = w.substring(0, w.length() - 1);
        }
        int n = w.length();
        boolean doubled = n > 3 && w.charAt(n - 1) == w.charAt(n - 2);
        return doubled ? w.substring(0, n - 1) : w;
    }
}
