package dev.ken.comprehension;

import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one sentence said so far. Attributes stand as they were written; what they are depends on the event kind.
final class Draft {
    /// A kind, the places of the words that name it, how well they do, and what those words say of it besides.
    record Hit(String kind, List<Integer> places, int score, List<String> words) {}

    final List<Hit> hits = new ArrayList<>();
    final Set<String> measures = new LinkedHashSet<>();
    final Set<String> about = new LinkedHashSet<>();
    final Set<String> maybe = new LinkedHashSet<>();
    final Set<String> keys = new LinkedHashSet<>();
    final Set<String> columns = new LinkedHashSet<>();
    final Set<String> also = new LinkedHashSet<>();
    final Set<String> conditions = new LinkedHashSet<>();
    final List<String> declines = new ArrayList<>();
    final List<String> assumptions = new ArrayList<>();
    final List<String> notUnderstood = new ArrayList<>();
    /// All words that no rule took, in their order: those from which kinds can be told.
    final List<String> words = new ArrayList<>();
    /// The whole sentence, word by word.
    final List<String> sentence = new ArrayList<>();
    /// Those of them that say something, so that they may not be passed over.
    final List<String> content = new ArrayList<>();
    /// Words that turn the meaning, which no kind explains.
    final List<String> strict = new ArrayList<>();
    final List<String> unitless = new ArrayList<>();
    Optional<Unit> unit = Optional.empty();
    Optional<Long> periodNanos = Optional.empty();
    Optional<Long> durationNanos = Optional.empty();
    /// The time behind "over": of that length, or longer than that where an occurrence has a length.
    Optional<Long> overNanos = Optional.empty();
    Optional<Integer> top = Optional.empty();
    /// Whether that many are shown of each table: "top 5 each".
    boolean topEach;
    /// Whether it is said to take long, and not how long.
    boolean slow;
    Optional<Integer> rateHertz = Optional.empty();
    Optional<Long> step = Optional.empty();
    Optional<Long> minimum = Optional.empty();
    Optional<Long> maximum = Optional.empty();
    /// Whether the numbers of the buckets had a unit and are therefore in base units.
    boolean bucketsInBase;
    /// How two things, or successive ones, belong together: `since`, `gap`, `follow`, `ratio`, `net`; empty: not at
    /// all.
    Optional<String> relation = Optional.empty();
    /// What both of a pair have in common, as written.
    final Set<String> links = new LinkedHashSet<>();
    /// The longest time between the two of a pair.
    Optional<Long> withinNanos = Optional.empty();
    /// The condition that picks some of all, for a share of them.
    Optional<String> share = Optional.empty();
    /// The conditions that were said of those.
    final Set<String> picked = new LinkedHashSet<>();
    /// The comparison that a shown value must fulfil, in the language of intents (`> 10`).
    Optional<String> having = Optional.empty();
    /// Which occurrences of a group are told of, in the language of intents (`count > 10`).
    Optional<String> occasion = Optional.empty();
    /// What makes such a group.
    final Set<String> occasionKeys = new LinkedHashSet<>();
    /// Whether only the first such occurrence of a group is told of.
    boolean once;
    /// Whether it begins with how often things are shown, which then holds for the whole sentence.
    boolean frames;
    /// Whether it is shown for the whole time, whatever is said of others.
    boolean whole;
    /// Whether it is shown as often as what was asked before.
    boolean paced;
    /// The places of words that belong to a list of attributes.
    final Set<Integer> listed = new LinkedHashSet<>();
    /// Whether the same is asked for as before, of another event.
    boolean same;
    /// Whether it only narrows what the sentence before asks for.
    boolean restricts;
    /// Whether its conditions tell what is left out.
    boolean negates;
    boolean cumulative;
    boolean inFlight;
    boolean highest;
    /// Whether whom it happens to is meant by process and pid: "programs that get SIGTERM".
    boolean undergone;
    boolean each;
    /// Whether it is said of whatever process.
    boolean anybody;
    boolean most;
    boolean counted;
    /// The word that asks for a count, unless the events have an attribute of that name.
    Optional<String> countedUnless = Optional.empty();
    /// Whether it is about a time that just passed, as at each end of a period.
    boolean recent;
    /// Whether two things are set against each other, so that both must be found.
    boolean contrasts;
    /// Whether the time that it takes was named as "time" alone ("softirq time").
    boolean timed;
    /// Whether "and" or the like stands between the events.
    boolean joined;

    /// Words that say nothing without what they connect.
    static final Set<String> CONNECTING = Set.of("by", "per", "of", "for", "with", "than", "to");

    private static final Set<String> IGNORABLE = Tables.words("ignorable.words");

    /// Whether a word carries nothing.
    static boolean isIgnorable(String word) {
        return IGNORABLE.contains(word);
    }

    /// Whether it is about two events, one after the other.
    boolean inPair() {
        return relation.filter(Set.of("since", "gap", "follow", "behind", "lifetime")::contains)
                .isPresent();
    }

    /// Whether it says nothing of what is to be shown, of whatever events.
    boolean asksNothing() {
        return measures.isEmpty()
                && keys.isEmpty()
                && columns.isEmpty()
                && also.isEmpty()
                && conditions.isEmpty()
                && declines.isEmpty()
                && relation.isEmpty()
                && periodNanos.isEmpty()
                && durationNanos.isEmpty()
                && top.isEmpty()
                && occasion.isEmpty()
                && !restricts;
    }

    /// Whether it only lists attributes: "pid, comm and address".
    boolean isList() {
        return maybe.size() > 1
                && hits.isEmpty()
                && notUnderstood.isEmpty()
                && asksNothing()
                && about.isEmpty()
                && !each;
    }

    /// Whether it asks for something that many kinds of events have.
    boolean asksOfSomething() {
        return !measures.isEmpty()
                || !keys.isEmpty()
                || !about.isEmpty()
                || top.isPresent()
                || most
                || also.contains("latency");
    }

    private static final Set<String> STACKS = Set.of("stack", "stacks");

    /// Adds a condition; a name that was said before, only written otherwise, is that name.
    void require(String condition) {
        boolean names = condition.startsWith("process is ");
        conditions.removeIf(other -> names && other.equalsIgnoreCase(condition));
        conditions.add(condition);
    }

    /// Adds what a sentence without an event of its own says about the one before.
    void add(Draft other) {
        measures.addAll(other.measures);
        about.addAll(other.about);
        keys.addAll(other.keys);
        if (keys.contains("ustack")
                || keys.contains("kstack")
                || maybe.contains("ustack")
                || maybe.contains("kstack")) {
            maybe.removeAll(STACKS);
            content.removeAll(STACKS);
            other.content.removeAll(STACKS);
            other.maybe.removeAll(STACKS);
        }
        maybe.addAll(other.maybe);
        columns.addAll(other.columns);
        also.addAll(other.also);
        if (other.negates && !other.conditions.isEmpty()) {
            conditions.add("not (" + String.join(" and ", other.conditions) + ")");
        } else {
            other.conditions.forEach(this::require);
        }
        if (other.negates && other.conditions.isEmpty()) {
            notUnderstood.addAll(other.words.isEmpty() ? List.of("ignore") : other.words);
        }
        declines.addAll(other.declines);
        assumptions.addAll(other.assumptions);
        notUnderstood.addAll(other.notUnderstood);
        words.addAll(other.words);
        sentence.addAll(other.sentence);
        content.addAll(other.content);
        unitless.addAll(other.unitless);
        unit = other.unit.or(() -> unit);
        periodNanos = other.periodNanos.or(() -> periodNanos);
        durationNanos = other.durationNanos.or(() -> durationNanos);
        overNanos = other.overNanos.or(() -> overNanos);
        strict.addAll(other.strict);
        top = other.top.or(() -> top);
        topEach |= other.topEach;
        anybody |= other.anybody;
        rateHertz = other.rateHertz.or(() -> rateHertz);
        step = other.step.or(() -> step);
        minimum = other.minimum.or(() -> minimum);
        maximum = other.maximum.or(() -> maximum);
        relation = other.relation.or(() -> relation);
        links.addAll(other.links);
        withinNanos = other.withinNanos.or(() -> withinNanos);
        share = other.share.or(() -> share);
        having = other.having.or(() -> having);
        occasion = other.occasion.or(() -> occasion);
        boolean told = occasion.isPresent() && other.occasion.isPresent() && !other.keys.isEmpty();
        if (told && other.occasionKeys.isEmpty() || other.once && !other.occasionKeys.isEmpty()) {
            occasionKeys.clear();
        }
        occasionKeys.addAll(other.occasionKeys);
        once |= other.once;
        whole |= other.whole;
        paced |= other.paced;
        cumulative |= other.cumulative;
        inFlight |= other.inFlight;
        highest |= other.highest;
        bucketsInBase |= other.bucketsInBase;
        undergone |= other.undergone;
        each |= other.each;
        most |= other.most;
        slow |= other.slow;
        counted |= other.counted;
        countedUnless = other.countedUnless.or(() -> countedUnless);
        recent |= other.recent;
        contrasts |= other.contrasts;
        timed |= other.timed;
    }
}
