package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Says in full what a text leaves to its form: what stands before the colon of a list holds for each entry, and "one
/// for reads and one for writes" are two sentences.
final class Rewording {
    private static final Set<String> ONE = Set.of("one", "another");
    private static final Set<String> OF = Set.of("for", "of");
    private static final Set<String> NUMBERS = Set.of("latency", "time", "size", "duration", "bytes", "sizes", "times");
    private static final Set<String> NAMES = Set.of("one", "histogram", "table", "list", "line", "number", "count");
    private static final int LONGEST_NAME = 4;
    private static final int MOST_TOKENS = 400;

    private final Function<List<Token>, Draft> scan;

    /// `scan` tells what words say.
    Rewording(Function<List<Token>, Draft> scan) {
        this.scan = scan;
    }

    /// The text, as it is where nothing is to be said otherwise or it would be too long.
    List<Token> of(List<Token> text) {
        List<Token> out = new ArrayList<>();
        List<Token> sentence = new ArrayList<>();
        List<Token> head = List.of();
        for (Token token : text) {
            if (token.kind() != Kind.STOP) {
                sentence.add(token);
                continue;
            }
            head = entry(sentence, head, out);
            out.add(token);
            head = token.text().equals(";") ? head : List.of();
            sentence = new ArrayList<>();
        }
        entry(sentence, head, out);
        return out.size() > MOST_TOKENS ? text : List.copyOf(out);
    }

    /// Adds one sentence to `out`; what stands before its colon, if that holds for what follows, too.
    private List<Token> entry(List<Token> sentence, List<Token> head, List<Token> out) {
        int colon = Openings.colon(sentence);
        List<Token> own = colon > 0 && frames(sentence.subList(0, colon)) ? sentence.subList(0, colon + 1) : head;
        List<Token> whole = new ArrayList<>(own.equals(head) && !sentence.isEmpty() ? own : List.of());
        whole.addAll(sentence);
        out.addAll(halves(divided(whole)));
        return own;
    }

    /// "Every 10 s", "For postgres": how often, or which, and nothing else.
    private boolean frames(List<Token> head) {
        Draft draft = scan.apply(head);
        return draft.hits.isEmpty()
                && draft.measures.isEmpty()
                && draft.notUnderstood.isEmpty()
                && draft.content.isEmpty()
                && draft.maybe.isEmpty()
                && draft.columns.isEmpty()
                && draft.about.isEmpty()
                && draft.declines.isEmpty()
                && !draft.restricts
                && !draft.negates
                && (!draft.conditions.isEmpty() || draft.periodNanos.isPresent());
    }

    /// "split disk latency by device": that is shown by device.
    private static List<Token> divided(List<Token> sentence) {
        boolean divides = sentence.size() > 3 && DIVIDING.contains(word(sentence.getFirst()));
        boolean into = sentence.stream()
                .skip(2)
                .anyMatch(token -> Set.of("by", "into", "per").contains(word(token)));
        if (!divides || !into) {
            return sentence;
        }
        int front = Set.of("down", "up", "apart").contains(word(sentence.get(1))) ? 2 : 1;
        List<Token> shown = new ArrayList<>(List.of(Token.word("show")));
        sentence.subList(front, sentence.size()).stream()
                .filter(token -> !Set.of("down", "apart").contains(word(token)))
                .forEach(shown::add);
        return shown;
    }

    private static String word(Token token) {
        return token.text().toLowerCase(Locale.ROOT);
    }

    private static final Set<String> DIVIDING = Set.of("split", "break", "divide", "separate");

    // ---- one for this and one for that ----

    private record Half(int from, int name, int to) {}

    private List<Token> halves(List<Token> sentence) {
        for (int at = 1; at < sentence.size(); at++) {
            Optional<Half> second = half(sentence, at);
            Optional<Half> first = second.flatMap(found -> before(sentence, found));
            if (first.isPresent()) {
                return doubled(sentence, first.get(), second.get());
            }
        }
        return sentence;
    }

    /// "one for reads": up to the next joint, at most a few words.
    private static Optional<Half> half(List<Token> sentence, int at) {
        boolean named = at + 1 < sentence.size() && NAMES.contains(text(sentence.get(at + 1)));
        int name = at + (named ? 3 : 2);
        boolean begins = name < sentence.size()
                && ONE.contains(text(sentence.get(at)))
                && OF.contains(text(sentence.get(name - 1)));
        if (!begins) {
            return Optional.empty();
        }
        int to = name;
        while (to < sentence.size()
                && to < name + LONGEST_NAME
                && !Clauses.isJoint(sentence.get(to))
                && !OF.contains(text(sentence.get(to)))) {
            to++;
        }
        boolean ends = to == sentence.size() || Clauses.isJoint(sentence.get(to));
        return ends && to > name ? Optional.of(new Half(at, name, to)) : Optional.empty();
    }

    /// What stands before "and another of writes": "one for reads", or "of reads".
    private Optional<Half> before(List<Token> sentence, Half second) {
        int to = second.from();
        while (to > 0 && Clauses.isJoint(sentence.get(to - 1))) {
            to--;
        }
        for (int at = to - 2; at > 0 && at >= to - 1 - LONGEST_NAME; at--) {
            if (OF.contains(text(sentence.get(at)))) {
                int from = ONE.contains(text(sentence.get(at - 1))) ? at - 1 : at;
                from = at > 1 && NAMES.contains(text(sentence.get(at - 1))) && ONE.contains(text(sentence.get(at - 2)))
                        ? at - 2
                        : from;
                boolean names = !scan.apply(sentence.subList(at + 1, to)).hits.isEmpty();
                return names && from > 0 && to < second.from()
                        ? Optional.of(new Half(from, at + 1, to))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private List<Token> doubled(List<Token> sentence, Half first, Half second) {
        List<Token> head = Clauses.trimmed(sentence.subList(0, first.from()));
        List<Token> tail = sentence.subList(second.to(), sentence.size());
        Draft about = scan.apply(head);
        List<Token> out = new ArrayList<>();
        boolean histogram = sentence.subList(first.from(), second.to()).stream()
                .anyMatch(token -> text(token).equals("histogram"));
        for (Half half : List.of(first, second)) {
            List<Token> name = sentence.subList(half.name(), half.to());
            out.addAll(out.isEmpty() ? List.of() : List.of(Token.of(Kind.STOP, ".")));
            out.addAll(histogram ? List.of(Token.word("histogram"), Token.word("of")) : List.of());
            out.addAll(named(head, about, name));
            out.addAll(tail);
        }
        return out;
    }

    /// The head, of what is named: in the place of what it is about ("block I/O" and "reads" are disk reads), or
    /// behind.
    private List<Token> named(List<Token> head, Draft about, List<Token> name) {
        if (!about.hits.isEmpty()) {
            List<Integer> places = about.hits.getFirst().places();
            List<Token> firsts = new ArrayList<>(List.of(Token.word("disk")));
            places.forEach(place -> firsts.add(head.get(place)));
            for (Token first : firsts) {
                List<Token> narrower = new ArrayList<>(List.of(first));
                narrower.addAll(name);
                Draft draft = scan.apply(narrower);
                boolean same = draft.hits.size() > 0
                        && draft.hits
                                .getFirst()
                                .kind()
                                .equals(about.hits.getFirst().kind())
                        && !draft.conditions.isEmpty();
                int colon = Openings.colon(head);
                if (same && colon > places.getLast()) {
                    List<Token> out = new ArrayList<>(head);
                    out.add(Token.word("of"));
                    out.addAll(narrower);
                    return out;
                }
                if (same) {
                    List<Token> out = new ArrayList<>(head.subList(0, places.getFirst()));
                    out.addAll(narrower);
                    places.stream()
                            .map(head::get)
                            .filter(token -> NUMBERS.contains(text(token)))
                            .forEach(out::add);
                    out.addAll(head.subList(places.getLast() + 1, head.size()));
                    return out;
                }
            }
        }
        List<Token> out = new ArrayList<>(head);
        out.add(Token.word("of"));
        out.addAll(name);
        return out;
    }

    private static String text(Token token) {
        return token.text().toLowerCase(Locale.ROOT);
    }
}
