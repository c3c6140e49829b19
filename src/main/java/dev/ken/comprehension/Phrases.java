package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Parts what a clause asks for where it is several things: "the number of reads and how many bytes they return",
/// "page faults by process, and kmalloc bytes by process". What only lists ("opens and closes", "pid and name",
/// "average and maximum latency") stays together.
final class Phrases {
    private static final Set<String> ARTICLES =
            Set.of("the", "a", "an", "its", "their", "of", "give", "me", "show", "print");

    private final Function<List<Token>, Draft> scan;

    Phrases(Function<List<Token>, Draft> scan) {
        this.scan = scan;
    }

    List<List<Token>> of(List<Token> clause) {
        List<List<Token>> out = new ArrayList<>();
        List<Token> current = new ArrayList<>();
        List<Token> joints = new ArrayList<>();
        List<Token> waiting = new ArrayList<>();
        for (List<Token> piece : pieces(clause, scan.apply(clause).listed)) {
            if (piece.size() == 1 && Clauses.isJoint(piece.getFirst())) {
                joints.add(piece.getFirst());
                continue;
            }
            if (!current.isEmpty() && isBareMeasure(piece)) {
                waiting.addAll(joints);
                waiting.addAll(piece);
                joints.clear();
                continue;
            }
            List<Token> whole = new ArrayList<>(waiting);
            whole.addAll(joints);
            whole.addAll(piece);
            if (!current.isEmpty() && begins(current, whole, piece)) {
                out.add(current);
                current = new ArrayList<>(whole);
            } else {
                current.addAll(whole);
            }
            joints.clear();
            waiting.clear();
        }
        current.addAll(waiting);
        if (!current.isEmpty()) {
            out.add(current);
        }
        return out;
    }

    /// The words between joints, and the joints, each by itself.
    private static List<List<Token>> pieces(List<Token> clause, Set<Integer> listed) {
        List<List<Token>> pieces = new ArrayList<>();
        List<Token> piece = new ArrayList<>();
        for (int at = 0; at < clause.size(); at++) {
            Token token = clause.get(at);
            boolean opens = !listed.contains(at) || Heads.lists(clause, at + 1) || Heads.beside(clause, at + 1);
            if (Clauses.isJoint(token) && !Clauses.is(token, ":") && opens) {
                if (!piece.isEmpty()) {
                    pieces.add(piece);
                }
                pieces.add(List.of(token));
                piece = new ArrayList<>();
            } else {
                piece.add(token);
            }
        }
        if (!piece.isEmpty()) {
            pieces.add(piece);
        }
        return pieces;
    }

    /// "average" of "average and maximum latency"; a count is whole.
    private boolean isBareMeasure(List<Token> piece) {
        List<Token> words = piece.stream()
                .filter(token -> token.kind() != Kind.COMMA
                        && !ARTICLES.contains(token.text().toLowerCase(java.util.Locale.ROOT)))
                .toList();
        if (words.size() != 1) {
            return false;
        }
        Draft draft = scan.apply(words);
        return draft.measures.size() == 1
                && !draft.measures.contains("count")
                && draft.about.isEmpty()
                && draft.hits.isEmpty();
    }

    private static List<Token> joined(List<Token> before, List<Token> behind) {
        List<Token> all = new ArrayList<>(before);
        all.addAll(behind);
        return all;
    }

    private boolean begins(List<Token> current, List<Token> whole, List<Token> piece) {
        Draft before = scan.apply(current);
        Draft more = scan.apply(whole);
        return begins(before, more, isBareMeasure(current))
                || Heads.parts(before, more, piece)
                || !before.hits.isEmpty()
                        && !more.hits.isEmpty()
                        && Heads.beside(joined(current, piece), current.size());
    }

    /// Whether `more` asks for something of its own, so that it is not about what `before` asks for.
    private static boolean begins(Draft before, Draft more, boolean bare) {
        boolean needsOther = more.relation
                        .filter(Set.of("net", "ratio", "follow", "behind")::contains)
                        .isPresent()
                && kinds(more).size() < 2;
        boolean folds = Asks.asksHowMuch(more, before) && more.hits.isEmpty() && more.keys.isEmpty();
        if (bare || folds || needsOther || before.relation.isPresent() || more.relation.isPresent() && !asks(before)) {
            return false;
        }
        boolean other = !kinds(more).isEmpty() && kinds(before).stream().noneMatch(kinds(more)::contains);
        boolean owned = other && !kinds(before).isEmpty() && isOwn(more) && (asks(before) || isOwn(before));
        boolean measured = asks(before)
                && asks(more)
                && (!more.about.isEmpty()
                        || more.measures.contains("histogram") && !before.measures.contains("histogram")
                        || !more.hits.isEmpty()
                        || !more.keys.isEmpty()
                        || more.measures.contains("count")
                        || more.share.isPresent())
                && !(before.measures.equals(more.measures)
                        && before.about.equals(more.about)
                        && more.hits.isEmpty()
                        && more.conditions.isEmpty());
        boolean listed = (!before.also.isEmpty() || !before.columns.isEmpty())
                && asks(more)
                && !asks(before)
                && !more.hits.isEmpty();
        boolean again = asks(before)
                && !more.hits.isEmpty()
                && !more.keys.isEmpty()
                && !before.keys.isEmpty()
                && (more.periodNanos.isPresent() || !more.conditions.isEmpty());
        boolean ranked =
                more.top.isPresent() && !more.keys.isEmpty() && (!before.keys.isEmpty() || !before.measures.isEmpty());
        return again || measured || owned || ranked || listed;
    }

    private static boolean asks(Draft draft) {
        return !draft.measures.isEmpty() || draft.inFlight || draft.share.isPresent() || draft.relation.isPresent();
    }

    private static boolean isOwn(Draft draft) {
        return !draft.about.isEmpty()
                || !draft.measures.isEmpty()
                || !draft.keys.isEmpty()
                || !draft.columns.isEmpty()
                || !draft.maybe.isEmpty();
    }

    private static Set<String> kinds(Draft draft) {
        Set<String> kinds = new LinkedHashSet<>();
        draft.hits.forEach(hit -> kinds.add(hit.kind()));
        return kinds;
    }
}
