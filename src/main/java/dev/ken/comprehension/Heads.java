package dev.ken.comprehension;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/// Words with which something of its own is asked for beside what stands before: "the number of", "how many", "the path
/// of each". What they open has its own groups, its own top and its own period.
final class Heads {
    private static final Set<String> ARTICLES =
            Set.of("the", "a", "an", "their", "its", "also", "total", "overall", "one", "and", "then");
    private static final Set<String> NOUNS = Set.of("number", "count", "counts", "numbers");
    private static final Set<String> QUESTIONS = Set.of("many", "much", "often", "long");
    private static final Set<String> EACH = Set.of("each", "every", "any");
    private static final int LONGEST_FACT = 3;

    private Heads() {}

    /// Whether a number of its own is named from `piece` on.
    static boolean counts(List<Token> piece) {
        int at = behindArticles(piece, 0);
        boolean of = at + 2 < piece.size() && Clauses.is(piece.get(at + 1), "of");
        boolean how =
                at + 1 < piece.size() && Clauses.is(piece.get(at), "how") && QUESTIONS.contains(text(piece, at + 1));
        return how || of && NOUNS.contains(text(piece, at));
    }

    /// Whether "the path of each …" or "the name of every …" stands at `from`.
    static boolean lists(List<Token> clause, int from) {
        int at = from < clause.size() && Clauses.is(clause.get(from), "and") ? from + 1 : from;
        boolean the = at < clause.size() && Clauses.is(clause.get(at), "the");
        for (int to = at + 2; the && to + 2 < clause.size() && to <= at + 1 + LONGEST_FACT; to++) {
            if (Clauses.isJoint(clause.get(to - 1))) {
                return false;
            }
            if (Clauses.is(clause.get(to), "of") && EACH.contains(text(clause, to + 1))) {
                return true;
            }
        }
        return false;
    }

    private static final Set<String> RELATIVE = Set.of("it", "he", "she", "they", "that", "which", "who");

    /// Whether "the files it deletes" stands at `at`, beside "the programs it starts" before it.
    static boolean beside(List<Token> clause, int at) {
        int the = at < clause.size() && Clauses.is(clause.get(at), "and") ? at + 1 : at;
        return isRelative(clause, the)
                && IntStream.range(0, Math.max(0, at - 2)).anyMatch(place -> isRelative(clause, place));
    }

    private static boolean isRelative(List<Token> clause, int at) {
        return at + 3 < clause.size()
                && Clauses.is(clause.get(at), "the")
                && clause.get(at + 1).kind() == Token.Kind.WORD
                && !Clauses.isJoint(clause.get(at + 1))
                && RELATIVE.contains(text(clause, at + 2));
    }

    /// Whether `piece`, in which `more` is said, is beside what `before` asks for and not of it.
    static boolean parts(Draft before, Draft more, List<Token> piece) {
        if (Openings.said(piece, Set.of("or"))) {
            // "and how often read or write fails": of both, which is read with what stands before.
            return false;
        }
        boolean names = !more.hits.isEmpty() || !more.content.isEmpty();
        boolean tables = Asks.measured(before) || !before.keys.isEmpty();
        if (before.hits.isEmpty() || !names) {
            return !before.hits.isEmpty() && tables && lists(piece, 0);
        }
        boolean keyed = !before.keys.isEmpty() && !more.keys.isEmpty() && Asks.measured(more);
        boolean paced = before.periodNanos.isPresent()
                && more.periodNanos.isPresent()
                && !more.hits.isEmpty()
                && !before.frames;
        boolean rate = Pace.isSaid(before) && !more.hits.isEmpty() && Asks.measured(more);
        boolean listed = tables && lists(piece, 0);
        boolean back = counts(piece) && !Asks.measured(before) && Openings.said(piece, Set.of("those", "these"));
        return paced || rate || listed || back || keyed && (counts(piece) || !Asks.measured(before));
    }

    private static int behindArticles(List<Token> piece, int from) {
        int at = from;
        while (at < piece.size() && ARTICLES.contains(text(piece, at))) {
            at++;
        }
        return at;
    }

    private static String text(List<Token> tokens, int at) {
        return tokens.get(at).text().toLowerCase(Locale.ROOT);
    }
}
