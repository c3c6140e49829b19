package dev.ken.comprehension;

import java.util.Optional;
import java.util.Set;

/// What a draft asks for.
final class Asks {
    private Asks() {}

    private static final Set<String> LISTS = Set.of("print", "log", "report", "list");

    /// Whether it says what is to be shown or measured.
    static boolean any(Draft draft) {
        return measured(draft)
                || !draft.about.isEmpty()
                || !draft.keys.isEmpty()
                || !draft.columns.isEmpty()
                || !draft.also.isEmpty()
                || draft.counted
                || draft.isList();
    }

    /// Whether it only names a number of something, and not what is to become of it.
    static boolean isBare(Draft draft) {
        return !measured(draft)
                && draft.keys.isEmpty()
                && draft.columns.isEmpty()
                && draft.also.isEmpty()
                && !draft.counted
                && !draft.each;
    }

    /// "Packets received per interface, and average length": what comes before in groups is counted.
    /// What it is asked of: what is tested, else the last.
    static Draft countedToo(Clauses.Clause clause, Draft more, Optional<Draft> tested, Draft last) {
        Draft before = tested.orElse(last);
        boolean folds = clause.added() && more.measures.size() == 1 && FOLDS.containsAll(more.measures);
        boolean plain = !measured(before) && !before.keys.isEmpty() && before.about.isEmpty() && !before.isList();
        if (folds && plain && before.columns.isEmpty() && before.also.isEmpty()) {
            before.measures.add("count");
        }
        return before;
    }

    private static final Set<String> FOLDS = Set.of("average", "maximum", "minimum");

    /// Whether it says how occurrences are folded.
    static boolean measured(Draft draft) {
        return !draft.measures.isEmpty() || draft.inFlight || draft.share.isPresent() || draft.relation.isPresent();
    }

    /// "Group by system call and error": only by what something is told apart.
    static boolean onlyGroups(Draft draft) {
        return draft.hits.isEmpty() && draft.measures.isEmpty() && !draft.keys.isEmpty() && draft.words.isEmpty();
    }

    /// Whether it lists occurrences, so that nothing is shown by periods.
    static boolean isReport(Draft draft) {
        boolean shows = !draft.columns.isEmpty() || !draft.also.isEmpty() || draft.each;
        return !measured(draft) && draft.keys.isEmpty() && !draft.counted && draft.occasion.isEmpty() && shows;
    }

    private static final Set<String> SHOWS =
            Set.of("print", "show", "display", "report", "list", "output", "log", "include", "record", "give", "tell");

    /// "print the size and how long it took": after something that is only mentioned, what is named is shown of each.
    static void shown(Clauses.Clause clause, Draft draft, Draft before) {
        if (answers(draft, before)) {
            answer(draft, before);
        }
        String first = clause.tokens().getFirst().text().toLowerCase(java.util.Locale.ROOT);
        boolean listed = SHOWS.contains(first) && draft.measures.isEmpty() && draft.keys.isEmpty() && !draft.most;
        if (listed
                && !measured(before)
                && before.keys.isEmpty()
                && before.about.isEmpty()
                && !(draft.about.isEmpty() && draft.maybe.isEmpty())) {
            draft.each = true;
            draft.columns.addAll(draft.maybe);
            draft.columns.addAll(draft.about);
            draft.maybe.clear();
            draft.about.clear();
        }
    }

    /// "trace getrandom, print how many bytes it gets": the number is shown of each, where each is to be shown.
    static void ofEach(Draft draft, Draft before) {
        boolean traces = !before.sentence.isEmpty() && TRACING.contains(lower(before.sentence.getFirst()));
        boolean many = false;
        for (int at = 1; at < draft.sentence.size(); at++) {
            many |= SHOWS.contains(lower(draft.sentence.get(at - 1)))
                    && Set.of("how", "number", "the").contains(lower(draft.sentence.get(at)));
        }
        if (traces
                && many
                && (before == draft || !measured(before) && before.keys.isEmpty())
                && draft.measures.equals(Set.of("sum"))
                && draft.keys.isEmpty()
                && draft.periodNanos.isEmpty()
                && draft.sentence.stream().map(Asks::lower).noneMatch(TOTALS::contains)) {
            draft.measures.clear();
            draft.columns.addAll(draft.about);
            draft.about.clear();
            draft.each = true;
        }
    }

    private static String lower(String word) {
        return word.toLowerCase(java.util.Locale.ROOT);
    }

    private static final Set<String> TRACING = Set.of("trace", "log", "watch", "each", "every", "for", "whenever");
    private static final Set<String> TOTALS =
            Set.of("total", "totals", "sum", "altogether", "overall", "all", "per", "second", "minute");

    private static final Set<String> QUESTIONS = Set.of("which", "what", "who", "whose", "whom");

    /// Words that say what is measured: "trace what sshd does. Count its calls" is no open question.
    private static final Set<String> MEASURES =
            Set.of("count", "number", "sum", "total", "average", "mean", "histogram", "distribution");

    /// Whether a question was asked, and this says how its answer is shown: "which stacks wait longest? total in ms".
    private static boolean answers(Draft more, Draft before) {
        return (before.sentence.stream()
                                .map(word -> word.toLowerCase(java.util.Locale.ROOT))
                                .anyMatch(QUESTIONS::contains)
                        || asksHowMuch(more, before))
                && before.sentence.stream()
                        .map(word -> word.toLowerCase(java.util.Locale.ROOT))
                        .noneMatch(MEASURES::contains)
                && more.hits.isEmpty()
                && more.conditions.isEmpty()
                && more.relation.isEmpty()
                && !more.inFlight
                && more.share.isEmpty()
                && !more.each
                && before.columns.isEmpty()
                && NAMED.containsAll(before.also)
                && before.occasion.isEmpty()
                && before.having.isEmpty();
    }

    /// "how much time does it take, histogram in us": the bare measure says how that is folded.
    static boolean asksHowMuch(Draft more, Draft before) {
        boolean asks = before.measures.equals(Set.of("sum"))
                && !before.about.isEmpty()
                && before.about.containsAll(more.about)
                && HOW.contains(lower(before.sentence.getFirst()))
                && before.sentence.stream().map(Asks::lower).noneMatch(TOTALS::contains);
        return asks
                && more.measures.size() == 1
                && SHAPES.containsAll(more.measures)
                && more.also.isEmpty()
                && !more.most;
    }

    /// What "who" and "which files" ask for.
    private static final Set<String> NAMED = Set.of("uid", "path");

    private static final Set<String> HOW = Set.of("how", "number", "time");
    private static final Set<String> SHAPES =
            Set.of("histogram", "linear", "average", "maximum", "minimum", "statistics");

    /// What is told of how the answer is shown holds, not what the words of the question would mean by themselves.
    private static void answer(Draft more, Draft before) {
        boolean facts = more.measures.isEmpty()
                && more.keys.isEmpty()
                && more.columns.size() > 1
                && before.measures.isEmpty()
                && !before.most
                && before.top.isEmpty()
                && before.periodNanos.isEmpty();
        if (facts && !before.keys.isEmpty()) {
            before.each = true;
            before.also.addAll(before.keys);
            before.keys.clear();
        }
        if (!more.measures.isEmpty()) {
            before.measures.clear();
            before.also.remove("uid");
            if (before.also.remove("path")) {
                // "which files are read most? sum of bytes": by what was asked for.
                before.keys.add("path");
            }
            before.each = false;
        }
        before.most &= more.keys.isEmpty();
    }

    /// "count fsyncs by pid. Print fsyncs over 500 ms with pid and duration": beside a measure, an order to
    /// show facts of occurrences that it names itself is a list of its own, not a limit of the measure.
    static boolean lists(Clauses.Clause clause, Draft draft, Draft before) {
        String first = clause.tokens().getFirst().text().toLowerCase(java.util.Locale.ROOT);
        return (SHOWS.contains(first) || Openings.said(clause.tokens(), SHOWN))
                && (measured(before) || before.counted)
                && !measured(draft)
                && draft.keys.isEmpty()
                && !draft.most
                && draft.periodNanos.isEmpty()
                && !(before.keys.containsAll(draft.columns) && before.keys.containsAll(draft.also));
    }

    private static final Set<String> SHOWN = Set.of("printed", "listed", "logged", "reported");

    /// Whether it says how often, by what or how many of it are shown.
    static boolean saysHow(Draft draft) {
        return draft.periodNanos.isPresent() || !draft.keys.isEmpty() || draft.top.isPresent();
    }

    /// Whether it may only name what is asked of after it.
    static boolean isTopic(Draft draft, boolean isPurpose) {
        boolean unclear = isPurpose
                && !draft.notUnderstood.isEmpty()
                && draft.measures.isEmpty()
                && draft.columns.isEmpty()
                && draft.also.isEmpty();
        return (unclear || !Asks.any(draft))
                && draft.periodNanos.isEmpty()
                && draft.top.isEmpty()
                && !draft.restricts
                && draft.declines.isEmpty();
    }

    /// Whether it says nothing at all.
    static boolean isEmpty(Draft draft) {
        return draft.asksNothing()
                && draft.hits.isEmpty()
                && draft.about.isEmpty()
                && draft.maybe.isEmpty()
                && draft.words.isEmpty()
                && draft.notUnderstood.isEmpty()
                && draft.unit.isEmpty()
                && draft.having.isEmpty()
                && !draft.cumulative
                && !draft.each
                && !draft.most;
    }

    /// Whether `more` says more of what `before` asks for, not something else.
    static boolean goesWith(Draft more, Draft before) {
        boolean lists = before.each
                && !before.sentence.isEmpty()
                && LISTS.contains(before.sentence.getFirst().toLowerCase(java.util.Locale.ROOT));
        if (lists && !measured(before) && !more.measures.isEmpty() && more.about.isEmpty()) {
            return false;
        }
        if (!any(before)) {
            return true;
        }
        boolean sameNumber = more.about.isEmpty() || before.about.isEmpty() || before.about.containsAll(more.about);
        if (measured(more)) {
            if (!more.measures.isEmpty() && answers(more, before) && sameNumber) {
                return before.keys.isEmpty() || more.keys.isEmpty() || before.keys.equals(more.keys);
            }
            boolean shows = !before.columns.isEmpty() || !before.also.isEmpty();
            boolean open = before.measures.isEmpty() && !shows && before.share.isEmpty();
            if (more.share.isPresent() && before.share.isPresent()) {
                return true;
            }
            boolean same = before.measures.containsAll(more.measures)
                    && !more.measures.isEmpty()
                    && (before.keys.isEmpty() || more.keys.isEmpty());
            same &= more.conditions.isEmpty();
            return sameNumber && (open || same) && more.relation.isEmpty() && !more.inFlight;
        }
        boolean single = !more.columns.isEmpty()
                && (!more.conditions.isEmpty()
                        || more.sentence.stream()
                                .map(word -> word.toLowerCase(java.util.Locale.ROOT))
                                .anyMatch(Set.of("each", "every", "live", "immediately")::contains));
        if (measured(before) && single && !Set.of("maximum", "minimum").containsAll(before.measures)
                || measured(before) && single && before.measures.isEmpty()) {
            return false;
        }
        boolean each = !more.sentence.isEmpty()
                && Set.of("each", "every", "any")
                        .contains(more.sentence.getFirst().toLowerCase(java.util.Locale.ROOT))
                && !more.conditions.isEmpty()
                && !(more.columns.isEmpty() && more.also.isEmpty());
        if (measured(before) && each) {
            return false;
        }
        boolean grouped = !before.keys.isEmpty() && !more.keys.isEmpty() && !before.keys.equals(more.keys);
        boolean scalar =
                !before.measures.isEmpty() && !Set.of("maximum", "minimum").containsAll(before.measures);
        boolean listed =
                isReport(before) && !(before.columns.isEmpty() && before.also.isEmpty()) && !more.keys.isEmpty();
        return sameNumber && !grouped && !listed && !(scalar && !more.about.isEmpty() && before.about.isEmpty());
    }
}
