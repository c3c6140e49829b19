package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes sentences apart into clauses that each ask for one thing: "count X and print Y", "the number of X, and the
/// sizes of Y", "for each P: X and Y".
final class Clauses {
    /// A clause and what stood around it.
    ///
    /// @param added   whether a word before or behind it says that it comes on top of what was asked before
    /// @param isFrame whether it stands before a colon and says something of all that follow in the sentence
    record Clause(List<Token> tokens, Draft draft, boolean added, boolean isFrame) {}

    private static final List<List<String>> ADDING = Tables.lines("adding.words").stream()
            .map(line -> List.of(line.split(" ")))
            .toList();
    private static final Set<String> ORDERS = Tables.words("orders.words");
    /// Orders that are names of things as well: they begin a clause only where more follows.
    private static final Set<String> NOUNS =
            Set.of("count", "sum", "log", "report", "record", "trace", "list", "limit", "output", "display");
    private static final Set<String> NO_OBJECTS =
            Set.of("of", "and", "or", "for", "per", "by", "in", "is", "to", "with", "from", "at");
    /// Words that begin what is said of each of something.
    private static final Set<String> FRAMES = Set.of("for", "each", "every", "on", "when", "whenever", "if");
    private static final Set<String> OFTEN = Set.of("every", "each", "once");
    private static final int MOST_CLAUSES = 24;

    private final Function<List<Token>, Draft> scan;

    /// `scan` tells what a clause says.
    Clauses(Function<List<Token>, Draft> scan) {
        this.scan = scan;
    }

    private static final Pattern MARK = Pattern.compile("(^|[\\s:;(])\\(?([1-9])[.)]\\s+(?=\\D)");
    private static final Pattern LETTER = Pattern.compile("(^|[\\s:;])\\(?([a-h])\\)\\s+");
    private static final Pattern BULLET = Pattern.compile("(?m)^[ \\t]*[-*•–][ \\t]+");
    private static final Pattern WRAPPED = Pattern.compile("(?<![.:;?!\\n])[ \\t]*\\r?\\n[ \\t]*(?=[a-z])");

    /// The request with numbers and bullets of lists taken away, so that each entry is a line, and lines that were only
    /// too long made one.
    static String unlisted(String request) {
        String text = request;
        Matcher marks = MARK.matcher(request);
        int wanted = 1;
        while (marks.find() && Integer.parseInt(marks.group(2)) == wanted) {
            wanted++;
        }
        if (wanted > 2) {
            text = MARK.matcher(text).replaceAll("$1\n");
        }
        Matcher letters = LETTER.matcher(text);
        if (letters.find()
                && letters.group(2).equals("a")
                && letters.find()
                && letters.group(2).equals("b")) {
            text = LETTER.matcher(text).replaceAll("$1\n");
        }
        text = inline(text);
        boolean listed = BULLET.matcher(text).find();
        text = BULLET.matcher(text).replaceAll("");
        return listed || wanted > 2 ? text : WRAPPED.matcher(text).replaceAll(" ");
    }

    /// A list in one line, behind a colon or at the start: "every 10 s: - forks - exits. Run for a minute."
    private static String inline(String text) {
        Matcher start = LIST.matcher(text);
        if (!start.find() || !ENTRY.matcher(text.substring(start.end())).find()) {
            return text;
        }
        String before = text.substring(0, start.start()) + (start.group(1) == null ? "" : ": ");
        return before + ENTRY.matcher(text.substring(start.end())).replaceAll("; ");
    }

    private static final Pattern LIST = Pattern.compile("(?:^|(:))[ \\t]*[-*•–][ \\t]+(?=\\p{L})");
    private static final Pattern ENTRY = Pattern.compile("[;,]?[ \\t]+[-*•–][ \\t]+(?=\\p{L})");

    /// The clauses of one sentence, in its order.
    List<Clause> of(List<Token> sentence) {
        List<Clause> clauses = new ArrayList<>();
        int colon = colon(sentence);
        if (colon > 0) {
            clause(sentence.subList(0, colon), true, false).ifPresent(clauses::add);
        }
        for (List<Token> order : orders(sentence.subList(colon < 0 ? 0 : colon + 1, sentence.size()))) {
            boolean first = true;
            for (List<Token> phrase : new Phrases(scan).of(order)) {
                if (clauses.size() < MOST_CLAUSES) {
                    clause(phrase, false, !first).ifPresent(clauses::add);
                }
                first = false;
            }
        }
        return clauses;
    }

    private Optional<Clause> clause(List<Token> tokens, boolean isFrame, boolean added) {
        List<Token> rest = trimmed(tokens);
        int front = adding(rest);
        rest = trimmed(rest.subList(front, rest.size()));
        int inside = inside(rest);
        if (inside > 0) {
            List<Token> without = new ArrayList<>(rest);
            without.remove(inside);
            rest = without;
        }
        int back = addingBehind(rest);
        rest = trimmed(rest.subList(0, rest.size() - back));
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        Draft draft = scan.apply(rest);
        boolean tells = draft.occasion.isPresent() || draft.having.isPresent();
        if (tells
                && draft.periodNanos.isEmpty()
                && rest.stream()
                        .anyMatch(token -> is(token, "within") || is(token, "in") && !draft.occasionKeys.isEmpty())) {
            draft.periodNanos = draft.durationNanos.or(() -> draft.withinNanos);
            draft.durationNanos = Optional.empty();
        }
        draft.frames = OFTEN.contains(text(rest.getFirst())) && draft.periodNanos.isPresent();
        return Optional.of(new Clause(rest, draft, added || front > 0 || back > 0 || inside > 0, isFrame));
    }

    /// Without commas and joining words at both ends.
    static List<Token> trimmed(List<Token> tokens) {
        int from = 0;
        int to = tokens.size();
        while (from < to && isJoint(tokens.get(from))) {
            from++;
        }
        while (to > from && isJoint(tokens.get(to - 1))) {
            to--;
        }
        return tokens.subList(from, to);
    }

    static boolean isJoint(Token token) {
        return token.kind() == Kind.COMMA
                || is(token, "and")
                || is(token, "plus")
                || is(token, ":")
                || is(token, "but")
                || is(token, "then");
    }

    static boolean is(Token token, String word) {
        return token.kind() == Kind.WORD && text(token).equals(word);
    }

    private static String text(Token token) {
        return token.text().toLowerCase(Locale.ROOT);
    }

    /// How many words in front say that something is added.
    static int adding(List<Token> tokens) {
        if (tokens.size() > 1
                && is(tokens.getFirst(), "separately")
                && List.of("for", "by", "per").contains(text(tokens.get(1)))) {
            return 0;
        }
        return ADDING.stream()
                .filter(words -> stands(words, tokens, 0))
                .mapToInt(List::size)
                .max()
                .orElse(0);
    }

    /// Where "too" stands before a comma; 0: nowhere.
    private static int inside(List<Token> tokens) {
        for (int at = 1; at + 1 < tokens.size(); at++) {
            if (is(tokens.get(at), "too") && tokens.get(at + 1).kind() == Kind.COMMA) {
                return at;
            }
        }
        return 0;
    }

    private static int addingBehind(List<Token> tokens) {
        return List.of(List.of("too"), List.of("as", "well"), List.of("in", "addition"), List.of("also")).stream()
                .filter(words -> tokens.size() > words.size() && stands(words, tokens, tokens.size() - words.size()))
                .mapToInt(List::size)
                .max()
                .orElse(0);
    }

    private static boolean stands(List<String> words, List<Token> tokens, int at) {
        if (at + words.size() > tokens.size()) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            if (!is(tokens.get(at + i), words.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// The colon behind which something else is asked for than a list of attributes; -1: there is none.
    private int colon(List<Token> sentence) {
        for (int at = 1; at < sentence.size(); at++) {
            if (is(sentence.get(at), ":")) {
                if (at + 1 == sentence.size()) {
                    return at;
                }
                Draft behind = scan.apply(sentence.subList(at + 1, sentence.size()));
                boolean asks = !behind.hits.isEmpty() || !behind.measures.isEmpty() || !behind.about.isEmpty();
                boolean frames = FRAMES.contains(text(sentence.get(at + 1)));
                return asks || frames || isHeading(sentence.subList(0, at)) || beginsOrder(sentence, at + 1) ? at : -1;
            }
        }
        return -1;
    }

    /// "Please write a script for my class: …"
    private boolean isHeading(List<Token> tokens) {
        return Background.isPurpose(tokens) && scan.apply(tokens).hits.isEmpty();
    }

    /// Parts the sentence where a further order begins.
    private List<List<Token>> orders(List<Token> sentence) {
        List<List<Token>> out = new ArrayList<>();
        int from = 0;
        for (int at = 1; at < sentence.size(); at++) {
            if (at > from
                    && isJoint(sentence.get(at - 1))
                    && (beginsOrder(sentence, at) || beginsList(sentence, from, at))
                    && says(sentence.subList(from, at))) {
                out.add(sentence.subList(from, at));
                from = at;
            }
        }
        out.add(sentence.subList(from, sentence.size()));
        return out;
    }

    /// "the average query time, and each query slower than 500 ms with its text": beside a number, what is listed.
    private boolean beginsList(List<Token> sentence, int from, int at) {
        boolean named = is(sentence.get(at), "the") && Openings.said(sentence.subList(at, sentence.size()), LISTED);
        if (!named && !LISTING.contains(text(sentence.get(at))) || at + 2 >= sentence.size()) {
            return false;
        }
        Draft before = scan.apply(sentence.subList(from, at));
        Draft behind = scan.apply(sentence.subList(at, sentence.size()));
        boolean shows = !behind.columns.isEmpty() || !behind.also.isEmpty();
        return Asks.measured(before)
                && behind.measures.isEmpty()
                && (named && !behind.conditions.isEmpty()
                        || behind.conditions.stream().anyMatch(condition -> condition.matches(".*[<>].*")))
                && shows
                && behind.periodNanos.isEmpty();
    }

    private static final Set<String> LISTED = Set.of("listed", "printed", "logged");

    private static final Set<String> LISTING = Set.of("each", "every", "any", "all");

    /// "trace and count opens": a verb alone is no clause.
    private static boolean says(List<Token> tokens) {
        long words = tokens.stream().filter(token -> !isJoint(token)).count();
        return words > 1;
    }

    /// How many words say when something is shown, before an order: "every 10 seconds", "at the end".
    private static int often(List<Token> sentence, int at) {
        int length = 0;
        if (stands(List.of("at", "the", "end"), sentence, at)) {
            length = 3;
        } else if (OFTEN.contains(text(sentence.get(at)))) {
            for (int to = at + 1; to < Math.min(sentence.size(), at + 4) && length == 0; to++) {
                boolean time = sentence.get(to).unit().isPresent()
                        || Set.of("second", "minute", "hour").contains(text(sentence.get(to)));
                length = time ? to + 1 - at : 0;
            }
        }
        boolean comma = length > 0
                && at + length < sentence.size()
                && sentence.get(at + length).kind() == Kind.COMMA;
        return comma ? length + 1 : length;
    }

    private static boolean wants(List<Token> sentence, int at) {
        return at + 2 < sentence.size()
                && Set.of("i", "we").contains(text(sentence.get(at)))
                && Set.of("want", "need", "would", "like").contains(text(sentence.get(at + 1)));
    }

    private static boolean beginsOrder(List<Token> sentence, int at) {
        int verb = at + often(sentence, at);
        if (verb > at && wants(sentence, verb)) {
            return true;
        }
        int adding = adding(sentence.subList(verb, sentence.size()));
        verb += adding;
        if (verb >= sentence.size() || sentence.get(verb).kind() != Kind.WORD) {
            return adding > 0 && verb < sentence.size();
        }
        String word = text(sentence.get(verb));
        if (!ORDERS.contains(word)) {
            return adding > 0;
        }
        boolean last = verb + 1 >= sentence.size() || isJoint(sentence.get(verb + 1));
        boolean object = !last
                && !(sentence.get(verb + 1).kind() == Kind.WORD && NO_OBJECTS.contains(text(sentence.get(verb + 1))));
        return !NOUNS.contains(word) || object || adding > 0;
    }
}
