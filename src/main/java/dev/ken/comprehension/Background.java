package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What a request tells only so that it is known why something is asked: whole sentences, and the ends of others.
final class Background {
    private static final Set<String> STARTS = Tables.words("background.words");
    private static final Set<String> WONDERING = Tables.words("wondering.words");
    private static final List<List<String>> REASONS = Tables.lines("reasons.words").stream()
            .map(line -> List.of(line.split(" ")))
            .toList();

    private Background() {}

    /// Whether a sentence says nothing of what is to be observed.
    static boolean is(List<Token> sentence, Draft draft) {
        boolean begins = !sentence.isEmpty() && STARTS.contains(text(sentence.getFirst()));
        boolean wonders = sentence.stream().map(Background::text).anyMatch(WONDERING::contains);
        return begins && draft.asksNothing() && (draft.hits.isEmpty() || wonders);
    }

    /// The sentence up to where it begins to tell why.
    static List<Token> without(List<Token> sentence) {
        for (int at = 1; at < sentence.size(); at++) {
            for (List<String> reason : REASONS) {
                if (stands(reason, sentence, at)) {
                    return new ArrayList<>(sentence.subList(0, at));
                }
            }
        }
        return sentence;
    }

    /// Says that it was passed over.
    static String told(List<Token> sentence) {
        String words = sentence.stream().map(Token::text).collect(Collectors.joining(" "));
        return "“" + words + "” is taken as the reason, not as part of what is asked.";
    }

    private static boolean stands(List<String> words, List<Token> sentence, int at) {
        if (at + words.size() > sentence.size()) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            if (sentence.get(at + i).kind() != Kind.WORD
                    || !text(sentence.get(at + i)).equals(words.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static String text(Token token) {
        return token.text().toLowerCase(Locale.ROOT).replace('’', '\'');
    }
}
