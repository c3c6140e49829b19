package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Says of each of a list that it is left out: "except SIGCHLD and SIGALRM" is "except SIGCHLD and except SIGALRM",
/// "neither A nor B" is "not A and not B". What follows an exclusion is one more of it only where a rule knows it so.
final class Exclusions {
    private static final Set<String> LISTING = Set.of("and", "or", "nor");
    /// Actions of rules that leave out what is of one value.
    private static final List<String> LEAVING = List.of(" != ", "where not (", "notor ", "notunder ", "noneof ");
    private static final Set<String> NEITHER = Set.of("neither");

    private final Lexicon lexicon;

    Exclusions(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /// The same request with what leaves out repeated.
    List<Token> repeated(List<Token> tokens) {
        List<Token> out = new ArrayList<>();
        List<Token> rest = neither(tokens);
        while (!rest.isEmpty()) {
            int taken = left(rest).orElse(0);
            out.addAll(rest.subList(0, Math.max(taken, 1)));
            List<Token> behind = rest.subList(Math.max(taken, 1), rest.size());
            rest = taken > 0 ? continued(rest.subList(0, taken), behind) : behind;
        }
        return List.copyOf(out);
    }

    /// What follows an exclusion, with its first words before the next of the list where there is one.
    private List<Token> continued(List<Token> exclusion, List<Token> behind) {
        int joints = 0;
        while (joints < behind.size() && isJoint(behind.get(joints))) {
            joints++;
        }
        List<Token> item = behind.subList(joints, behind.size());
        if (joints == 0 || item.isEmpty() || left(item).isPresent()) {
            return behind;
        }
        for (int from = 0; from < exclusion.size(); from++) {
            for (int to = exclusion.size() - 1; to > from; to--) {
                List<Token> whole = new ArrayList<>(exclusion.subList(from, to));
                whole.addAll(item);
                if (left(whole).orElse(0) > to - from) {
                    List<Token> out = new ArrayList<>(behind.subList(0, joints));
                    out.addAll(whole);
                    return out;
                }
            }
        }
        return behind;
    }

    /// How many of the first words are an exclusion.
    private Optional<Integer> left(List<Token> tokens) {
        return new Matcher(tokens, lexicon)
                .longest(0)
                .filter(match -> match.rule().actions().stream()
                        .allMatch(action -> LEAVING.stream().anyMatch(action::contains)))
                .map(Matcher.Match::end);
    }

    /// Where what is left out begins after the words that leave it out; `at` where none do.
    static int behind(List<Token> tokens, int at) {
        String first = text(tokens.get(at));
        String second = at + 1 < tokens.size() ? text(tokens.get(at + 1)) : "";
        int from = at;
        if (EXCEPTING.contains(first)) {
            from = second.equals("for") ? at + 2 : at + 1;
        } else if (PAIRS.contains(first + " " + second)) {
            from = at + 2;
        }
        while (from > at && from < tokens.size() && POINTING.contains(text(tokens.get(from)))) {
            from++;
        }
        return from;
    }

    private static final Set<String> EXCEPTING = Set.of("except", "excluding", "besides", "barring");
    private static final Set<String> PAIRS = Set.of("other than", "apart from", "aside from", "but not");
    private static final Set<String> POINTING = Set.of("those", "ones", "anything", "everything", "the");

    /// A rule that asks for the opposite of what a rule asks for that only tests facts.
    static Optional<Rules.Rule> opposite(Rules.Rule rule) {
        boolean tests = rule.actions().stream()
                .allMatch(action -> OPPOSITES.containsKey(action.split(" ", 2)[0])
                        && LEAVING.stream().noneMatch(action::contains));
        if (!tests || rule.actions().size() > 1) {
            return Optional.empty();
        }
        String[] words = rule.actions().getFirst().split(" ", 2);
        String verb = OPPOSITES.getOrDefault(words[0], "");
        return Optional.of(
                new Rules.Rule(rule.steps(), List.of(verb + (verb.endsWith("(") ? words[1] + ")" : " " + words[1]))));
    }

    private static final Map<String, String> OPPOSITES =
            Map.of("where", "where not (", "under", "notunder", "anyof", "noneof");

    private static boolean isJoint(Token token) {
        return token.kind() == Kind.COMMA || LISTING.contains(text(token));
    }

    private List<Token> neither(List<Token> tokens) {
        List<Token> out = new ArrayList<>();
        for (int at = 0; at < tokens.size(); at++) {
            List<Token> turned = new ArrayList<>(List.of(Token.word("not")));
            turned.addAll(tokens.subList(at + 1, tokens.size()));
            boolean turns =
                    NEITHER.contains(text(tokens.get(at))) && left(turned).isPresent();
            out.add(turns ? Token.word("not") : tokens.get(at));
        }
        return out;
    }

    private static String text(Token token) {
        return token.kind() == Kind.WORD ? token.text().toLowerCase(Locale.ROOT) : "";
    }
}
