package dev.ken.comprehension;

import dev.ken.comprehension.Clauses.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a later sentence asks for of its own: a list of those above a number is no limit of what was measured before,
/// and what is said of any process is not said of the one that was named before.
final class Later {
    private static final Set<String> SHOWS = Set.of("print", "show", "display", "report", "list", "log", "record");
    private static final Set<String> SUPPOSING = Set.of("if", "when", "whenever", "once", "for", "should");
    private static final Set<String> MORE = Set.of("also", "additionally", "too", "besides");
    private static final Set<String> WISHES = Set.of("want", "need", "like");
    private static final Pattern ANYBODY = Pattern.compile("\\b(system-?wide|overall|altogether|whoever|anybody"
            + "|everybody|anyone|everyone|(any|whatever|whichever) (process|program|user)"
            + "|(independent|independently|regardless|irrespective) of (who|(the |that |any |which |what )?"
            + "(process(es)?|programs?|users?|pods?|containers?|services?|daemon|server))"
            + "|(on|of|across|for|in) the (whole|entire) (machine|system|host|box|server|computer))\\b");
    private static final Pattern ALL = Pattern.compile("\\b(everything|anything|whatever)\\b");
    private static final Pattern BACK = Pattern.compile("\\b(it|they|its|their|he|she|these|those|them)\\b");

    private Later() {}

    /// Whether the words are said of whatever process.
    static boolean isOfAnybody(List<String> words) {
        String text = String.join(" ", words).toLowerCase(Locale.ROOT);
        return ANYBODY.matcher(text).find()
                || ALL.matcher(text).find() && !BACK.matcher(text).find();
    }

    /// The same of a sentence.
    static boolean isSaidOfAnybody(List<Token> sentence) {
        return isOfAnybody(sentence.stream().map(Token::text).toList());
    }

    /// "If a single request takes longer than 1 s, print it with the device": one order, of those that take so long.
    static List<Clause> supposed(List<Clause> clauses, List<Draft> items) {
        if (clauses.size() != 2 || items.isEmpty() || !measures(items.getLast())) {
            return clauses;
        }
        Clause condition = clauses.getFirst();
        Clause order = clauses.getLast();
        Draft test = condition.draft();
        boolean supposes = SUPPOSING.contains(first(condition))
                && picks(test)
                && test.hits.isEmpty()
                && !Asks.measured(test)
                && test.keys.isEmpty()
                && test.notUnderstood.isEmpty();
        boolean orders = SHOWS.contains(first(order)) && order.draft().hits.isEmpty() && isList(order.draft());
        if (!supposes || !orders || !order.draft().conditions.isEmpty()) {
            return clauses;
        }
        List<Token> tokens = new ArrayList<>(order.tokens());
        tokens.addAll(condition.tokens());
        Draft all = Drafts.copy(order.draft());
        all.add(test);
        return List.of(new Clause(tokens, all, true, false));
    }

    /// "Also list the text of those over 500 ms", "For holds over 1 ms I also want the stack": of what was measured
    /// before, a list of those alone.
    static Optional<Draft> list(Clause clause, Draft draft, Draft before) {
        boolean wishes = Openings.said(clause.tokens(), WISHES) && Openings.said(clause.tokens(), MORE);
        boolean asks = SHOWS.contains(first(clause)) || wishes;
        boolean facts = !(draft.about.isEmpty()
                && draft.maybe.isEmpty()
                && draft.columns.isEmpty()
                && draft.also.isEmpty()
                && !draft.each);
        if (!asks || !facts || !picks(draft) || !measures(before) || !isList(draft)) {
            return Optional.empty();
        }
        Draft list = Drafts.copy(draft);
        list.each = true;
        list.restricts = false;
        list.columns.addAll(list.maybe);
        list.columns.addAll(list.about);
        list.maybe.clear();
        list.about.clear();
        return Optional.of(list);
    }

    /// The same, where it names what was measured.
    static Draft named(Clause clause, Draft draft, Draft before) {
        Draft list = list(clause, draft, before).orElseThrow();
        list.hits.clear();
        list.words.clear();
        list.content.clear();
        return list;
    }

    private static boolean measures(Draft draft) {
        return Asks.measured(draft) || draft.counted;
    }

    private static boolean isList(Draft draft) {
        return !Asks.measured(draft)
                && draft.keys.isEmpty()
                && draft.periodNanos.isEmpty()
                && draft.top.isEmpty()
                && !draft.most
                && !draft.negates
                && draft.share.isEmpty();
    }

    /// Whether it picks those above or below a number.
    private static boolean picks(Draft draft) {
        return draft.overNanos.isPresent() || draft.conditions.stream().anyMatch(Sharing::isThreshold);
    }

    private static String first(Clause clause) {
        return clause.tokens().getFirst().text().toLowerCase(Locale.ROOT);
    }
}
