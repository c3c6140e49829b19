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
    private static final Set<String> EARLIER = Set.of("both", "these", "those", "them", "this", "it", "that");
    private static final Set<String> WHOLE =
            Set.of("everything", "everywhere", "all", "any", "anywhere", "here", "completely");

    /// What was read, what was not, and the sentences that hold for all.
    record Outcome(Optional<Intent> intent, List<Missed> missed, List<String> around) {
        List<String> unread() {
            return missed.stream().map(Missed::text).toList();
        }
    }

    /// What is not read.
    ///
    /// @param asks whether they are words of the text that ask for something
    record Missed(String text, boolean asks) {}

    /// Columns of a unit that were said after it.
    private record More(int unit, Draft columns) {}

    /// A condition that leaves something out, and of how many of the units before it; -1: of all.
    private record Left(String condition, int before) {}

    private final Catalog catalog;
    private final Headline headline;
    private final Sharing sharing;
    private final Openings openings;
    private final Listings listings;
    private final Scopes scopes;
    private final Frames frames;
    private final Units units;
    private final Function<List<Token>, Draft> scan;
    private final Function<Draft, Reading> read;

    private final List<Asking> asking = new ArrayList<>();
    private final List<String> assumptions = new ArrayList<>();
    private final Draft everywhere = new Draft();
    private final List<More> more = new ArrayList<>();
    private final List<Left> left = new ArrayList<>();
    private final Set<String> named = new LinkedHashSet<>();
    private final List<Missed> missed = new ArrayList<>();
    private final List<String> around = new ArrayList<>();
    private Optional<Draft> topic = Optional.empty();
    private Draft looked = new Draft();
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
        this.listings = new Listings(catalog, kinds, scan);
        this.frames = new Frames(scan);
        this.scan = tokens -> Units.told(scan.apply(tokens));
        this.openings = new Openings(this.scan);
        this.units = new Units(this.scan, read);
        this.read = read;
    }

    /// What the text means; empty where nothing in it asks.
    Optional<Outcome> read(List<Token> text) {
        List<List<Token>> sentences = Openings.sentences(text);
        for (int at = 0; at < sentences.size(); at++) {
            if (!sentence(sentences.get(at), at, at + 1 == sentences.size())
                    && !(sentences.size() > 1 && partly(sentences.get(at)))) {
                missed.add(new Missed(Background.quoted(sentences.get(at)), true));
            }
        }
        if (asking.isEmpty()) {
            return Optional.of(outcome(Optional.empty()));
        }
        Optional<Intent> intent = intent();
        // What stands before a single order may well be what it is about.
        boolean single = (headed || sentences.size() == 1)
                && intent.stream().allMatch(one -> one.parts().size() == 1);
        return single && missed.isEmpty() ? Optional.empty() : Optional.of(outcome(intent));
    }

    private Outcome outcome(Optional<Intent> intent) {
        return new Outcome(intent, List.copyOf(missed), List.copyOf(around));
    }

    private void miss(String text) {
        missed.add(new Missed(text, false));
    }

    /// Takes one sentence; whether it was read. What holds for all may stand between semicolons.
    private boolean sentence(List<Token> text, int at, boolean isLast) {
        List<Token> whole = new ArrayList<>();
        for (List<Token> part : Openings.split(text)) {
            boolean holds = part.size() < text.size() && !part.isEmpty() && holds(part, isLast ? 1 : at);
            if (!holds) {
                whole.addAll(whole.isEmpty() ? List.of() : List.of(Token.of(Kind.COMMA, ";")));
                whole.addAll(part);
            }
        }
        whole = Openings.preamble(whole);
        return whole.isEmpty() || at > 0 && Background.isRemark(whole) || read(whole, at, isLast);
    }

    private boolean holds(List<Token> whole, int at) {
        Optional<Draft> holds = frames.timing(whole).or(() -> frames.columns(whole));
        if (holds.isPresent()) {
            hold(holds.get());
            around.add(Background.quoted(whole));
            return true;
        }
        Optional<Draft> out = asking.isEmpty() && at == 0 ? Optional.empty() : frames.exclusion(whole);
        if (out.isPresent()) {
            around.add(Background.quoted(whole));
            boolean earlier = Openings.said(whole, EARLIER) && !Openings.said(whole, WHOLE) && !asking.isEmpty();
            out.get().conditions.forEach(condition -> left.add(new Left(condition, earlier ? count() : -1)));
        }
        return out.isPresent();
    }

    private boolean read(List<Token> whole, int at, boolean isLast) {
        if (holds(whole, isLast ? 1 : at)) {
            return true;
        }
        List<Token> sentence = Background.without(whole);
        if (asking.isEmpty() && !isLast && (openings.isHeading(sentence, false) || isNaming(sentence))) {
            heading(sentence, whole);
            return true;
        }
        return scope(sentence)
                || lists(sentence)
                || again(sentence)
                || asks(sentence)
                || asking.isEmpty() && !isLast && openings.isHeading(sentence, true) && takes(sentence, whole);
    }

    /// "Print its path and how long it took": of what was asked for last, where that is listed.
    private boolean lists(List<Token> sentence) {
        Draft last = asking.isEmpty()
                ? new Draft()
                : scan.apply(asking.getLast().units().getLast().tokens());
        if (last.hits.isEmpty() || Asks.measured(last) || !last.keys.isEmpty()) {
            return false;
        }
        Draft said = scan.apply(sentence);
        Optional<Draft> list = listings.listed(new Clauses.Clause(sentence, said, false, false), Optional.of(last));
        list.ifPresent(columns -> more.add(new More(count() - 1, columns)));
        return list.isPresent();
    }

    /// "Do the same for writes.", "Likewise for accepts."
    private boolean again(List<Token> sentence) {
        Draft said = scan.apply(sentence);
        boolean same = said.same && !said.hits.isEmpty() && said.notUnderstood.isEmpty() && !asking.isEmpty();
        if (same) {
            Asking last = asking.getLast();
            asking.add(new Asking(last.units(), last.frame(), last.topic(), false, Optional.of(said)));
        }
        return same;
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
        frame.conditions.forEach(condition -> Scopes.replace(everywhere.conditions, condition));
        everywhere.conditions.addAll(frame.conditions);
        everywhere.keys.addAll(frame.keys);
        everywhere.top = frame.top.or(() -> everywhere.top);
    }

    /// "Follow make and everything it starts.", "All of that for tigerbeetle alone, every 5 s."
    private boolean scope(List<Token> sentence) {
        Draft draft = scan.apply(sentence);
        if (!asking.isEmpty() && Asks.isEmpty(draft) && draft.content.isEmpty()) {
            // "Clear the tables after each print."
            return true;
        }
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
            around.add(Background.quoted(sentence));
        }
        return only;
    }

    // ---- headings ----

    /// "Trace execs and exits.": what is asked of them is said after it.
    private boolean isNaming(List<Token> sentence) {
        Draft draft = scan.apply(sentence);
        boolean names = !draft.hits.isEmpty()
                && !Asks.any(draft)
                && !Openings.said(sentence, Set.of("each", "every"))
                && draft.conditions.isEmpty()
                && draft.notUnderstood.isEmpty()
                && draft.declines.isEmpty();
        if (names) {
            draft.hits.forEach(hit -> named.add(hit.kind()));
        }
        return names;
    }

    private void heading(List<Token> sentence, List<Token> whole) {
        Draft draft = scan.apply(sentence);
        headline.take(sentence);
        around.add(Background.quoted(whole));
        headed = true;
        if (!draft.hits.isEmpty()) {
            topic = Optional.of(draft);
        }
        Draft frame = Drafts.frame(draft);
        frame.conditions.removeIf(condition ->
                Openings.said(sentence.subList(0, 1), Openings.QUESTIONS) && !sharing.isAmbient(condition));
        hold(frame);
        assumptions.add("“" + Background.words(whole) + "” tells what it is for; what is observed is said after it.");
    }

    // ---- what asks ----

    private boolean asks(List<Token> sentence) {
        if (Openings.said(sentence.subList(0, 1), Set.of("don't", "never", "not", "no"))
                || Background.words(sentence).toLowerCase(Locale.ROOT).startsWith("do not ")) {
            return false;
        }
        int colon = Openings.colon(sentence);
        if (colon > 0) {
            List<Token> before = sentence.subList(0, colon);
            List<Token> behind = sentence.subList(colon + 1, sentence.size());
            Draft head = scan.apply(before);
            boolean frames = head.hits.isEmpty()
                    && head.measures.isEmpty()
                    && head.notUnderstood.isEmpty()
                    && head.content.isEmpty()
                    && head.maybe.isEmpty();
            if (frames && ask(behind, Drafts.frame(head))) {
                return true;
            }
            boolean heads = asking.isEmpty() && (openings.isHeading(before, false) || openings.isLabel(before));
            boolean apart = heads && !scan.apply(behind).hits.isEmpty();
            if (!apart && ask(sentence, new Draft())) {
                looked = Openings.isLookingAt(before, head) ? head : looked;
                return true;
            }
            if (heads) {
                heading(before, before);
                return asks(behind);
            }
            return false;
        }
        int front = front(sentence);
        if (front > 0
                && ask(
                        sentence.subList(front, sentence.size()),
                        Drafts.frame(scan.apply(sentence.subList(0, front))))) {
            return true;
        }
        return ask(sentence, new Draft());
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
        cut.ifPresent(found -> take(sentence, found, frame));
        return cut.isPresent();
    }

    /// What of a sentence can be read, where it is no order to leave something out.
    private boolean partly(List<Token> whole) {
        List<Token> sentence = Background.without(Openings.preamble(whole));
        boolean turns = sentence.stream()
                .anyMatch(token -> TURNING.contains(token.text().toLowerCase(Locale.ROOT)));
        int colon = Openings.colon(sentence);
        Draft head = colon > 0 ? scan.apply(sentence.subList(0, colon)) : new Draft();
        boolean frames = colon > 0 && head.hits.isEmpty() && head.measures.isEmpty() && head.notUnderstood.isEmpty();
        List<Token> plain = Units.plain(frames ? sentence.subList(colon + 1, sentence.size()) : sentence);
        if (turns || plain.isEmpty()) {
            return false;
        }
        Draft frame = frames ? Drafts.frame(head) : new Draft();
        Optional<Units.Partial> some =
                units.some(plain, topic, frame.periodNanos.isPresent() || everywhere.periodNanos.isPresent());
        some.ifPresent(found -> {
            found.left().forEach(piece -> missed.add(new Missed(piece, true)));
            take(sentence, found.units(), frame);
        });
        return some.isPresent();
    }

    /// Words with which a piece that is left out may turn those that are read.
    private static final Set<String> TURNING = Set.of(
            "not", "no", "never", "except", "without", "only", "ignore", "skip", "but", "don't", "unless", "predict");

    private void take(List<Token> sentence, List<Unit> found, Draft frame) {
        frame.anybody |= Later.isSaidOfAnybody(sentence);
        asking.add(new Asking(
                found,
                frame,
                topic,
                Openings.said(sentence.subList(0, Math.min(3, sentence.size())), Openings.QUESTIONS),
                Optional.empty()));
        for (Unit unit : found) {
            Draft draft = scan.apply(unit.tokens());
            topic = draft.hits.isEmpty() ? topic : Optional.of(draft);
        }
    }

    // ---- all together ----

    private Optional<Intent> intent() {
        List<Draft> all = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Asking one : asking) {
            List<Draft> made = one.drafts(units, scan);
            scopes.keys(made);
            sharing.within(made);
            sharing.frame(one.frame(), made);
            if (one.frame().periodNanos.isPresent() && made.stream().allMatch(draft -> draft.periodNanos.isEmpty())) {
                miss("every " + one.frame().periodNanos.get() / 1_000_000 + " ms");
            }
            for (int at = 0; at < made.size(); at++) {
                Draft draft = made.get(at);
                repeats(draft, all);
                if (draft.paced && draft.periodNanos.isEmpty()) {
                    draft.periodNanos = all.reversed().stream()
                            .flatMap(item -> item.periodNanos.stream())
                            .findFirst();
                }
                scopes.refer(
                        draft,
                        all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()),
                        Units.isOpen(one.units().get(at)));
                all.add(draft);
                texts.add(one.text(at));
            }
        }
        for (More one : more) {
            all.get(one.unit()).add(one.columns());
            all.get(one.unit()).each = true;
        }
        if (scopes.processes(all)) {
            assumptions.add("What is asked for besides is of the same processes.");
        }
        named.stream()
                .filter(kind -> all.stream()
                        .noneMatch(draft ->
                                draft.hits.stream().anyMatch(hit -> hit.kind().equals(kind))))
                .forEach(this::miss);
        Set<String> unused = new LinkedHashSet<>(everywhere.conditions);
        sharing.frame(keysAndPeriod(), all);
        if (everywhere.periodNanos.isPresent() && all.stream().allMatch(draft -> draft.periodNanos.isEmpty())) {
            miss("every " + everywhere.periodNanos.get() / 1_000_000 + " ms");
        }
        for (int at = 0; at < all.size(); at++) {
            Draft draft = all.get(at);
            for (String condition : everywhere.conditions) {
                boolean own = scopes.isOfProcess(condition)
                        && draft.conditions.stream().anyMatch(scopes::isOfProcess);
                if (own || sharing.has(draft, condition)) {
                    unused.remove(condition);
                }
                if (!own && sharing.has(draft, condition)) {
                    draft.require(condition);
                }
            }
            Reaching.ofLooked(looked, draft, sharing).forEach(draft::require);
            for (Left one : left) {
                if (sharing.has(draft, one.condition()) && (one.before() < 0 || at < one.before())) {
                    draft.require(one.condition());
                }
            }
            boolean open = draft.columns.isEmpty() && draft.also.isEmpty() && everywhere.also.size() > 1;
            if (Asks.isReport(draft)) {
                (open ? draft.columns : draft.also).addAll(everywhere.also);
            }
        }
        left.stream()
                .map(Left::condition)
                .filter(condition -> all.stream().noneMatch(draft -> draft.conditions.contains(condition)))
                .forEach(unused::add);
        unused.forEach(this::miss);
        Scopes.topicOnly(all);
        return parts(all, texts);
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
            miss(String.join(" ", draft.sentence));
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

    private Optional<Intent> parts(List<Draft> drafts, List<String> texts) {
        List<Part> parts = new ArrayList<>();
        Optional<Long> duration = everywhere.durationNanos;
        Set<String> assumed = new LinkedHashSet<>(assumptions);
        for (int at = 0; at < drafts.size(); at++) {
            Draft draft = drafts.get(at);
            Optional<Long> own = draft.durationNanos;
            if (read.apply(draft) instanceof Reading.Understood(Intent intent)
                    && intent.parts().stream().noneMatch(parts::contains)) {
                parts.addAll(intent.parts());
                assumed.addAll(intent.assumptions());
                duration = duration.or(() -> own);
            } else {
                missed.add(new Missed(texts.get(at + texts.size() - drafts.size()), true));
            }
        }
        List<String> told = new ArrayList<>(assumed);
        return parts.isEmpty() ? Optional.empty() : Optional.of(new Intent(Ranks.merged(parts, told), duration, told));
    }
}
