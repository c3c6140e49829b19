package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import dev.ken.comprehension.Units.Unit;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads a text of several sentences as an outline: units that each ask for one thing and are read by themselves, and
/// sentences that hold for all of them. It is the second look at what [Discourse] cannot put together; nothing of the
/// text may be left unread here either.
final class Outline {
    private static final int MOST_HEADING = 12;
    private static final Set<String> EARLIER = Set.of("both", "these", "those", "them", "this", "it", "that");
    private static final Set<String> WHOLE =
            Set.of("everything", "everywhere", "all", "any", "anywhere", "here", "completely");
    private static final Set<String> QUESTIONS = Set.of(
            "is", "are", "do", "does", "did", "why", "when", "which", "who", "what", "where", "how", "has", "have",
            "can");
    private static final Set<String> ORDERS = Tables.words("orders.words");

    /// What was read, and the sentences that were not.
    record Outcome(Optional<Intent> intent, List<String> unread) {}

    /// A sentence that asks, with what holds for its units.
    private record Asking(List<Unit> units, Draft frame, Optional<Draft> topic, boolean questions) {}

    /// A condition that leaves something out, and of how many of the units before it; -1: of all.
    private record Left(String condition, int before) {}

    private final Catalog catalog;
    private final Headline headline;
    private final Sharing sharing;
    private final Scopes scopes;
    private final Frames frames;
    private final Units units;
    private final Function<List<Token>, Draft> scan;
    private final Function<Draft, Reading> read;

    private final List<Asking> asking = new ArrayList<>();
    private final List<String> assumptions = new ArrayList<>();
    private final Draft everywhere = new Draft();
    private final List<Left> left = new ArrayList<>();
    private final Set<String> named = new LinkedHashSet<>();
    private final List<String> unread = new ArrayList<>();
    private Optional<Draft> topic = Optional.empty();
    private boolean headed;

    Outline(
            Catalog catalog,
            Kinds kinds,
            Lexicon lexicon,
            Function<List<Token>, Draft> scan,
            Function<Draft, Reading> read) {
        this.catalog = catalog;
        this.headline = new Headline(lexicon, scan);
        this.sharing = new Sharing(catalog, kinds);
        this.scopes = new Scopes(sharing);
        this.frames = new Frames(scan);
        this.scan = tokens -> Units.told(scan.apply(tokens));
        this.units = new Units(this.scan, read);
        this.read = read;
    }

    /// What the text means; empty where nothing in it asks.
    Optional<Outcome> read(List<Token> text) {
        List<List<Token>> sentences = sentences(text);
        for (int at = 0; at < sentences.size(); at++) {
            if (!sentence(sentences.get(at), at, at + 1 == sentences.size())) {
                unread.add(Background.words(sentences.get(at)));
            }
        }
        if (asking.isEmpty()) {
            return Optional.empty();
        }
        Optional<Intent> intent = intent();
        // What stands before a single order may well be what it is about.
        boolean single = (headed || sentences.size() == 1)
                && intent.stream().allMatch(one -> one.parts().size() == 1);
        return single ? Optional.empty() : Optional.of(new Outcome(intent, List.copyOf(unread)));
    }

    private static List<List<Token>> sentences(List<Token> text) {
        List<List<Token>> sentences = new ArrayList<>();
        List<Token> sentence = new ArrayList<>();
        for (Token token : text) {
            if (token.kind() == Kind.STOP && !token.text().equals(";")) {
                sentences.add(sentence);
                sentence = new ArrayList<>();
            } else {
                sentence.add(token.kind() == Kind.STOP ? Token.of(Kind.COMMA, ";") : token);
            }
        }
        sentences.add(sentence);
        sentences.removeIf(List::isEmpty);
        return sentences;
    }

    /// Takes one sentence; whether it was read.
    private boolean sentence(List<Token> whole, int at, boolean isLast) {
        if (at > 0 && Background.isRemark(whole)) {
            return true;
        }
        Optional<Draft> holds = frames.timing(whole).or(() -> frames.columns(whole));
        if (holds.isPresent()) {
            hold(holds.get());
            return true;
        }
        Optional<Draft> out = asking.isEmpty() && at > 0 && isLast ? Optional.empty() : frames.exclusion(whole);
        if (out.isPresent()) {
            boolean earlier = said(whole, EARLIER) && !said(whole, WHOLE) && !asking.isEmpty();
            out.get().conditions.forEach(condition -> left.add(new Left(condition, earlier ? count() : -1)));
            return true;
        }
        List<Token> sentence = Background.without(whole);
        if (asking.isEmpty() && !isLast && (isHeading(sentence, false) || isNaming(sentence))) {
            heading(sentence, whole);
            return true;
        }
        return scope(sentence)
                || asks(sentence)
                || asking.isEmpty() && !isLast && isHeading(sentence, true) && takes(sentence, whole);
    }

    private boolean takes(List<Token> sentence, List<Token> whole) {
        heading(sentence, whole);
        return true;
    }

    private int count() {
        return asking.stream().mapToInt(one -> one.units().size()).sum();
    }

    private void hold(Draft frame) {
        everywhere.periodNanos = frame.periodNanos.or(() -> everywhere.periodNanos);
        everywhere.durationNanos = frame.durationNanos.or(() -> everywhere.durationNanos);
        everywhere.cumulative |= frame.cumulative;
        everywhere.also.addAll(frame.also);
        everywhere.conditions.addAll(frame.conditions);
        everywhere.keys.addAll(frame.keys);
        everywhere.top = frame.top.or(() -> everywhere.top);
    }

    /// "Follow make and everything it starts.", "All of that for tigerbeetle alone, every 5 s."
    private boolean scope(List<Token> sentence) {
        Draft draft = scan.apply(sentence);
        boolean only = draft.hits.isEmpty()
                && draft.measures.isEmpty()
                && draft.about.isEmpty()
                && draft.columns.isEmpty()
                && draft.also.isEmpty()
                && draft.notUnderstood.isEmpty()
                && draft.content.isEmpty()
                && draft.maybe.isEmpty()
                && draft.declines.isEmpty()
                && draft.occasion.isEmpty()
                && draft.having.isEmpty()
                && !draft.negates
                && (!draft.conditions.isEmpty() || draft.periodNanos.isPresent() || draft.durationNanos.isPresent());
        if (only) {
            hold(draft);
        }
        return only;
    }

    // ---- headings ----

    /// Whether the sentence may only tell what the tool is about; `loose`: it could not be read otherwise.
    private boolean isHeading(List<Token> sentence, boolean loose) {
        Draft draft = scan.apply(sentence);
        String first = sentence.getFirst().text().toLowerCase(Locale.ROOT);
        boolean data = sentence.stream()
                .anyMatch(token -> token.kind() != Kind.WORD
                        && token.kind() != Kind.COMMA
                        && draft.notUnderstood.contains(token.text()));
        if (data
                || draft.restricts
                || draft.negates
                || draft.declines.contains("destructive") && ORDERS.contains(first)) {
            return false;
        }
        boolean colon = sentence.stream().anyMatch(token -> Clauses.is(token, ":"));
        if (loose) {
            return !colon
                    && !ORDERS.contains(first)
                    && draft.measures.isEmpty()
                    && draft.columns.isEmpty()
                    && (QUESTIONS.contains(first) || Background.isPurpose(sentence) || sentence.size() <= MOST_HEADING);
        }
        return !colon
                && !ORDERS.contains(first)
                && !QUESTIONS.contains(first)
                && sentence.size() <= MOST_HEADING
                && draft.measures.isEmpty()
                && draft.columns.isEmpty()
                && draft.also.isEmpty()
                && !draft.each
                && draft.occasion.isEmpty();
    }

    /// "Trace execs and exits.": what is asked of them is said after it.
    private boolean isNaming(List<Token> sentence) {
        Draft draft = scan.apply(sentence);
        boolean names = !draft.hits.isEmpty()
                && !Asks.any(draft)
                && draft.conditions.isEmpty()
                && draft.notUnderstood.isEmpty()
                && draft.declines.isEmpty();
        if (names) {
            draft.hits.forEach(hit -> named.add(hit.kind()));
        }
        return names;
    }

    /// "Crash watch", "Slow I/O log" before a colon.
    private boolean isLabel(List<Token> before) {
        Draft draft = scan.apply(before);
        return before.size() <= 3
                && !ORDERS.contains(before.getFirst().text().toLowerCase(Locale.ROOT))
                && draft.measures.isEmpty()
                && draft.keys.isEmpty()
                && draft.conditions.isEmpty()
                && draft.declines.isEmpty();
    }

    private void heading(List<Token> sentence, List<Token> whole) {
        Draft draft = scan.apply(sentence);
        headline.take(sentence);
        headed = true;
        if (!draft.hits.isEmpty()) {
            topic = Optional.of(draft);
        }
        hold(frame(draft));
        assumptions.add("“" + Background.words(whole) + "” tells what it is for; what is observed is said after it.");
    }

    /// What a draft says of all that follows.
    private static Draft frame(Draft draft) {
        Draft frame = new Draft();
        frame.periodNanos = draft.periodNanos;
        frame.durationNanos = draft.durationNanos;
        frame.cumulative = draft.cumulative;
        frame.conditions.addAll(draft.conditions);
        frame.keys.addAll(draft.keys);
        frame.top = draft.top;
        return frame;
    }

    // ---- what asks ----

    private boolean asks(List<Token> sentence) {
        int colon = colon(sentence);
        if (colon > 0) {
            List<Token> before = sentence.subList(0, colon);
            List<Token> behind = sentence.subList(colon + 1, sentence.size());
            Draft head = scan.apply(before);
            boolean frames = head.hits.isEmpty()
                    && head.measures.isEmpty()
                    && head.notUnderstood.isEmpty()
                    && head.content.isEmpty()
                    && head.maybe.isEmpty();
            if (frames && ask(behind, frame(head))) {
                return true;
            }
            boolean heads = asking.isEmpty() && (isHeading(before, false) || isLabel(before));
            boolean apart = heads && !scan.apply(behind).hits.isEmpty();
            if (!apart && ask(sentence, new Draft())) {
                return true;
            }
            if (heads) {
                heading(before, before);
                return asks(behind);
            }
            return false;
        }
        int front = front(sentence);
        if (front > 0 && ask(sentence.subList(front, sentence.size()), frame(scan.apply(sentence.subList(0, front))))) {
            return true;
        }
        return ask(sentence, new Draft());
    }

    private static int colon(List<Token> sentence) {
        for (int at = 1; at + 1 < sentence.size(); at++) {
            if (Clauses.is(sentence.get(at), ":")) {
                return at;
            }
        }
        return 0;
    }

    /// "Every 10 seconds", "Per disk, every 10 s," in front of what is asked.
    private int front(List<Token> sentence) {
        int found = 0;
        boolean begins = Set.of("every", "each", "per", "once", "for", "over", "during", "in")
                .contains(sentence.getFirst().text().toLowerCase(Locale.ROOT));
        for (int to = 1; begins && to <= Math.min(6, sentence.size() - 2); to++) {
            Draft draft = scan.apply(sentence.subList(0, to));
            boolean frames = draft.hits.isEmpty()
                    && draft.measures.stream().allMatch("count"::equals)
                    && draft.notUnderstood.isEmpty()
                    && draft.maybe.isEmpty()
                    && (draft.periodNanos.isPresent() || draft.durationNanos.isPresent());
            found = frames && found == 0 ? to : found;
        }
        return found;
    }

    private boolean ask(List<Token> sentence, Draft frame) {
        List<Token> plain = Units.plain(sentence);
        if (plain.isEmpty()) {
            return false;
        }
        boolean framed = frame.periodNanos.isPresent()
                || !frame.keys.isEmpty()
                || everywhere.periodNanos.isPresent()
                || !everywhere.keys.isEmpty();
        List<Token> completed = headline.completed(plain);
        Optional<List<Unit>> cut = units.of(plain, topic, framed);
        if (cut.isEmpty() && !completed.equals(plain)) {
            cut = units.of(completed, topic, framed);
        }
        if (cut.isEmpty()) {
            return false;
        }
        asking.add(new Asking(
                cut.get(), frame, topic, said(sentence.subList(0, Math.min(3, sentence.size())), QUESTIONS)));
        for (Unit unit : cut.get()) {
            Draft draft = scan.apply(unit.tokens());
            topic = draft.hits.isEmpty() ? topic : Optional.of(draft);
        }
        return true;
    }

    // ---- all together ----

    private Optional<Intent> intent() {
        List<Draft> all = new ArrayList<>();
        for (Asking one : asking) {
            List<Draft> made = drafts(one);
            scopes.keys(made);
            sharing.within(made);
            sharing.frame(one.frame(), made);
            if (one.frame().periodNanos.isPresent() && made.stream().allMatch(draft -> draft.periodNanos.isEmpty())) {
                unread.add("every " + one.frame().periodNanos.get() / 1_000_000 + " ms");
            }
            for (Draft draft : made) {
                repeats(draft, all);
                scopes.refer(draft, all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()));
                all.add(draft);
            }
        }
        if (scopes.processes(all)) {
            assumptions.add("What is asked for besides is of the same processes.");
        }
        named.stream()
                .filter(kind -> all.stream()
                        .noneMatch(draft ->
                                draft.hits.stream().anyMatch(hit -> hit.kind().equals(kind))))
                .forEach(unread::add);
        Set<String> unused = new LinkedHashSet<>(everywhere.conditions);
        sharing.frame(keysAndPeriod(), all);
        for (int at = 0; at < all.size(); at++) {
            Draft draft = all.get(at);
            for (String condition : everywhere.conditions) {
                if (sharing.has(draft, condition)) {
                    draft.require(condition);
                    unused.remove(condition);
                }
            }
            for (Left one : left) {
                if (sharing.has(draft, one.condition()) && (one.before() < 0 || at < one.before())) {
                    draft.require(one.condition());
                }
            }
            if (Asks.isReport(draft)) {
                draft.also.addAll(everywhere.also);
            }
        }
        left.stream()
                .map(Left::condition)
                .filter(condition -> all.stream().noneMatch(draft -> draft.conditions.contains(condition)))
                .forEach(unused::add);
        unread.addAll(unused);
        return parts(all);
    }

    /// "How long does it run? Print every run": the list may well be the answer to the question.
    private void repeats(Draft draft, List<Draft> all) {
        boolean answers = asking.getFirst().questions()
                && Asks.isReport(draft)
                && draft.conditions.isEmpty()
                && all.stream()
                        .anyMatch(other -> other.hits.equals(draft.hits)
                                || Scopes.kind(other).equals(Scopes.kind(draft)));
        if (answers) {
            unread.add(String.join(" ", draft.sentence));
        }
    }

    private Draft keysAndPeriod() {
        Draft frame = new Draft();
        frame.keys.addAll(everywhere.keys);
        frame.periodNanos = everywhere.periodNanos;
        frame.cumulative = everywhere.cumulative;
        frame.top = everywhere.top;
        return frame;
    }

    private List<Draft> drafts(Asking one) {
        List<Draft> made = new ArrayList<>();
        Optional<Draft> about = one.topic();
        for (Unit unit : one.units()) {
            Draft draft = unit.ofTopic() ? units.about(unit, about.orElseThrow()) : scan.apply(unit.tokens());
            Negation.settle(draft);
            if (!unit.ofTopic() && !draft.hits.isEmpty()) {
                about = Optional.of(draft);
            }
            made.add(draft);
        }
        return made;
    }

    private Optional<Intent> parts(List<Draft> drafts) {
        List<Part> parts = new ArrayList<>();
        Optional<Long> duration = everywhere.durationNanos;
        Set<String> assumed = new LinkedHashSet<>(assumptions);
        for (Draft draft : drafts) {
            Optional<Long> own = draft.durationNanos;
            if (read.apply(draft) instanceof Reading.Understood(Intent intent)
                    && intent.parts().stream().noneMatch(parts::contains)) {
                parts.addAll(intent.parts());
                assumed.addAll(intent.assumptions());
                duration = duration.or(() -> own);
            } else {
                unread.add(String.join(" ", draft.sentence));
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(new Intent(parts, duration, List.copyOf(assumed)));
    }

    private static boolean said(List<Token> sentence, Set<String> words) {
        return sentence.stream().anyMatch(token -> words.contains(token.text().toLowerCase(Locale.ROOT)));
    }
}
