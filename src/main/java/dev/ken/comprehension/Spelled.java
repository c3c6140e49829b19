package dev.ken.comprehension;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A request as the words that are scanned: spelled out, corrected and reworded.
record Spelled(Lexicon lexicon, ExactNames names) {
    private static final Set<String> NAMING = Set.copyOf(Lexicon.stems("named called comm"));

    /// Its words as they stand, what is abbreviated spelled out.
    static List<Token> tokens(String request, Lexicon lexicon) {
        String spelled = Asides.spelled(Clauses.unlisted(Headings.without(request)), lexicon);
        return new Completion(lexicon).of(Places.named(Definitions.spelled(Idioms.without(Tokenizer.tokens(spelled)))));
    }

    /// What is scanned of them; what was corrected is told in `assumptions`.
    List<Token> words(List<Token> tokens, List<String> assumptions) {
        List<Token> plain =
                new Exclusions(lexicon).repeated(new Coordination(lexicon).completed(corrected(tokens, assumptions)));
        return new Rewording(this::scanned).of(plain);
    }

    /// A request with its misspelt words as they are meant, and all else as it stands.
    String spelled(String request) {
        List<Token> tokens = Tokenizer.tokens(request);
        StringBuilder out = new StringBuilder(request);
        int from = 0;
        for (int at = 0; at < tokens.size(); at++) {
            String text = tokens.get(at).text();
            int start = out.indexOf(text, from);
            if (start >= 0) {
                String right = right(tokens, at).orElse(text);
                out.replace(start, start + text.length(), right);
                from = start + right.length();
            }
        }
        return out.toString();
    }

    Draft scanned(List<Token> words) {
        return new Scanner(words, lexicon, names).scan();
    }

    private List<Token> corrected(List<Token> tokens, List<String> assumptions) {
        List<Token> out = new ArrayList<>();
        for (int at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            Optional<String> right = right(tokens, at);
            right.ifPresent(word -> assumptions.add("“" + token.text() + "” is read as “" + word + "”."));
            out.add(right.map(Token::word).orElse(token));
        }
        return out;
    }

    private Optional<String> right(List<Token> tokens, int at) {
        boolean isName = names.at(tokens, at).isPresent();
        return isName || isNamed(tokens, at) ? Optional.empty() : lexicon.corrected(tokens.get(at));
    }

    /// Whether the word before says that this one is a name.
    private static boolean isNamed(List<Token> tokens, int at) {
        return at > 0 && NAMING.contains(tokens.get(at - 1).stem());
    }
}
