package dev.ken.corpus;

import java.util.Map;

/// Words without their endings, so that "allocates", "allocated" and "allocation" meet. A lighter hand than Porter's
/// stemmer (Program 14, 1980): only inflections, and nouns in -ion.
final class Stems {
    private static final Map<String, String> IRREGULAR = WordFiles.pairs("stems.words");
    private static final int SHORTEST = 3;

    private Stems() {}

    /// The stem of a word in lower case.
    static String of(String word) {
        String known = IRREGULAR.get(word);
        if (known != null) {
            return known;
        }
        String w = word;
        if (w.length() <= SHORTEST || Character.isDigit(w.charAt(0))) {
            return w;
        }
        if (w.endsWith("ies") && w.length() > SHORTEST + 1) {
            return w.substring(0, w.length() - 3) + "y";
        }
        if (w.endsWith("s") && !w.endsWith("ss") && !w.endsWith("us") && !w.endsWith("is")) {
            w = w.substring(0, w.length() - 1);
        }
        String bare = without(w);
        if (bare.endsWith("e") && bare.length() > SHORTEST) {
            bare = bare.substring(0, bare.length() - 1);
        }
        int n = bare.length();
        boolean doubled = n > SHORTEST && bare.charAt(n - 1) == bare.charAt(n - 2) && bare.charAt(n - 1) != 's';
        String stem = doubled ? bare.substring(0, n - 1) : bare;
        return IRREGULAR.getOrDefault(stem, stem);
    }

    private static String without(String w) {
        for (String ending : new String[] {"ing", "ed", "ion"}) {
            int left = w.length() - ending.length();
            if (w.endsWith(ending) && left >= SHORTEST) {
                boolean noun = !ending.equals("ion") || w.charAt(left - 1) == 't' || w.charAt(left - 1) == 's';
                return noun ? w.substring(0, left) : w;
            }
        }
        return w;
    }
}
