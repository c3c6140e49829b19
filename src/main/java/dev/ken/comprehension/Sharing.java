package dev.ken.comprehension;

import dev.ken.contract.Condition;
import dev.ken.contract.ConditionText;
import dev.ken.contract.PartNames;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What several things that are asked for have in common: which processes, how often, by what.
final class Sharing {
    /// Measures that give one number for each group.
    private static final Set<String> SCALARS = Set.of("count", "sum", "average", "minimum", "maximum", "distinct");

    /// Of these "per minute" tells how many or how much in a minute.
    private static final Set<String> RATED = Set.of("count", "sum", "distinct");

    private final Catalog catalog;
    private final Kinds kinds;

    Sharing(Catalog catalog, Kinds kinds) {
        this.catalog = catalog;
        this.kinds = kinds;
    }

    private static boolean isUntimed(Draft draft) {
        return draft.whole || Asks.isReport(draft);
    }

    /// Whether a condition tests only what is known of every event: the process, the user, the CPU.
    boolean isAmbient(String condition) {
        Optional<Condition> parsed = ConditionText.parse(condition);
        return parsed.isPresent() && catalog.ambient().keySet().containsAll(PartNames.in(parsed.get()));
    }

    /// Adds what a clause says to all of them; what it says in words that must be understood, only to the last.
    void spread(Draft draft, List<Draft> targets) {
        if (targets.isEmpty()) {
            return;
        }
        for (Draft target : targets.subList(0, targets.size() - 1)) {
            Draft common = Drafts.copy(draft);
            common.words.clear();
            common.content.clear();
            common.notUnderstood.clear();
            common.maybe.clear();
            common.conditions.removeIf(condition -> !has(target, condition));
            if (isUntimed(target)) {
                common.periodNanos = Optional.empty();
            }
            target.add(common);
        }
        Draft last = targets.getLast();
        Draft own = Drafts.copy(draft);
        boolean elsewhere = targets.size() > 1;
        own.conditions.removeIf(condition ->
                elsewhere && !has(last, condition) && targets.stream().anyMatch(other -> has(other, condition)));
        if (elsewhere && isUntimed(last)) {
            own.periodNanos = Optional.empty();
        }
        last.add(own);
    }

    /// What stood before a colon holds for all that follow in the sentence.
    void frame(Draft frame, List<Draft> items) {
        for (int at = 0; at < items.size(); at++) {
            Draft item = items.get(at);
            Draft common = Drafts.copy(frame);
            if (!item.keys.isEmpty()) {
                common.keys.clear();
            }
            common.periodNanos = isUntimed(item) ? Optional.empty() : Pace.of(item, frame);
            if (at + 1 < items.size()) {
                common.words.clear();
                common.content.clear();
                common.notUnderstood.clear();
                common.maybe.clear();
            }
            item.add(common);
            Drafts.toldOfEach(item);
        }
    }

    /// What the last of the items of one sentence says, and those before leave open, is said of all.
    void within(List<Draft> items) {
        if (items.size() > 2 && Asks.isReport(items.getLast())) {
            // "bytes read and bytes written per pid in MiB, and each slow fsync"
            within(items.subList(0, items.size() - 1));
        }
        for (int at = 1; at < items.size(); at++) {
            Draft before = items.get(at - 1);
            measure(items.get(at), before);
            boolean refers = items.get(at).sentence.stream().anyMatch(Set.of("it", "they", "its", "their")::contains);
            if (refers
                    && items.get(at).keys.isEmpty()
                    && !Asks.isReport(items.get(at))
                    && Asks.measured(before)
                    && has(items.get(at), before.keys)) {
                items.get(at).keys.addAll(before.keys);
            }
        }
        Draft last = items.getLast();
        for (Draft item : items.subList(0, items.size() - 1)) {
            boolean behind = isBare(item, last) && saysAfter(last);
            boolean alike = kindsOf(item).equals(kindsOf(last))
                    || item.measures.equals(last.measures) && (item.keys.isEmpty() || !Asks.isReport(last))
                    || last.measures.isEmpty() && saysAfter(last);
            if (alike && item.keys.isEmpty() && !item.each && has(item, last.keys)) {
                item.keys.addAll(last.keys);
                item.counted |= !last.keys.isEmpty();
            }
            boolean lists = Asks.isReport(last) && Asks.measured(item);
            if (item.conditions.isEmpty() && alike && !lists) {
                last.conditions.stream()
                        .filter(text -> isAmbient(text) || behind && has(item, text))
                        .forEach(item.conditions::add);
            }
            if (!isUntimed(item)) {
                boolean own = Pace.isRate(last) || Pace.isSaid(last) && !RATED.containsAll(item.measures);
                Optional<Long> period = own ? Optional.empty() : last.periodNanos;
                item.periodNanos = item.periodNanos.or(() -> period);
                item.cumulative |= last.cumulative;
            }
            boolean each = last.topEach || last.sentence.contains("both");
            if (each && item.top.isEmpty() && !item.keys.isEmpty()) {
                item.top = last.top;
            }
            boolean bytes = item.maybe.contains("bytes")
                    && item.measures.equals(last.measures)
                    && last.unit
                            .filter(unit -> unit.family() == Unit.Family.SIZE)
                            .isPresent();
            if (item.about.equals(last.about) && (bytes || !item.about.isEmpty())) {
                item.unit = item.unit.or(() -> last.unit);
            }
        }
        Draft first = items.getFirst();
        for (Draft item : items.subList(1, items.size())) {
            if (first.frames && !isUntimed(item)) {
                item.periodNanos = item.periodNanos.or(() -> first.periodNanos);
            }
        }
    }

    /// "reads and writes that fail": nothing is said of the first but its name, and by what both are told apart.
    private static boolean isBare(Draft item, Draft last) {
        boolean keys = item.keys.isEmpty() || item.keys.equals(last.keys);
        return item.about.isEmpty() && keys && item.columns.isEmpty() && item.also.isEmpty();
    }

    /// Whether its name stands first, so that what picks some of them stands behind: "writes that fail", not "failed
    /// writes".
    private static boolean saysAfter(Draft last) {
        return !last.sentence.isEmpty()
                && last.hits.stream().anyMatch(hit -> hit.places().contains(0));
    }

    /// "count opens and bytes read": what has no measure of its own is measured as what stands before it.
    private static void measure(Draft item, Draft before) {
        boolean size = item.about.isEmpty()
                || Set.of("bytes", "size", "bytes returned").containsAll(item.about);
        boolean open = !Asks.measured(item) && item.columns.isEmpty() && item.also.isEmpty() && !item.each;
        if (open && before.measures.equals(Set.of("count")) && size) {
            item.measures.add("count");
        } else if (open && before.measures.size() == 1 && !before.measures.contains("count") && !item.about.isEmpty()) {
            item.measures.addAll(before.measures);
        }
    }

    /// What is asked for besides is asked of the same processes, unless it says of which or of all.
    void scope(Draft draft, Draft before, List<String> assumptions) {
        boolean own = draft.conditions.stream().anyMatch(this::isAmbient)
                || isOfAll(draft)
                || draft.keys.stream().anyMatch(Set.of("process", "pid", "processes", "uid", "user")::contains);
        List<String> who = before.conditions.stream().filter(this::isAmbient).toList();
        if (!own && !who.isEmpty()) {
            who.forEach(draft::require);
            assumptions.add("What is asked for besides is of the same processes.");
        }
    }

    /// Whether it says that it is of all: not "all of them", "in total" or "the total bytes".
    static boolean isOfAll(Draft draft) {
        if (draft.anybody) {
            return true;
        }
        List<String> words = draft.sentence.stream()
                .map(word -> word.toLowerCase(java.util.Locale.ROOT))
                .toList();
        for (int at = 0; at < words.size(); at++) {
            String before = at > 0 ? words.get(at - 1) : "";
            String next = at + 1 < words.size() ? words.get(at + 1) : "";
            boolean all = words.get(at).equals("all") && !before.equals("in") && !next.equals("of");
            boolean total =
                    words.get(at).equals("total") && Set.of("number", "count").contains(next);
            if (all || total || Set.of("overall", "altogether").contains(words.get(at))) {
                return true;
            }
        }
        return false;
    }

    /// Whether the clause says itself of which values of that it is: "just count those above 1 s".
    static boolean isTested(String condition, Draft draft) {
        Set<String> names = names(condition);
        return draft.conditions.stream().anyMatch(own -> names(own).equals(names));
    }

    /// Whether it picks those above or below a number: "fsyncs over 100 ms", which says nothing of the average
    /// of fsyncs that is asked for beside.
    static boolean isThreshold(String condition) {
        return condition.matches("\\w+ [<>]=? \\d+.*");
    }

    private static Set<String> names(String condition) {
        return ConditionText.parse(condition).map(PartNames::in).orElse(Set.of()).stream()
                .map(name -> name.equals("took") ? "latency" : name)
                .collect(Collectors.toSet());
    }

    /// What points back at something that was said: of it holds what was said of which processes.
    private static final Set<String> BACK = Set.of("it", "its", "they", "their", "theirs", "them", "these", "those");

    /// "… and how many bytes does it write?": of the same processes.
    void referred(Draft draft, Draft before) {
        boolean refers = draft.sentence.stream()
                .map(word -> word.toLowerCase(java.util.Locale.ROOT))
                .anyMatch(BACK::contains);
        if (refers && draft.conditions.stream().noneMatch(this::isAmbient)) {
            before.conditions.stream().filter(this::isAmbient).forEach(draft::require);
        }
    }

    /// A number that is added to a table is told of the same groups, unless it is of all.
    void grouped(Draft draft, Draft before) {
        boolean scalar = !draft.measures.isEmpty() && SCALARS.containsAll(draft.measures);
        boolean all = isOfAll(draft);
        if (scalar && !all && draft.keys.isEmpty() && Asks.measured(before)) {
            draft.keys.addAll(before.keys);
        }
        if (draft.periodNanos.isEmpty() && !draft.whole && Asks.measured(before) && Asks.measured(draft)) {
            draft.periodNanos = before.periodNanos;
            draft.cumulative |= before.cumulative;
        }
    }

    /// Something further of what `before` asks of: the same events, shown as often; numbers are of the same groups.
    Draft more(Draft draft, Draft before) {
        Draft item = Drafts.copy(draft);
        item.hits.addAll(before.hits);
        item.words.addAll(before.hits.isEmpty() ? before.words : List.of());
        item.joined = before.joined;
        before.conditions.stream()
                .filter(condition -> !isOfAll(draft) || isAmbient(condition))
                .filter(condition -> !isTested(condition, draft))
                .forEach(item::require);
        before.share.filter(share -> !draft.conditions.contains(share)).ifPresent(item.conditions::remove);
        item.overNanos = isOfAll(draft) ? item.overNanos : item.overNanos.or(() -> before.overNanos);
        item.rateHertz = item.rateHertz.or(() -> before.rateHertz);
        if (item.relation.isEmpty() && before.relation.isPresent() && before.inPair()) {
            item.relation = before.relation;
            item.links.addAll(before.links);
            item.withinNanos = before.withinNanos;
        }
        if (before.inFlight && item.about.isEmpty() && Set.of("maximum").containsAll(item.measures)) {
            item.inFlight = true;
            item.highest |= item.measures.contains("maximum");
            item.measures.clear();
        }
        if (item.about.isEmpty() && !item.measures.isEmpty() && !item.measures.contains("count")) {
            item.about.addAll(before.about);
            item.unit = item.unit.or(() -> before.unit);
        }
        boolean table = Asks.measured(before) || !before.keys.isEmpty();
        boolean scalar = !item.measures.isEmpty() && SCALARS.containsAll(item.measures);
        if (table && item.periodNanos.isEmpty() && !item.whole) {
            item.periodNanos = before.periodNanos;
            item.cumulative |= before.cumulative;
        }
        boolean ofEach = String.join(" ", draft.sentence)
                .toLowerCase(java.util.Locale.ROOT)
                .matches(OF_EACH);
        if (item.keys.isEmpty() && (scalar || item.inFlight || ofEach && Asks.measured(item))) {
            item.keys.addAll(before.keys);
        }
        return item;
    }

    /// "a histogram of the latency for each of them": by what was counted before it.
    private static final String OF_EACH =
            ".*\\b(for|per|by|of) each( of (them|these|those)| one)?( (in|every|as|too)\\b.*)?";

    /// "Page faults per process, top 10. Also show major faults": after a table, what is only named beside it,
    /// and is of the same family, is a table by the same groups.
    void likewise(Draft draft, Draft before) {
        boolean table = !before.keys.isEmpty() && (before.counted || before.measures.equals(Set.of("count")));
        boolean named = draft.asksNothing() && !draft.each && draft.about.isEmpty() && !draft.counted;
        boolean family = kindsOf(draft).stream()
                .allMatch(kind -> kindsOf(before).stream()
                        .anyMatch(other -> kind.name().startsWith(other.name().split("[.]", 2)[0] + ".")));
        if (table && named && family && has(draft, before.keys)) {
            draft.keys.addAll(before.keys);
            draft.measures.add("count");
            draft.top = before.top;
            draft.periodNanos = before.periodNanos;
            draft.cumulative |= before.cumulative;
        }
    }

    /// "every wait longer than 20 ms": the last that is called a wait, where that was not named last.
    Optional<Draft> tested(Draft draft, List<Draft> items) {
        List<String> names = draft.conditions.stream()
                .filter(condition -> condition.matches("\\w+ [<>]=? \\d+ ns"))
                .map(condition -> condition.substring(0, condition.indexOf(' ')))
                .filter(name -> !name.equals("latency"))
                .toList();
        return names.size() != 1
                ? Optional.empty()
                : items.reversed().stream()
                        .filter(item -> kindsOf(item).stream().anyMatch(kind -> kinds.has(kind.name(), names)))
                        .findFirst();
    }

    /// "the number of disk reads and the number of disk writes and the average latency": of what was parted before,
    /// all.
    static Draft ofBoth(Draft draft, Draft before, List<Draft> made) {
        List<Draft> alike = made.stream()
                .filter(item -> Scopes.kind(item).equals(Scopes.kind(before)) && item.measures.equals(before.measures))
                .toList();
        if (alike.size() < 2 || draft.measures.isEmpty() || draft.measures.equals(before.measures)) {
            return before;
        }
        Draft both = Drafts.copy(before);
        both.conditions.removeIf(condition -> !alike.stream().allMatch(item -> item.conditions.contains(condition)));
        return both;
    }

    private boolean has(Draft draft, Set<String> words) {
        return Events.mentioned(draft, catalog, kinds).stream()
                .allMatch(mention -> mention.kinds().subList(0, Math.max(1, mention.equals())).stream()
                        .map(kind -> kind.split(" where ", 2)[0])
                        .flatMap(Fitting::siblings)
                        .flatMap(kind -> catalog.find(kind).stream())
                        .anyMatch(kind -> words.stream()
                                .allMatch(word -> new Attributes(kind, catalog, kinds)
                                        .resolve(word)
                                        .isPresent())));
    }

    boolean has(Draft draft, String condition) {
        return ConditionText.parse(condition).stream().allMatch(parsed -> has(draft, PartNames.in(parsed)));
    }

    private List<EventKind> kindsOf(Draft draft) {
        return Events.mentioned(draft, catalog, kinds).stream()
                .flatMap(mention -> catalog.find(mention.kinds().getFirst().split(" where ", 2)[0]).stream())
                .toList();
    }
}
