package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Words that stand for others wherever they are ("isn't" for "is not", "half a second" for "500 ms"), so that rules
/// need not name them all. What stands in quotes is left alone.
final class Idioms {
    private static final String NOTHING = "-";

    /// The replacements by their first word, the longest first.
    private static final Map<String, List<Idiom>> BY_FIRST = read();

    private record Idiom(List<String> words, List<Token> meaning) {}

    private Idioms() {}

    private static Map<String, List<Idiom>> read() {
        Map<String, List<Idiom>> all = new LinkedHashMap<>();
        for (String line : Tables.lines("idioms.table")) {
            String[] sides = line.split(" = ", 2);
            List<String> words = List.of(sides[0].split(" "));
            String meaning = sides[1].strip();
            List<Token> tokens = meaning.equals(NOTHING) ? List.of() : Tokenizer.tokens(meaning);
            List<Idiom> same = all.computeIfAbsent(words.getFirst(), _ -> new ArrayList<>());
            same.add(new Idiom(words, tokens));
            same.sort((one, other) -> other.words().size() - one.words().size());
        }
        return all;
    }

    /// The same request in the words that rules know.
    static List<Token> without(List<Token> tokens) {
        List<Token> out = new ArrayList<>();
        int at = 0;
        while (at < tokens.size()) {
            Optional<Idiom> idiom = at(tokens, at);
            out.addAll(idiom.map(Idiom::meaning).orElse(List.of(tokens.get(at))));
            at += idiom.map(found -> found.words().size()).orElse(1);
        }
        return List.copyOf(out);
    }

    private static Optional<Idiom> at(List<Token> tokens, int at) {
        return BY_FIRST.getOrDefault(text(tokens.get(at)), List.of()).stream()
                .filter(idiom -> stands(idiom.words(), tokens, at))
                .findFirst();
    }

    private static boolean stands(List<String> words, List<Token> tokens, int at) {
        if (at + words.size() > tokens.size()) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            if (!text(tokens.get(at + i)).equals(words.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static String text(Token token) {
        return token.kind() == Kind.WORD || token.kind() == Kind.COMMA
                ? token.text().toLowerCase(Locale.ROOT).replace('’', '\'')
                : "";
    }
}
