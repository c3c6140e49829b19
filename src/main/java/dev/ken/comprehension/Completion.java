package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Says in the order and at the length that rules and phrases know what is written more briefly or the other way round:
/// "pid/comm/filename" is "pid, comm and filename", "address of the destination" is "destination address", and
/// "synchronous readaheads and asynchronous ones" are "synchronous readaheads and asynchronous readaheads". Only where
/// the catalog knows the result.
final class Completion {
    private static final int SHORTEST = 2;
    private static final int LONGEST = 4;
    private static final Set<String> KEPT = Set.of("i/o", "tcp/ip", "and/or", "n/a", "client/server");
    private static final Set<String> ARTICLES = Set.of("the", "a", "an", "its", "their");

    private final Lexicon lexicon;

    Completion(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /// The same request with what is said so said otherwise.
    List<Token> of(List<Token> tokens) {
        return ones(turned(parted(tokens)));
    }

    private List<Token> parted(List<Token> tokens) {
        List<Token> out = new ArrayList<>();
        for (Token token : tokens) {
            if (!isList(token)) {
                out.add(token);
                continue;
            }
            String[] words = token.text().split("/");
            for (int at = 0; at < words.length; at++) {
                if (at > 0) {
                    out.add(at + 1 < words.length ? Token.of(Kind.COMMA, ",") : Token.word("and"));
                }
                out.add(Token.word(words[at]));
            }
        }
        return out;
    }

    private boolean isList(Token token) {
        String text = text(token);
        if (token.kind() != Kind.WORD || text.indexOf('/') < 0 || KEPT.contains(text) || lexicon.isKnown(token)) {
            return false;
        }
        return List.of(token.text().split("/", -1)).stream()
                .allMatch(word -> word.length() >= SHORTEST
                        && Character.isLetter(word.charAt(0))
                        && (lexicon.isEnglishOrKnown(word) || lexicon.isProgram(Token.word(word))));
    }

    /// "cpu of origin" is "origin cpu" where that is what an attribute is called.
    private List<Token> turned(List<Token> tokens) {
        List<Token> out = new ArrayList<>();
        int at = 0;
        while (at < tokens.size()) {
            boolean of = at + 2 < tokens.size() && text(tokens.get(at + 1)).equals("of");
            int said = of && ARTICLES.contains(text(tokens.get(at + 2))) ? at + 3 : at + 2;
            boolean words = of
                    && said < tokens.size()
                    && tokens.get(at).kind() == Kind.WORD
                    && tokens.get(said).kind() == Kind.WORD;
            List<Token> pair = words ? List.of(tokens.get(said), tokens.get(at)) : List.of();
            boolean known = words
                    && !text(tokens.get(at)).startsWith("time")
                    && lexicon.attributeAt(tokens, at) == 1
                    && lexicon.attributeAt(pair, 0) == 2
                    && lexicon.phraseAt(tokens, said) == 0;
            out.addAll(known ? pair : List.of(tokens.get(at)));
            at = known ? said + 1 : at + 1;
        }
        return out;
    }

    /// "asynchronous ones": what was named before, of the other sort.
    private List<Token> ones(List<Token> tokens) {
        List<Token> out = new ArrayList<>();
        for (int at = 0; at < tokens.size(); at++) {
            boolean stands = at > 0 && Set.of("one", "ones").contains(text(tokens.get(at)));
            Optional<List<Token>> named = stands ? named(tokens, at) : Optional.empty();
            out.addAll(named.orElse(List.of(tokens.get(at))));
        }
        return List.copyOf(out);
    }

    private Optional<List<Token>> named(List<Token> tokens, int at) {
        Token sort = tokens.get(at - 1);
        for (int from = at - 2; from > 0; from--) {
            for (int length = Math.min(LONGEST, at - 1 - from); length > 0; length--) {
                List<Token> noun = tokens.subList(from, from + length);
                boolean phrase = lexicon.phraseAt(tokens, from - 1) == length + 1
                        && noun.stream().allMatch(token -> token.kind() == Kind.WORD);
                List<Token> whole = new ArrayList<>(List.of(sort));
                whole.addAll(noun);
                if (phrase && lexicon.phraseAt(whole, 0) == whole.size()) {
                    return Optional.of(List.copyOf(noun));
                }
            }
        }
        return Optional.empty();
    }

    private static String text(Token token) {
        return token.kind() == Kind.WORD ? token.text().toLowerCase(Locale.ROOT) : "";
    }
}
