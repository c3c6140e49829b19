package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Cuts a sentence into units that each ask for one thing, so that every unit can be read by itself: of all cuts at
/// commas, semicolons and joining words the one that leaves nothing unread and has fewest units.
final class Units {
    /// What one thing is asked with.
    ///
    /// @param ofTopic whether what it is about was named before it
    record Unit(List<Token> tokens, boolean ofTopic) {}

    /// @param left what of it is not read
    record Partial(List<Unit> units, List<String> left) {}

    private record Cut(double cost, List<Unit> units, Optional<Draft> topic, List<List<Token>> left) {}

    /// Most places at which a sentence may be cut.
    private static final int MOST_PIECES = 14;
    private static final int LONGEST_UNIT = 7;
    private static final double EACH = 1;
    private static final double UNCUT = 1.5;
    /// What a piece that is not read costs: more than any cut in which it is.
    private static final double UNREAD = 20;
    private static final int MOST_UNREAD = 3;
    private static final double OF_TOPIC = 0.5;

    /// Words for any occurrence.
    static final Set<String> GENERIC = Set.of(
            "such",
            "attempt",
            "attempts",
            "request",
            "requests",
            "operation",
            "operations",
            "item",
            "items",
            "occurrence",
            "occurrences",
            "calls",
            "events",
            "transfers",
            "case",
            "cases",
            "instance",
            "instances");

    private final Clauses clauses;
    private final Function<List<Token>, Draft> scan;
    private final Function<Draft, Reading> read;
    private final Map<String, Boolean> tried = new LinkedHashMap<>();

    /// `scan` tells what words say, `read` what one thing that is asked for means.
    Units(Function<List<Token>, Draft> scan, Function<Draft, Reading> read) {
        this.clauses = new Clauses(scan);
        this.scan = scan;
        this.read = read;
    }

    /// The units of a sentence; empty where it cannot be cut so that each is read. `topic` was named before;
    /// `framed`: how often or by what all is shown was said before, so that what is only named is counted.
    Optional<List<Unit>> of(List<Token> sentence, Optional<Draft> topic, boolean framed) {
        return cut(sentence, topic, framed, false).map(Cut::units);
    }

    /// The units that can be read, and what is left between them; empty where nothing is read or too much is left.
    Optional<Partial> some(List<Token> sentence, Optional<Draft> topic, boolean framed) {
        return cut(sentence, topic, framed, true)
                .filter(cut -> !cut.units().isEmpty() && cut.left().size() <= MOST_UNREAD)
                .map(cut -> new Partial(
                        cut.units(),
                        cut.left().stream()
                                .map(piece -> Background.quoted(Clauses.trimmed(piece)))
                                .filter(words -> !words.isEmpty())
                                .toList()));
    }

    private Optional<Cut> cut(List<Token> sentence, Optional<Draft> topic, boolean framed, boolean partial) {
        List<List<Token>> pieces = pieces(sentence);
        if (pieces.isEmpty() || pieces.size() > MOST_PIECES) {
            return Optional.empty();
        }
        List<Optional<Cut>> best = new ArrayList<>();
        best.add(Optional.of(new Cut(0, List.of(), topic, List.of())));
        for (int to = 1; to <= pieces.size(); to++) {
            Optional<Cut> found = Optional.empty();
            for (int from = Math.max(0, to - LONGEST_UNIT); from < to; from++) {
                Optional<Cut> longer = longer(best.get(from), pieces.subList(from, to), framed);
                if (longer.isPresent()
                        && (found.isEmpty() || longer.get().cost() < found.get().cost())) {
                    found = longer;
                }
            }
            Optional<Cut> without = partial ? without(best.get(to - 1), pieces.get(to - 1)) : Optional.empty();
            boolean less = without.isPresent()
                    && (found.isEmpty() || without.get().cost() < found.get().cost());
            best.add(less ? without : found);
        }
        return best.getLast();
    }

    private static Optional<Cut> without(Optional<Cut> before, List<Token> piece) {
        return before.map(cut -> {
            List<List<Token>> left = new ArrayList<>(cut.left());
            left.add(piece);
            return new Cut(cut.cost() + UNREAD, cut.units(), cut.topic(), List.copyOf(left));
        });
    }

    private Optional<Cut> longer(Optional<Cut> before, List<List<Token>> pieces, boolean framed) {
        if (before.isEmpty() || pieces.subList(1, pieces.size()).stream().anyMatch(Units::isSemicolon)) {
            return Optional.empty();
        }
        List<Token> tokens = plain(pieces.stream().flatMap(List::stream).toList());
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        Cut cut = before.get();
        Draft draft = scan.apply(tokens);
        double cost = cut.cost() + EACH + UNCUT * (clauses.of(tokens).size() - 1);
        boolean own = !draft.hits.isEmpty();
        boolean goesOn = !cut.units().isEmpty()
                && GOING_ON.contains(tokens.getFirst().text().toLowerCase(Locale.ROOT));
        if (goesOn || isBare(draft) && !framed) {
            return Optional.empty();
        }
        if (isRead(draft, tokens, "")) {
            return Optional.of(new Cut(
                    cost,
                    with(cut.units(), new Unit(tokens, false)),
                    own ? Optional.of(draft) : cut.topic(),
                    cut.left()));
        }
        boolean asks = Asks.measured(draft) || draft.each || !draft.keys.isEmpty() || !draft.conditions.isEmpty();
        if (own || cut.topic().isEmpty() || !asks) {
            return Optional.empty();
        }
        Unit unit = new Unit(tokens, true);
        Draft about = about(unit, cut.topic().get());
        String topic = cut.topic().get().hits.toString();
        return isRead(about, tokens, topic)
                ? Optional.of(new Cut(cost + OF_TOPIC, with(cut.units(), unit), cut.topic(), cut.left()))
                : Optional.empty();
    }

    /// What the unit says, of what was named before it.
    Draft about(Unit unit, Draft topic) {
        Draft draft = scan.apply(unit.tokens().stream()
                .filter(token -> !(token.kind() == Kind.WORD
                        && GENERIC.contains(token.text().toLowerCase(Locale.ROOT))))
                .toList());
        draft.hits.addAll(topic.hits);
        draft.joined = topic.joined;
        return draft;
    }

    private boolean isRead(Draft draft, List<Token> tokens, String topic) {
        String key = topic + "|" + Background.words(tokens);
        Boolean known = tried.get(key);
        if (known != null) {
            return known;
        }
        boolean mentions = !draft.hits.isEmpty() || !draft.words.isEmpty();
        boolean several = (draft.share.isPresent() || draft.relation.isPresent())
                        && draft.measures.stream().anyMatch(measure -> !measure.equals("count"))
                || draft.inFlight && !Set.of("count", "maximum").containsAll(draft.measures);
        boolean blank = draft.negates && draft.conditions.isEmpty()
                || draft.hits.isEmpty() && !Asks.measured(draft) && !draft.each && draft.conditions.isEmpty();
        boolean isRead = mentions
                && !several
                && !blank
                && draft.declines.isEmpty()
                && read.apply(draft) instanceof Reading.Understood(Intent intent)
                && usesAll(draft, intent);
        tried.put(key, isRead);
        return isRead;
    }

    /// Whether a number is shown in the unit that was said.
    static boolean usesUnit(Draft draft, List<Part> parts) {
        return draft.unit.isEmpty()
                || parts.stream().anyMatch(part -> switch (part.what()) {
                    case What.Aggregate folded -> folded.unit().equals(draft.unit);
                    case What.Extreme extreme -> extreme.unit().equals(draft.unit);
                    case What.Net net -> net.unit().equals(draft.unit);
                    case What.Report(var columns) ->
                        columns.stream().anyMatch(column -> column.unit().equals(draft.unit));
                    case What.InFlight _, What.Ratio _, What.Rule _ -> false;
                });
    }

    /// Whether the parts have the unit and the limit that were said.
    private static boolean usesAll(Draft draft, Intent intent) {
        boolean unit = usesUnit(draft, intent.parts());
        boolean once = !draft.once
                || intent.parts().stream().anyMatch(part -> part.occasion().isPresent());
        boolean period = draft.periodNanos.isEmpty()
                || intent.parts().stream().anyMatch(part -> part.periodNanos().isPresent());
        boolean distinct = Set.copyOf(intent.parts()).size() == intent.parts().size();
        // "the number of reclaims and their total time": none of them may be lost.
        boolean all = draft.measures.size() <= intent.parts().size();
        return unit && once && period && distinct && all;
    }

    /// Whether it only names something, so that it does not tell what is asked of it.
    private static boolean isBare(Draft draft) {
        return !Asks.any(draft)
                && !draft.each
                && draft.conditions.isEmpty()
                && draft.top.isEmpty()
                && draft.occasion.isEmpty();
    }

    /// Words with which more is said of what stands before.
    private static final Set<String> GOING_ON = Set.of(
            "with",
            "including",
            "along",
            "together",
            "where",
            "which",
            "who",
            "whose",
            "that",
            "by",
            "per",
            "in",
            "of",
            "from",
            "on",
            "at",
            "as",
            "not",
            "no",
            "or",
            "both",
            "but",
            "its",
            "their",
            "among",
            "since",
            "because",
            "so",
            "without",
            "except",
            "excluding");

    private static final Set<String> IF = Set.of("if", "when", "whenever", "once", "soon");

    /// "a line with its name if a process fails more than 3 times": told as it happens, no table of those that do.
    static Draft told(Draft draft) {
        List<String> words = draft.sentence.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        if (String.join(" ", words)
                .matches(
                        ".*\\b(that|which|who) (do|don't|does|doesn't|did|didn't)( not)?( (by|per|in|for|too|as|every|each)\\b.*)?")) {
            // The others of what was said before: which they are stands in no words.
            draft.strict.add("those");
        }
        boolean now =
                String.join(" ", words).contains("at once") && !words.contains("many") && !words.contains("number");
        if (now && draft.inFlight && !draft.highest) {
            draft.inFlight = false;
            draft.each = true;
        }
        boolean window = draft.occasion.isPresent() || draft.having.isPresent();
        if (window && draft.periodNanos.isEmpty() && words.contains("within")) {
            draft.periodNanos = draft.durationNanos;
            draft.durationNanos = Optional.empty();
        }
        boolean tells = draft.having.isPresent()
                && Set.of("count").containsAll(draft.measures)
                && words.stream().anyMatch(IF::contains);
        if (tells && words.contains("same") && words.contains("name")) {
            draft.notUnderstood.addAll(List.of("same", "name"));
        } else if (tells) {
            draft.measures.clear();
            draft.countedUnless = Optional.empty();
            draft.each = true;
            draft.once = true;
            draft.occasionKeys.addAll(draft.keys);
            draft.columns.addAll(draft.keys);
            draft.columns.addAll(draft.also);
            draft.keys.clear();
        }
        return draft;
    }

    private static final Set<String> NAMING = Set.of("call", "one", "ones", "event", "each", "every", "any", "all");

    /// Whether it says of what it is only by what stands before it: "the total size by process".
    static boolean isOpen(Unit unit) {
        return unit.ofTopic()
                && unit.tokens().stream()
                        .map(token -> token.text().toLowerCase(Locale.ROOT))
                        .noneMatch(word -> GENERIC.contains(word) || NAMING.contains(word));
    }

    private static List<Unit> with(List<Unit> units, Unit unit) {
        List<Unit> longer = new ArrayList<>(units);
        longer.add(unit);
        return List.copyOf(longer);
    }

    /// Without joining words around it and words that only say that it comes on top.
    static List<Token> plain(List<Token> tokens) {
        List<Token> rest = Clauses.trimmed(tokens);
        for (int more = 1; more > 0 && !rest.isEmpty(); ) {
            more = Clauses.adding(rest);
            more = more == 0
                            && rest.size() > 1
                            && rest.get(1).kind() != Kind.NUMBER
                            && Clauses.is(rest.getFirst(), "first")
                    ? 1
                    : more;
            rest = Clauses.trimmed(rest.subList(more, rest.size()));
        }
        return rest;
    }

    private static boolean isSemicolon(List<Token> piece) {
        return piece.getFirst().kind() == Kind.COMMA && piece.getFirst().text().equals(";");
    }

    /// The words up to each place at which a cut may be; what joins stands in front.
    private static List<List<Token>> pieces(List<Token> sentence) {
        List<List<Token>> pieces = new ArrayList<>();
        List<Token> piece = new ArrayList<>();
        boolean joints = true;
        for (Token token : sentence) {
            boolean joins = Clauses.isJoint(token) && !Clauses.is(token, ":");
            if (joins && !joints) {
                pieces.add(piece);
                piece = new ArrayList<>();
            }
            joints = joins;
            piece.add(token);
        }
        if (!piece.isEmpty()) {
            pieces.add(piece);
        }
        return pieces;
    }
}
