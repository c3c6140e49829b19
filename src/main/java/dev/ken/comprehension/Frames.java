package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Sentences of a text that ask for nothing themselves and say something of what the others ask for: how long, how
/// often, of which processes, what is left out, what stands on every line.
final class Frames {
    private static final Set<String> WORDS = Tables.words("frame.words");
    private static final Set<String> GROWING = Tables.words("growing.words");
    private static final Set<String> REPEATING = Set.of(
            "interval",
            "intervals",
            "step",
            "steps",
            "refresh",
            "refreshed",
            "refreshes",
            "update",
            "updated",
            "updates",
            "new",
            "fresh",
            "anew",
            "afresh",
            "reset",
            "resets",
            "pace",
            "rhythm",
            "cadence",
            "period",
            "periods");
    private static final Set<String> NEVER = Set.of("not", "never", "don't", "without", "no");
    private static final Set<String> ZEROING =
            Set.of("zero", "reset", "resets", "clear", "clears", "start", "begin", "restart");
    private static final List<List<String>> EXCLUSIONS = Tables.lines("exclusion.words").stream()
            .map(line -> List.of(line.split(" ")))
            .sorted(Comparator.comparingInt((List<String> words) -> words.size())
                    .reversed())
            .toList();
    private static final Set<String> FILLING = Tables.words("excluded.words");
    private static final Set<String> RELATIVE = Set.of("which", "that", "who");
    private static final Set<String> LINES = Set.of("line", "lines", "row", "rows");
    private static final Set<String> ON_LINES = Set.of(
            "put",
            "add",
            "show",
            "print",
            "with",
            "on",
            "in",
            "every",
            "each",
            "line",
            "lines",
            "row",
            "rows",
            "always",
            "the",
            "and",
            "include",
            "should",
            "must",
            "all",
            "of",
            "them",
            "to",
            "please",
            "have",
            "has",
            "carry",
            "carries",
            "contain",
            "contains",
            "shows",
            "includes",
            "needs",
            "need",
            "bears",
            "start",
            "starts",
            "begin",
            "begins",
            "write",
            "also",
            "output",
            "its",
            "a",
            "is",
            "are",
            "wanted");

    private final Function<List<Token>, Draft> scan;

    Frames(Function<List<Token>, Draft> scan) {
        this.scan = scan;
    }

    /// How long and how often, where the sentence says nothing else: "Give up after 90 seconds.", "New numbers each
    /// 30 s.", "The numbers should keep growing."
    Optional<Draft> timing(List<Token> sentence) {
        List<Token> times = sentence.stream()
                .filter(token -> token.unit()
                        .filter(unit -> unit.family() == Unit.Family.TIME)
                        .isPresent())
                .toList();
        List<String> words = sentence.stream()
                .filter(token -> token.kind() == Kind.WORD)
                .map(Frames::text)
                .toList();
        boolean restarts = false;
        for (int at = 1; at < words.size(); at++) {
            restarts |= NEVER.contains(words.get(at - 1)) && GROWING.contains(words.get(at));
        }
        boolean grows = !restarts
                && (words.stream().anyMatch(GROWING::contains)
                        || words.stream().anyMatch(NEVER::contains)
                                && words.stream().anyMatch(ZEROING::contains));
        boolean turns = grows || restarts;
        boolean plain = words.stream()
                .filter(word -> !(turns && (GROWING.contains(word) || NEVER.contains(word) || ZEROING.contains(word))))
                .allMatch(word -> WORDS.contains(word) || word.equals(":"));
        boolean known = sentence.stream()
                .allMatch(token -> token.kind() == Kind.WORD
                        || token.kind() == Kind.COMMA
                        || times.contains(token)
                        || grows && token.number() == 0);
        Draft said = scan.apply(sentence);
        if (said.periodNanos.isEmpty()) {
            said.periodNanos = repeated(words);
        }
        boolean timed = !times.isEmpty() || said.periodNanos.isPresent() || said.durationNanos.isPresent();
        boolean tests = !said.conditions.isEmpty() || said.having.isPresent() || said.restricts;
        if (!plain || !known || tests || times.size() > 2 || !timed && !grows) {
            return Optional.empty();
        }
        Draft frame = new Draft();
        frame.periodNanos = said.periodNanos;
        frame.durationNanos = said.durationNanos;
        frame.cumulative = !restarts && (said.cumulative || grows);
        if (times.size() == 1 && said.periodNanos.isEmpty()) {
            Optional<Long> time = Optional.of(times.getFirst().number());
            int at = sentence.indexOf(times.getFirst());
            boolean each = at > 0 && Set.of("every", "each", "per", "once").contains(text(sentence.get(at - 1)));
            boolean repeats = each || words.stream().anyMatch(REPEATING::contains);
            frame.periodNanos = repeats ? time : Optional.empty();
            frame.durationNanos = repeats ? Optional.empty() : time;
        }
        boolean all = times.size() < 2 || frame.periodNanos.isPresent() && frame.durationNanos.isPresent();
        return all ? Optional.of(frame) : Optional.empty();
    }

    /// "each minute", "once a second"
    private static Optional<Long> repeated(List<String> words) {
        for (int at = 1; at < words.size(); at++) {
            if (Set.of("each", "every", "per").contains(words.get(at - 1)) && UNITS.contains(words.get(at))) {
                return Tokenizer.tokens("1 " + words.get(at)).stream()
                        .map(Token::number)
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    private static final Set<String> UNITS = Set.of("second", "minute", "hour");

    /// What is left out: "rsync and restic are exempt from everything here", "thread 5000 waits by design, so skip it".
    Optional<Draft> exclusion(List<Token> sentence) {
        Set<Integer> marks = new LinkedHashSet<>();
        for (List<String> words : EXCLUSIONS) {
            for (int at = 0; at + words.size() <= sentence.size(); at++) {
                if (!marks.contains(at) && stands(words, sentence, at)) {
                    for (int i = 0; i < words.size(); i++) {
                        marks.add(at + i);
                    }
                }
            }
        }
        if (marks.isEmpty()) {
            return Optional.empty();
        }
        List<Token> rest = new ArrayList<>(List.of(Token.word("ignore")));
        for (int at = 0; at < sentence.size(); at++) {
            Token token = sentence.get(at);
            if (!marks.contains(at) && !(token.kind() == Kind.WORD && isFilling(token))) {
                rest.add(token);
            }
        }
        return excluded(rest);
    }

    private static boolean isFilling(Token token) {
        return FILLING.contains(text(token))
                || Units.GENERIC.contains(text(token))
                || text(token).equals("not");
    }

    private Optional<Draft> excluded(List<Token> rest) {
        List<Token> plain = new ArrayList<>(rest);
        while (plain.size() > 1 && Clauses.isJoint(plain.getLast())) {
            plain.removeLast();
        }
        while (plain.size() > 2 && (Clauses.isJoint(plain.get(1)) || RELATIVE.contains(text(plain.get(1))))) {
            plain.remove(1);
        }
        Draft draft = scan.apply(plain);
        Negation.settle(draft);
        draft.conditions.removeIf(
                condition -> draft.conditions.contains(condition.replace(" = ", " != ")) && condition.contains(" = "));
        boolean told = !draft.conditions.isEmpty()
                && draft.notUnderstood.isEmpty()
                && draft.measures.isEmpty()
                && draft.declines.isEmpty()
                && draft.unitless.isEmpty()
                && draft.conditions.stream()
                        .allMatch(condition -> condition.startsWith("not ")
                                || condition.contains("!=")
                                || condition.equals("error = 0"));
        return told ? Optional.of(draft) : Optional.empty();
    }

    /// "Put the pid on every line."
    Optional<Draft> columns(List<Token> sentence) {
        boolean lines = sentence.stream().map(Frames::text).anyMatch(LINES::contains);
        List<Token> names = sentence.stream()
                .filter(token -> !(token.kind() == Kind.WORD && ON_LINES.contains(text(token))))
                .filter(token -> token.kind() != Kind.COMMA)
                .toList();
        if (!lines || names.isEmpty() || names.size() > 8) {
            return Optional.empty();
        }
        Draft frame = new Draft();
        for (Token name : names) {
            Draft said = scan.apply(List.of(Token.word("with"), name));
            if (said.also.size() != 1) {
                return Optional.empty();
            }
            frame.also.addAll(said.also);
        }
        return Optional.of(frame);
    }

    private static boolean stands(List<String> words, List<Token> tokens, int at) {
        for (int i = 0; i < words.size(); i++) {
            boolean never = words.get(i).equals("not") && NEGATED.contains(text(tokens.get(at + i)));
            if (!never && !Clauses.is(tokens.get(at + i), words.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static final Set<String> NEGATED =
            Set.of("don't", "doesn't", "isn't", "aren't", "shouldn't", "never", "no");

    private static String text(Token token) {
        return token.text().toLowerCase(Locale.ROOT);
    }
}
