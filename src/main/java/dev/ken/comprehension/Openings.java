package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// The sentences of a text, and how they begin: headings, labels before a colon, "I need a tool that".
final class Openings {
    private static final int MOST_HEADING = 12;
    private static final int MOST_SENTENCES = 20;
    private static final Set<String> THINGS =
            Set.of("tool", "script", "program", "something", "one-liner", "monitor", "bpftrace", "probe");
    private static final Set<String> WHAT = Set.of("that", "which");
    private static final int LONGEST_PREAMBLE = 9;
    /// Orders that may only say what a tool is about.
    static final Set<String> LOOKING = Set.of("watch", "monitor", "track", "follow", "look", "keep", "trace");
    private static final Set<String> ORDERS = Tables.words("orders.words");
    static final Set<String> QUESTIONS = Set.of(
            "is", "are", "do", "does", "did", "why", "when", "which", "who", "what", "where", "how", "has", "have",
            "can");

    private final Function<List<Token>, Draft> scan;

    Openings(Function<List<Token>, Draft> scan) {
        this.scan = scan;
    }

    static List<List<Token>> sentences(List<Token> text) {
        List<List<Token>> sentences = new ArrayList<>();
        List<Token> sentence = new ArrayList<>();
        for (Token token : text) {
            if (token.kind() == Kind.STOP && !token.text().equals(";")) {
                sentences.add(sentence);
                sentence = new ArrayList<>();
            } else {
                sentence.add(token.kind() == Kind.STOP ? Token.of(Kind.COMMA, ";") : token);
            }
        }
        sentences.add(sentence);
        sentences.removeIf(List::isEmpty);
        return sentences;
    }

    /// The sentences, parted at semicolons too.
    static List<List<Token>> parted(List<Token> tokens) {
        List<List<Token>> sentences = new ArrayList<>();
        List<Token> sentence = new ArrayList<>();
        for (Token token : tokens) {
            if (token.kind() == Kind.STOP && sentences.size() < MOST_SENTENCES) {
                if (!sentence.isEmpty()) {
                    sentences.add(sentence);
                }
                sentence = new ArrayList<>();
            } else {
                sentence.add(token);
            }
        }
        if (!sentence.isEmpty()) {
            sentences.add(sentence);
        }
        return sentences;
    }

    /// Whether every sentence says what is to be shown: none of them is a heading or a question.
    static boolean isAllOrders(List<Token> text) {
        return parted(text).stream().allMatch(sentence -> said(sentence.subList(0, 1), SHOWING));
    }

    private static final Set<String> SHOWING =
            Set.of("print", "list", "log", "report", "show", "count", "display", "every", "also", "each");

    static List<List<Token>> split(List<Token> text) {
        List<List<Token>> parts = new ArrayList<>(List.of(new ArrayList<>()));
        for (Token token : text) {
            if (token.kind() == Kind.COMMA && token.text().equals(";")) {
                parts.add(new ArrayList<>());
            } else {
                parts.getLast().add(token);
            }
        }
        parts.removeIf(List::isEmpty);
        return parts;
    }

    /// Without "I need a tool that", "could you write something which".
    static List<Token> preamble(List<Token> sentence) {
        for (int at = 1; at + 1 < Math.min(sentence.size(), LONGEST_PREAMBLE); at++) {
            if (said(sentence.subList(at - 1, at), THINGS) && said(sentence.subList(at, at + 1), WHAT)) {
                return sentence.subList(at + 1, sentence.size());
            }
        }
        return sentence;
    }

    /// Whether the sentence may only tell what the tool is about; `loose`: it could not be read otherwise.
    boolean isHeading(List<Token> sentence, boolean loose) {
        Draft draft = scan.apply(sentence);
        String first = sentence.getFirst().text().toLowerCase(Locale.ROOT);
        boolean data = sentence.stream()
                .anyMatch(token -> token.kind() != Kind.WORD
                        && token.kind() != Kind.COMMA
                        && draft.notUnderstood.contains(token.text()));
        if (data
                || draft.restricts
                || draft.negates
                || draft.declines.contains("destructive") && ORDERS.contains(first)) {
            return false;
        }
        boolean colon = sentence.stream().anyMatch(token -> Clauses.is(token, ":"));
        if (loose) {
            return !colon
                    && (!ORDERS.contains(first) || LOOKING.contains(first))
                    && draft.measures.isEmpty()
                    && draft.columns.isEmpty()
                    && (QUESTIONS.contains(first) || Background.isPurpose(sentence) || sentence.size() <= MOST_HEADING);
        }
        return !colon
                && !ORDERS.contains(first)
                && !QUESTIONS.contains(first)
                && sentence.size() <= MOST_HEADING
                && draft.measures.isEmpty()
                && draft.columns.isEmpty()
                && draft.also.isEmpty()
                && !draft.each
                && draft.occasion.isEmpty();
    }

    /// "Monitor disk I/O.": an order that may only say what all that follows is about.
    static boolean isLooking(List<Token> sentence, Draft draft) {
        return isLookingAt(sentence, draft) && draft.conditions.isEmpty();
    }

    /// The same, where it may say of which.
    static boolean isLookingAt(List<Token> sentence, Draft draft) {
        return LOOKING.contains(sentence.getFirst().text().toLowerCase(Locale.ROOT))
                && !draft.hits.isEmpty()
                && !Asks.any(draft)
                && draft.notUnderstood.isEmpty();
    }

    /// "Crash watch", "Slow I/O log" before a colon.
    boolean isLabel(List<Token> before) {
        Draft draft = scan.apply(before);
        return before.size() <= 3
                && !ORDERS.contains(before.getFirst().text().toLowerCase(Locale.ROOT))
                && draft.measures.isEmpty()
                && draft.keys.isEmpty()
                && draft.conditions.isEmpty()
                && draft.declines.isEmpty();
    }

    /// Whether words in front only name a tool, so that it is asked without them: no program, order or question is in
    /// them, and nothing that picks some of what is asked for.
    static boolean isTitle(String title, Lexicon lexicon) {
        return Tokenizer.tokens(title).stream().allMatch(token -> {
            String word = token.text().toLowerCase(Locale.ROOT);
            return !QUESTIONS.contains(word)
                    && !ORDERS.contains(word)
                    && !lexicon.isProgram(token)
                    && lexicon.isEnglishOrKnown(word)
                    && (TITLING.contains(word) || Draft.isIgnorable(token.stem()));
        });
    }

    private static final Set<String> TITLING = Tables.words("titling.words");

    /// Where a colon stands with words on both sides; 0: nowhere.
    static int colon(List<Token> sentence) {
        for (int at = 1; at + 1 < sentence.size(); at++) {
            if (Clauses.is(sentence.get(at), ":")) {
                return at;
            }
        }
        return 0;
    }

    static boolean said(List<Token> sentence, Set<String> words) {
        return sentence.stream().anyMatch(token -> words.contains(token.text().toLowerCase(Locale.ROOT)));
    }
}
