package dev.ken.comprehension;

import java.util.ArrayList;
import java.util.List;

/// Finding phrases among tokens.
final class Phrases {
    private Phrases() {}

    /// Where a phrase was found: the positions of its words.
    record Match(List<Integer> positions, int score) {}

    static List<String> stems(String phrase) {
        List<String> stems = new ArrayList<>();
        for (String word : phrase.split("\\s+")) {
            stems.add(Stems.of(word));
        }
        return stems;
    }

    /// The best occurrence of all words of `phrase` among the free tokens, close together and in any order; empty list
    /// of
    /// positions where there is none. Words count ten each, words between them cost two.
    static Match find(String phrase, List<Token> tokens, boolean[] taken) {
        List<String> stems = stems(phrase);
        Match best = new Match(List.of(), 0);
        for (int start = 0; start < tokens.size(); start++) {
            List<Integer> positions = new ArrayList<>();
            int reach = Math.min(tokens.size(), start + stems.size() + 2);
            List<String> wanted = new ArrayList<>(stems);
            for (int at = start; at < reach && !wanted.isEmpty(); at++) {
                if (!taken[at]
                        && tokens.get(at).kind() == Token.Kind.WORD
                        && wanted.remove(tokens.get(at).stem())) {
                    positions.add(at);
                } else if (at == start) {
                    break;
                }
            }
            if (wanted.isEmpty()) {
                int span = positions.getLast() - positions.getFirst() + 1;
                int score = 10 * stems.size() - 2 * (span - stems.size());
                if (score > best.score()) {
                    best = new Match(positions, score);
                }
            }
        }
        return best;
    }

    /// Whether the words of `phrase` stand at `at`, one after another; their number, or 0.
    static int at(String phrase, List<Token> tokens, int at) {
        List<String> stems = stems(phrase);
        if (at + stems.size() > tokens.size()) {
            return 0;
        }
        for (int i = 0; i < stems.size(); i++) {
            Token token = tokens.get(at + i);
            if (token.kind() != Token.Kind.WORD || !token.stem().equals(stems.get(i))) {
                return 0;
            }
        }
        return stems.size();
    }
}
