package dev.ken.comprehension;

import dev.ken.comprehension.Clauses.Clause;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Puts the clauses of a request together: each asks for something of its own, says more of what was asked before, or
/// holds for all. What becomes of each is decided by what it mentions and asks, never by its place alone.
final class Discourse {
    /// Words that point at what was mentioned before.
    private static final Set<String> BACK = Set.of("these", "those", "such", "them", "their");

    private final Catalog catalog;
    private final Kinds kinds;
    private final Named named;
    private final Sharing sharing;
    private final Listings listings;
    private final List<String> assumptions;

    /// What is asked for, in the order of the request; each becomes the parts of its mentions.
    private final List<Draft> items = new ArrayList<>();
    /// Those that were only mentioned with others, of which more was asked.
    private final List<Draft> listed = new ArrayList<>();
    /// What was only mentioned, to be asked of later.
    private Optional<Draft> topic = Optional.empty();
    private boolean topicIsPurpose;
    private String topicText = "";
    /// What holds for items that are still to come.
    private Draft pending = new Draft();
    /// How often and by what all things are shown that do not say it themselves.
    private final Draft standing = new Draft();
    private final Set<String> everywhere = new LinkedHashSet<>();
    /// The first item of the sentence that asked last.
    private int from;

    Discourse(Catalog catalog, Kinds kinds, Function<List<Token>, Draft> scan, List<String> assumptions) {
        this.listings = new Listings(catalog, kinds, scan);
        this.catalog = catalog;
        this.kinds = kinds;
        this.named = new Named(catalog, kinds);
        this.sharing = new Sharing(catalog, kinds);
        this.assumptions = assumptions;
    }

    /// Adds one sentence. `isFirst`: nothing was asked before it; `isPurpose`: it may only tell what the tool is for;
    /// `heads`: it has no verb and is the heading of what follows.
    void sentence(List<Clause> said, boolean isFirst, boolean isPurpose, boolean heads) {
        List<Clause> clauses = Later.supposed(said, items);
        if (clauses.stream().anyMatch(clause -> Later.isOfAnybody(clause.draft().sentence))) {
            clauses.forEach(clause -> clause.draft().anybody = true);
        }
        if (heads
                && clauses.getFirst().draft().hits.isEmpty()
                && Asks.saysHow(clauses.getFirst().draft())) {
            stands(clauses.getFirst());
            return;
        }
        int start = items.size();
        Draft frame = new Draft();
        for (Clause clause : clauses) {
            Negation.settle(clause.draft());
            boolean often = clause.draft().frames && clauses.size() > 1 && clause == clauses.getFirst();
            if ((clause.isFrame() || often && clause.draft().words.isEmpty())
                    && named.kindsOf(clause.draft()).isEmpty()
                    && clause.draft().measures.isEmpty()
                    && clause.draft().notUnderstood.isEmpty()) {
                frame.add(clause.draft());
            } else if ((isFirst && clauses.size() == 1 || clause.isFrame())
                    && items.isEmpty()
                    && (clause.isFrame() || Asks.isTopic(clause.draft(), isPurpose))) {
                setTopic(clause, isPurpose || clause.isFrame());
            } else {
                place(clause, start);
            }
        }
        if (items.size() > start) {
            from = start;
        }
        List<Draft> made = items.subList(start, items.size());
        if (made.isEmpty() && !items.isEmpty()) {
            sharing.spread(frame, items.subList(from, items.size()));
        } else if (made.isEmpty()) {
            pending.add(frame);
        } else {
            sharing.frame(frame, made);
            sharing.within(made);
        }
    }

    /// All that is asked for.
    List<Draft> items() {
        topic.ifPresent(items::add);
        items.removeIf(item -> listed.contains(item)
                && !Asks.any(item)
                && items.stream().anyMatch(other -> other != item && named.isCalled(item, other)));
        if (items.isEmpty() && !Asks.isEmpty(pending)) {
            items.add(pending);
        }
        return List.copyOf(items);
    }

    /// Takes back what the sentence before asked for.
    void retract() {
        while (items.size() > from) {
            items.removeLast();
        }
        topic = Optional.empty();
    }

    // ---- topics ----

    /// "Container statistics, every 10 seconds, by cgroup": how often and by what holds for all that follows.
    private void stands(Clause heading) {
        Draft said = heading.draft();
        standing.periodNanos = said.periodNanos;
        standing.keys.addAll(said.keys);
        standing.top = said.top;
        said.conditions.stream().filter(sharing::isAmbient).forEach(everywhere::add);
        pending.durationNanos = said.durationNanos;
        assumptions.add("“" + Background.words(heading.tokens()) + "” is the heading of what is asked after it.");
    }

    private void setTopic(Clause clause, boolean isPurpose) {
        if (topic.isPresent()) {
            place(clause, items.size());
            return;
        }
        topic = Optional.of(clause.draft());
        topicIsPurpose = isPurpose;
        topicText = Background.words(clause.tokens());
    }

    /// Something is asked of what was only mentioned.
    private void takeTopic() {
        topic.ifPresent(draft -> {
            draft.durationNanos = pending.durationNanos.or(() -> draft.durationNanos);
            begin(draft);
            Reaching.ofTopic(draft).filter(one -> !sharing.isAmbient(one)).forEach(everywhere::add);
        });
        topic = Optional.empty();
    }

    /// What was only mentioned is what the tool is for, where something else is asked for; what it says of processes
    /// holds for that.
    private void leaveTopic(List<String> asked) {
        Draft told = topic.orElseThrow();
        List<String> mentioned = named.kindsOf(told);
        if (mentioned.isEmpty() && told.notUnderstood.isEmpty() && !topicIsPurpose) {
            topic = Optional.empty();
            told.conditions.stream().filter(sharing::isAmbient).forEach(everywhere::add);
            pending.add(told);
            return;
        }
        boolean related = mentioned.stream()
                .anyMatch(kind -> asked.stream().anyMatch(other -> family(kind).equals(family(other))));
        if (!topicIsPurpose && !related) {
            takeTopic();
            return;
        }
        topic = Optional.empty();
        if (Asks.saysHow(told)) {
            standing.periodNanos = told.periodNanos.or(() -> standing.periodNanos);
            standing.keys.addAll(told.keys);
            standing.top = told.top.or(() -> standing.top);
        }
        everywhere.addAll(told.conditions);
        pending.durationNanos = told.durationNanos.or(() -> pending.durationNanos);
        assumptions.add("“" + topicText + "” tells what it is for; what is observed is said after it.");
    }

    private static String family(String kind) {
        return kind.split("[. ]", 2)[0];
    }

    // ---- places ----

    private void place(Clause said, int start) {
        Clause clause = listings.again(said, items, topic);
        subject().ifPresent(before -> Asks.ofEach(clause.draft(), before));
        Optional<Draft> list = listings.listed(clause, subject());
        if (list.isPresent()) {
            unnamed(new Clause(clause.tokens(), list.get(), clause.added(), clause.isFrame()), start);
            return;
        }
        Draft draft = listings.headed(clause).orElse(clause.draft());
        List<String> mentioned = named.kindsOf(draft);
        if (mentioned.isEmpty() || !items.isEmpty() && Asks.onlyGroups(draft)) {
            unnamed(clause, start);
            return;
        }
        Optional<Draft> columns = listings.named(draft, subject());
        if (columns.isPresent()) {
            unnamed(new Clause(clause.tokens(), columns.get(), clause.added(), clause.isFrame()), start);
            return;
        }
        if (topic.isPresent()) {
            List<String> told = named.kindsOf(topic.orElseThrow());
            boolean same = told.stream().anyMatch(kind -> named.mayMean(draft, kind));
            boolean called = !same && told.size() == 1 && named.refersTo(draft, told.getFirst());
            boolean vague = topicIsPurpose
                    && (!topic.orElseThrow().notUnderstood.isEmpty()
                            || Asks.measured(topic.orElseThrow()) && Asks.measured(draft));
            if (same && vague && Asks.any(draft)) {
                topic.orElseThrow().conditions.forEach(draft::require);
                leaveTopic(mentioned);
            } else if (called && Asks.any(draft)) {
                topicIsPurpose = true;
                leaveTopic(mentioned);
            } else if (same || called) {
                takeTopic();
                from = items.size() - 1;
            } else {
                leaveTopic(mentioned);
            }
        }
        if (draft.same && !items.isEmpty()) {
            again(draft);
            return;
        }
        Listings.inside(draft, everywhere);
        Optional<Draft> target = target(draft, mentioned);
        boolean ofLast = draft.restricts
                && !items.isEmpty()
                && draft.conditions.stream().allMatch(condition -> sharing.has(items.getLast(), condition));
        if (clause.added() && target.isEmpty() && !items.isEmpty()) {
            sharing.scope(draft, items.getLast(), assumptions);
            sharing.likewise(draft, items.getLast());
        }
        if (target.isEmpty() && ofLast && !Asks.measured(draft)) {
            narrow(draft, items.getLast(), mentioned);
        } else if (target.isEmpty()) {
            begin(draft);
        } else if (items.size() == start
                && !Asks.lists(clause, draft, target.get())
                && Later.list(clause, draft, target.get()).isPresent()) {
            items.add(sharing.more(Later.named(clause, draft, target.get()), target.get()));
        } else if ((draft.restricts || !Asks.any(draft)) && !Asks.lists(clause, draft, target.get())) {
            narrow(draft, target.get(), mentioned);
        } else {
            of(target.get(), new Clause(clause.tokens(), draft, clause.added(), clause.isFrame()), mentioned);
        }
    }

    /// What was named last.
    private Optional<Draft> subject() {
        return topic.or(() -> items.isEmpty() ? Optional.empty() : Optional.of(items.getLast()));
    }

    /// "do the same for writes": all that was asked of the last kind is asked of another.
    private void again(Draft draft) {
        List<String> last = named.kindsOf(items.getLast());
        List<Draft> alike =
                items.stream().filter(item -> named.kindsOf(item).equals(last)).toList();
        for (Draft item : alike) {
            Draft other = Drafts.copy(item);
            other.hits.clear();
            other.words.clear();
            other.content.clear();
            if (!draft.keys.isEmpty()) {
                other.keys.clear();
            }
            other.add(draft);
            other.hits.addAll(draft.hits);
            items.add(other);
        }
    }

    /// A clause that mentions what `target` is about, and asks something of it.
    private void of(Draft target, Clause clause, List<String> mentioned) {
        Draft draft = clause.draft();
        List<String> whole = named.kindsOf(target);
        boolean several = whole.size() > mentioned.size() && !Asks.any(target);
        if (several) {
            Draft own = Drafts.copy(draft);
            own.conditions.addAll(target.conditions);
            target.hits.removeIf(hit -> mentioned.contains(hit.kind()));
            target.content.clear();
            if (target.hits.isEmpty()) {
                items.remove(target);
            } else {
                listed.add(target);
            }
            begin(own);
        } else if (Asks.lists(clause, draft, target)) {
            draft.each = true;
            begin(draft);
        } else if (!clause.added() && Asks.goesWith(draft, target)) {
            Asks.shown(clause, draft, target);
            target.add(draft);
        } else {
            if (!Sharing.isOfAll(draft) && draft.sentence.stream().anyMatch(BACK::contains)) {
                target.conditions.forEach(draft::require);
            }
            boolean sums = Asks.isReport(target) && Asks.measured(draft) && draft.conditions.isEmpty();
            if (sums && !Sharing.isOfAll(draft)) {
                target.conditions.stream()
                        .filter(condition -> !Sharing.isThreshold(condition))
                        .forEach(draft::require);
            }
            if (clause.added()) {
                sharing.scope(draft, target, assumptions);
            }
            sharing.grouped(draft, target);
            begin(draft);
        }
    }

    /// The last item that is about one of the kinds; one that is only called so, where the clause narrows.
    private Optional<Draft> target(Draft draft, List<String> mentioned) {
        for (int at = items.size() - 1; at >= 0; at--) {
            Draft item = items.get(at);
            if (named.kindsOf(item).stream().anyMatch(kind -> named.mayMean(draft, kind))) {
                return Optional.of(item);
            }
        }
        boolean back = draft.restricts || !Asks.any(draft) || !items.isEmpty() && Asks.isBare(items.getLast());
        return items.stream()
                .filter(_ -> back)
                .filter(item -> named.kindsOf(item).stream().anyMatch(kind -> named.refersTo(draft, kind)))
                .reduce((_, last) -> last);
    }

    private void narrow(Draft draft, Draft target, List<String> mentioned) {
        Draft own = Drafts.copy(draft);
        own.hits.clear();
        for (Events.Mention mention : Events.mentioned(draft, catalog, kinds)) {
            own.words.removeAll(mention.words());
            own.content.removeAll(mention.words());
        }
        List<Draft> about = items.stream()
                .filter(item -> item == target || named.kindsOf(item).stream().anyMatch(mentioned::contains))
                .toList();
        sharing.spread(own, about);
    }

    /// A clause that names no event.
    private void unnamed(Clause clause, int start) {
        Draft draft = clause.draft();
        if (topic.isPresent() && named.kindsOf(topic.orElseThrow()).isEmpty() && topicIsPurpose) {
            leaveTopic(List.of());
        } else if (topic.isPresent()) {
            takeTopic();
            from = items.size() - 1;
        }
        if (items.isEmpty() && draft.having.isPresent() && !draft.columns.isEmpty()) {
            // "Alert me when a process forks more than 100 times": asks for something itself, by whatever words.
            items.add(Units.told(draft));
            return;
        }
        if (items.isEmpty() && Later.list(clause, draft, pending).isPresent()) {
            items.add(pending);
            pending = new Draft();
            unnamed(clause, items.size());
            return;
        }
        if (items.isEmpty()) {
            draft.conditions.stream().filter(sharing::isAmbient).forEach(this::replace);
            draft.conditions.stream().filter(sharing::isAmbient).forEach(everywhere::add);
            pending.add(draft);
            return;
        }
        if (Reaching.onLines(draft, items)) {
            return;
        }
        List<Draft> last = items.subList(items.size() > start ? start : from, items.size());
        boolean ofAll = draft.sentence.stream()
                .map(word -> word.toLowerCase(java.util.Locale.ROOT))
                .anyMatch(Set.of("both", "all", "everything")::contains);
        if (ofAll
                && draft.measures.isEmpty()
                && draft.also.isEmpty()
                && draft.columns.isEmpty()
                && draft.about.isEmpty()) {
            sharing.spread(draft, items);
            return;
        }
        Draft before = Asks.countedToo(clause, draft, sharing.tested(draft, items), items.getLast());
        Optional<Draft> own = items.size() == start ? Later.list(clause, draft, before) : Optional.empty();
        if (own.isPresent()) {
            items.add(sharing.more(own.get(), before));
            return;
        }
        // "which calls fail? by call and error": the groups of a question are told.
        boolean groups = draft.measures.isEmpty()
                && draft.about.isEmpty()
                && before.measures.isEmpty()
                && !before.keys.isEmpty()
                && !draft.keys.isEmpty()
                && !clause.added();
        if (!Asks.any(draft) || draft.restricts && !Asks.measured(draft)) {
            holds(draft, last);
        } else if (!draft.conditions.isEmpty() && Asks.lists(clause, draft, before)) {
            // "and list the ones that failed with the error": some of those that were measured.
            draft.each = true;
            Draft named = items.reversed().stream()
                    .filter(item -> !item.hits.isEmpty())
                    .findFirst()
                    .orElse(before);
            items.add(sharing.more(draft, named));
        } else if (groups) {
            sharing.spread(draft, last);
        } else if ((!clause.added() || !Asks.measured(draft) && !draft.keys.isEmpty() == before.keys.isEmpty())
                && Asks.goesWith(draft, before)) {
            Asks.shown(clause, draft, before);
            sharing.spread(
                    draft,
                    last.stream().filter(item -> Asks.goesWith(draft, item)).toList());
        } else {
            items.add(sharing.more(
                    draft, Sharing.ofBoth(draft, before, items.subList(Math.min(start, items.size()), items.size()))));
        }
    }

    /// "Redis watch. Everything is about processes named redis-server": the name that is said, not that of the heading.
    private void replace(String condition) {
        Scopes.replace(everywhere, condition);
        items.forEach(item -> Scopes.replace(item.conditions, condition));
        Scopes.replace(pending.conditions, condition);
    }

    /// What is only said of how, which and how long holds for all, where it can.
    private void holds(Draft draft, List<Draft> last) {
        List<String> ambient =
                draft.conditions.stream().filter(sharing::isAmbient).toList();
        ambient.forEach(this::replace);
        everywhere.addAll(ambient);
        List<Draft> others = new ArrayList<>(items);
        others.removeAll(last);
        for (Draft other : others) {
            other.conditions.addAll(ambient);
            if (!Asks.isReport(other)) {
                other.periodNanos = other.periodNanos.or(() -> draft.periodNanos);
                other.cumulative |= draft.cumulative;
            }
        }
        boolean leavesOut = Reaching.leavesOut(draft);
        everywhere.addAll(leavesOut && Reaching.isOfAll(draft) ? draft.conditions : Set.of());
        List<String> about = named.kindsOf(items.getLast());
        List<Draft> alike =
                items.stream().filter(item -> named.kindsOf(item).equals(about)).toList();
        sharing.spread(draft, leavesOut && alike.containsAll(last) ? alike : last);
    }

    /// A new item, of which holds what was said for all.
    private void begin(Draft draft) {
        if (!Asks.isEmpty(pending)) {
            Draft before = pending;
            pending = new Draft();
            if (before.top.isPresent() && draft.top.isPresent() && !before.words.isEmpty()) {
                // "the 5 programs using most cpu and the 5 with the most disk bytes": two tables.
                items.add(before);
            } else if (Asks.measured(before) && Asks.measured(draft)) {
                before.hits.addAll(draft.hits);
                before.words.addAll(draft.words);
                begin(before);
            } else {
                draft.add(before);
            }
        }
        if (!items.isEmpty()) {
            sharing.referred(draft, items.getLast());
            Listings.there(draft, items.getLast());
        }
        if (draft.paced && draft.periodNanos.isEmpty()) {
            draft.periodNanos = items.reversed().stream()
                    .flatMap(item -> item.periodNanos.stream())
                    .findFirst();
        }
        if (!Asks.isReport(draft)) {
            sharing.frame(Drafts.copy(standing), List.of(draft));
        }
        for (String condition : everywhere) {
            boolean tested = condition.startsWith("not (") && Sharing.isTested(condition, draft);
            boolean named = condition.startsWith("process is ")
                    && draft.conditions.stream()
                            .anyMatch(other -> other.startsWith("process is ")
                                    || other.contains(condition.substring("process is ".length())));
            if (named || tested || Sharing.isOfAll(draft) && sharing.isAmbient(condition) && !items.isEmpty()) {
                continue;
            }
            if (items.isEmpty() || sharing.isAmbient(condition) || sharing.has(draft, condition)) {
                draft.require(condition);
            }
        }
        items.add(draft);
    }
}
