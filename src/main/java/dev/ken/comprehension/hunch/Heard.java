package dev.ken.comprehension.hunch;

import java.util.List;

/// What was heard of a request: its words without endings, where a mention is told by its form, and the mentions.
public record Heard(List<String> words, List<Mention> mentions) {
    /// Before a word that belongs to another thing that is asked for.
    static final String ELSEWHERE = "~";

    private static final String OUTSIDE = "^";

    public Heard {
        words = List.copyOf(words);
        mentions = List.copyOf(mentions);
    }

    /// Whether a mention belongs to another thing that is asked for.
    boolean isElsewhere(Mention mention) {
        return at(mention.place()).startsWith(ELSEWHERE);
    }

    /// The word at a place, or a sign for what is outside.
    String at(int place) {
        return place < 0 || place >= words.size() ? OUTSIDE : words.get(place);
    }
}
