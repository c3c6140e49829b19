package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// What the heading of a tool says of all that follows: in "ext4: reads and writes" and "Swap monitor. Pages read, …"
/// its word belongs before each of the things that are named after it, where something is called so.
final class Headline {
    /// The longest heading, in words that say something.
    private static final int LONGEST = 7;

    private static final Set<String> ORDERS = Tables.words("orders.words");
    private static final Set<String> ARTICLES = Set.of("a", "an", "the", "our", "my");
    private static final Set<String> JOINTS = Tables.words("joints.words");

    private final Lexicon lexicon;
    private final Function<List<Token>, Draft> scan;
    private final Set<String> said = new LinkedHashSet<>();
    private final List<Token> words = new ArrayList<>();
    /// What the heading itself mentions.
    private final Set<String> own = new LinkedHashSet<>();

    Headline(Lexicon lexicon, Function<List<Token>, Draft> scan) {
        this.lexicon = lexicon;
        this.scan = scan;
    }

    /// Whether a sentence has no verb of an order or a question, so that it can only name what a tool is about.
    static boolean is(List<Token> sentence, Draft draft) {
        String first = sentence.getFirst().text().toLowerCase(Locale.ROOT);
        boolean folds = draft.measures.stream().anyMatch(measure -> !measure.equals("statistics"));
        long content = sentence.stream()
                .filter(token -> token.kind() == Kind.WORD && !Draft.isIgnorable(token.stem()))
                .count();
        return !folds
                && !ORDERS.contains(first)
                && content <= LONGEST
                && draft.columns.isEmpty()
                && (!draft.each || ARTICLES.contains(first))
                && draft.declines.isEmpty()
                && draft.occasion.isEmpty()
                && draft.having.isEmpty();
    }

    /// Takes the words of the heading of a tool.
    void take(List<Token> heading) {
        scan.apply(heading).hits.forEach(hit -> own.add(hit.kind()));
        for (Token token : heading) {
            boolean word = token.kind() == Kind.WORD || token.kind() == Kind.QUOTED;
            String text = token.text().toLowerCase(Locale.ROOT);
            if (word && !Draft.isIgnorable(token.stem()) && !JOINTS.contains(text) && said.add(text)) {
                words.add(Token.word(text));
            }
        }
    }

    /// The sentence with a word of the heading before each thing that is called by both.
    List<Token> completed(List<Token> sentence) {
        if (words.isEmpty() || sentence.isEmpty()) {
            return sentence;
        }
        List<Token> out = new ArrayList<>(sentence);
        Draft draft = scan.apply(sentence);
        List<String> free = new ArrayList<>(draft.words);
        if (!draft.hits.isEmpty()) {
            draft.maybe.forEach(words -> free.removeAll(List.of(words.split(" "))));
        }
        draft.also.forEach(words -> free.addAll(List.of(words.split(" "))));
        draft.columns.forEach(words -> free.addAll(List.of(words.split(" "))));
        for (int at = 0; at < out.size(); at++) {
            Token here = out.get(at);
            boolean plain = here.kind() == Kind.WORD && !Draft.isIgnorable(here.stem()) && free.contains(here.text());
            if (!plain || said.contains(here.text().toLowerCase(Locale.ROOT))) {
                continue;
            }
            int reach = Math.max(1, lexicon.phraseAt(out, at));
            for (Token word : words) {
                List<Token> more = new ArrayList<>(out);
                more.add(at, word);
                if (lexicon.phraseAt(more, at) > reach && names(more, at, out) || narrows(more, at, out)) {
                    out = more;
                    at++;
                    break;
                }
            }
        }
        return counted(out);
    }

    /// Under "Disk I/O", "the number of reads and writes" asks for two numbers.
    private List<Token> counted(List<Token> sentence) {
        for (int at = 2; at + 3 < sentence.size(); at++) {
            boolean both = words.contains(sentence.get(at))
                    && Clauses.is(sentence.get(at + 2), "and")
                    && Clauses.is(sentence.get(at - 1), "of")
                    && Clauses.is(sentence.get(at - 2), "number")
                    && isHalf(sentence.get(at), sentence.get(at + 1))
                    && isHalf(sentence.get(at), sentence.get(at + 3));
            if (both) {
                List<Token> out = new ArrayList<>(sentence);
                out.addAll(at + 3, sentence.subList(at - 2, at + 1));
                return out;
            }
        }
        return sentence;
    }

    private boolean isHalf(Token word, Token name) {
        Draft draft = scan.apply(List.of(word, name));
        return !draft.conditions.isEmpty() && draft.hits.stream().anyMatch(hit -> own.contains(hit.kind()));
    }

    /// Whether the two words at `at` name some of what the heading is about: under "Disk I/O", "reads" are disk reads.
    private boolean narrows(List<Token> longer, int at, List<Token> shorter) {
        Draft draft = scan.apply(longer);
        Draft before = scan.apply(shorter);
        return !before.restricts
                && !before.negates
                && before.notUnderstood.isEmpty()
                && draft.conditions.size() > before.conditions.size()
                && draft.conditions.containsAll(before.conditions)
                && draft.hits.stream()
                        .anyMatch(hit -> own.contains(hit.kind())
                                && hit.places().contains(at)
                                && hit.places().contains(at + 1)
                                && !before.hits.contains(hit));
    }

    /// Whether the phrase at `at` is what the longer sentence mentions and the shorter one does not.
    private boolean names(List<Token> longer, int at, List<Token> shorter) {
        Draft draft = scan.apply(longer);
        Set<String> before = new LinkedHashSet<>();
        scan.apply(shorter).hits.stream()
                .filter(hit -> hit.places().contains(at))
                .forEach(hit -> before.add(hit.kind()));
        return draft.hits.stream()
                .anyMatch(hit -> hit.places().contains(at)
                        && hit.places().contains(at + 1)
                        && !before.contains(hit.kind())
                        && !own.contains(hit.kind()));
    }
}
