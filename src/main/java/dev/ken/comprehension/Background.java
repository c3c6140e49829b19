package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a request tells only so that it is known why something is asked: whole sentences, and the ends of others.
final class Background {
    private static final Set<String> STARTS = Tables.words("background.words");
    private static final Set<String> WONDERING = Tables.words("wondering.words");
    private static final List<List<String>> REASONS = Tables.lines("reasons.words").stream()
            .map(line -> List.of(line.split(" ")))
            .toList();

    private static final Set<String> PURPOSES = Tables.words("purpose.words");
    /// Words that say of which processes everything is asked, which no purpose may swallow: "follow make and what it
    /// starts".
    private static final Set<String> SCOPES = Set.of(
            "starts",
            "started",
            "spawns",
            "spawned",
            "forks",
            "forked",
            "children",
            "descendants",
            "offspring",
            "subprocesses");

    private static final Set<String> TOOLS = Set.of(
            "tool",
            "script",
            "monitor",
            "watchdog",
            "helper",
            "tracer",
            "profiler",
            "detector",
            "checker",
            "overview",
            "summary",
            "debugger",
            "logger",
            "program",
            "probe",
            "dashboard");
    private static final Set<String> CORRECTIONS =
            Set.of("no", "rather", "actually", "simpler", "better", "correction", "instead", "well", "sorry", "wait");
    private static final List<List<String>> REMARKS = Tables.lines("remarks.words").stream()
            .map(line -> List.of(line.split(" ")))
            .toList();

    private static final Set<String> WANTING = Set.of("want", "need", "would", "like");

    private Background() {}

    /// Whether a sentence says nothing of what is to be observed.
    static boolean is(List<Token> sentence, Draft draft) {
        boolean begins = !sentence.isEmpty() && STARTS.contains(text(sentence.getFirst()));
        boolean wonders = sentence.stream().map(Background::text).anyMatch(WONDERING::contains);
        boolean wants = sentence.size() > 2
                && WANTING.contains(text(sentence.get(1)))
                && !draft.maybe.isEmpty()
                && draft.notUnderstood.isEmpty();
        boolean only = !wants
                && draft.measures.isEmpty()
                && draft.keys.isEmpty()
                && draft.columns.isEmpty()
                && draft.conditions.isEmpty();
        boolean feared = begins && only && draft.hits.isEmpty() && draft.declines.equals(List.of("secret"));
        return feared
                || begins && wonders && only && draft.hits.isEmpty()
                || begins && !wants && draft.asksNothing() && (draft.hits.isEmpty() || wonders);
    }

    /// The sentence up to where it begins to tell why.
    static List<Token> without(List<Token> sentence) {
        for (int at = 1; at < sentence.size(); at++) {
            for (List<String> reason : REASONS) {
                if (stands(reason, sentence, at) && !ENDING.contains(text(sentence.get(at - 1)))) {
                    List<Token> rest = new ArrayList<>(sentence.subList(0, at));
                    rest.addAll(sentence.subList(behindReason(sentence, at), sentence.size()));
                    return rest;
                }
            }
        }
        return sentence;
    }

    /// Behind these the reason is one that the kernel gives: "opens that fail because of missing permissions".
    private static final Set<String> ENDING =
            Set.of("fail", "fails", "failed", "failing", "refused", "rejected", "denied");

    /// How many words in front of an order tell only why it is given: "my game stutters, show what writes to
    /// the disk". They say something that is not understood, and nothing that could be asked. 0: none.
    static int front(List<Token> sentence, Function<List<Token>, Draft> scan) {
        if (!sentence.isEmpty() && NARROWING.contains(text(sentence.getFirst()))) {
            return 0;
        }
        for (int at = 1; at + 1 < sentence.size(); at++) {
            boolean ends = sentence.get(at).kind() == Kind.COMMA
                    || text(sentence.get(at)).equals(":");
            int order = at + 1;
            while (order + 1 < sentence.size() && THEREFORE.contains(text(sentence.get(order)))) {
                order++;
            }
            if (!ends || !ASKING.contains(text(sentence.get(order)))) {
                continue;
            }
            List<Token> before = sentence.subList(0, at);
            Draft told = scan.apply(before);
            boolean complains = before.stream().map(Background::text).anyMatch(COMPLAINING::contains);
            boolean tells = !told.notUnderstood.isEmpty()
                    && told.strict.isEmpty()
                    && told.keys.isEmpty()
                    && told.conditions.isEmpty()
                    && told.periodNanos.isEmpty()
                    && told.top.isEmpty()
                    && told.hits.stream().noneMatch(hit -> hit.words().size() > 1);
            if (told.declines.isEmpty()
                    && (complains || tells)
                    && !scan.apply(sentence.subList(at + 1, sentence.size()))
                            .hits
                            .isEmpty()) {
                return order;
            }
        }
        return 0;
    }

    private static final Set<String> THEREFORE = Set.of("so", "therefore", "hence", "thus", "then");
    /// The words behind the reason. An address, a path or the like that the reason tells holds for what is asked, too:
    /// "we suspect loss towards 10.0.0.7, show retransmissions going there".
    static List<Token> pointed(List<Token> sentence, int front, Matcher matcher) {
        List<Token> rest = new ArrayList<>(sentence.subList(front, sentence.size()));
        for (int at = 0; at < front; at++) {
            int from = at;
            Optional<Matcher.Match> match = matcher.longest(at).filter(found -> found.end() <= front);
            List<Token> words =
                    match.map(found -> sentence.subList(from, found.end())).orElse(List.of());
            boolean tests = match.stream()
                    .flatMap(found -> found.rule().actions().stream())
                    .allMatch(action -> action.startsWith("where {") || action.startsWith("under "));
            if (tests && words.stream().anyMatch(token -> token.kind() != Kind.WORD)) {
                int there = places(rest);
                rest.addAll(there < 0 ? rest.size() : there, words);
                if (there >= 0) {
                    rest.remove(there + words.size());
                }
                at = match.get().end() - 1;
            }
        }
        return List.copyOf(rest);
    }

    private static int places(List<Token> words) {
        for (int at = 0; at < words.size(); at++) {
            if (text(words.get(at)).equals("there")) {
                return at;
            }
        }
        return -1;
    }

    /// Words that begin what says of which things something is asked: "for mounts of type tmpfs, show …".
    private static final Set<String> NARROWING = Set.of(
            "for",
            "in",
            "on",
            "of",
            "from",
            "at",
            "with",
            "without",
            "during",
            "within",
            "under",
            "by",
            "per",
            "only",
            "if",
            "except",
            "excluding",
            "ignoring",
            "not",
            "no",
            "each",
            "every",
            "between",
            "after",
            "before",
            "to",
            "via",
            "over",
            "inside",
            "across",
            "independent",
            "independently",
            "regardless",
            "irrespective");

    /// Words with which an order or a wish begins.
    private static final Set<String> ASKING = Tables.words("asking.words");
    /// Words of those who tell what is wrong.
    private static final Set<String> COMPLAINING = Tables.words("complaining.words");

    /// Where it goes on to say how things are shown: ", by port", ", every 5 s".
    private static int behindReason(List<Token> sentence, int from) {
        for (int at = from; at + 1 < sentence.size(); at++) {
            if (sentence.get(at).kind() == Kind.COMMA && SHOWING.contains(text(sentence.get(at + 1)))) {
                return at;
            }
        }
        return sentence.size();
    }

    private static final Set<String> SHOWING =
            Set.of("by", "per", "every", "grouped", "for", "with", "top", "in", "show", "print", "count", "each", "as");

    /// Whether a sentence may say only what a tool is for, so that what it asks for must be said elsewhere.
    static boolean isPurpose(List<Token> sentence) {
        boolean asks = sentence.size() > 2
                && Set.of("show", "tell").contains(text(sentence.getFirst()))
                && sentence.subList(1, 3).stream()
                        .map(Background::text)
                        .anyMatch(Set.of("which", "who", "why", "where", "how", "what")::contains);
        if (sentence.stream().map(Background::text).anyMatch(SCOPES::contains)) {
            return false;
        }
        return asks
                || PURPOSES.contains(text(sentence.getFirst()))
                || sentence.stream().map(Background::text).anyMatch(TOOLS::contains);
    }

    /// Whether a sentence is a remark that asks for nothing: "no output is needed if nothing happens".
    static boolean isRemark(List<Token> sentence) {
        return REMARKS.stream().anyMatch(remark -> stands(remark, sentence, 0)) || isUnwanted(sentence);
    }

    private static boolean isUnwanted(List<Token> sentence) {
        for (int at = 0; at < sentence.size(); at++) {
            for (String verb : List.of("want", "need", "mean")) {
                if (stands(List.of("not", "what", "i", verb), sentence, at)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether a sentence takes back the one before: "No, simpler: …".
    static boolean isCorrection(List<Token> sentence) {
        boolean alone = sentence.size() == 1 && Set.of("no", "nope").contains(text(sentence.getFirst()));
        return alone
                || sentence.size() > 1
                        && CORRECTIONS.contains(text(sentence.getFirst()))
                        && (sentence.get(1).kind() == Kind.COMMA || CORRECTIONS.contains(text(sentence.get(1))));
    }

    /// The sentence without the words that take another back.
    static List<Token> corrected(List<Token> sentence) {
        int from = 0;
        while (from < sentence.size()
                && (sentence.get(from).kind() == Kind.COMMA
                        || text(sentence.get(from)).equals(":")
                        || CORRECTIONS.contains(text(sentence.get(from))))) {
            from++;
        }
        return sentence.subList(from, sentence.size());
    }

    static String words(List<Token> tokens) {
        return tokens.stream().map(Token::text).collect(Collectors.joining(" "));
    }

    /// The same, where what was in quotes stays in them.
    static String quoted(List<Token> tokens) {
        return tokens.stream()
                .map(token -> token.kind() == Token.Kind.QUOTED ? '"' + token.text() + '"' : token.text())
                .collect(Collectors.joining(" "));
    }

    /// Says that it was passed over.
    static String told(List<Token> sentence) {
        return "“" + words(sentence) + "” is taken as the reason, not as part of what is asked.";
    }

    private static boolean stands(List<String> words, List<Token> sentence, int at) {
        if (at + words.size() > sentence.size()) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            if (sentence.get(at + i).kind() != Kind.WORD
                    || !text(sentence.get(at + i)).equals(words.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static String text(Token token) {
        return token.text().toLowerCase(Locale.ROOT).replace('’', '\'');
    }
}
