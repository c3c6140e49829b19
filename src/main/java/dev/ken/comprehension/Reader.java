package dev.ken.comprehension;

import dev.ken.comprehension.hunch.Hunches;
import dev.ken.comprehension.hunch.Hunches.Hunch;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Lazy;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads English requests, without a model. Total and deterministic: whatever the text, the answer is a [Reading].
/// What it knows is prepared once; several threads may read with one.
public final class Reader {
    /// Longest request that is read, in UTF-16 units.
    public static final int LONGEST = 4_000;

    private static final int MOST_TOKENS = 400;
    /// Most hunches of a piece that are looked at.
    private static final int MOST_HUNCHES = 2;
    /// A hunch of a piece that surprises by so many nats at most is taken.
    private static final double SURE_NATS = 0.35;

    private final Catalog catalog;
    private final KernelModel kernel;
    private final Lexicon lexicon;
    private final Kinds kinds;
    private final Otherwise otherwise;
    private final Lazy<Hunches> hunches;
    /// Whether pieces of a text that the rules do not understand are guessed.
    private final boolean guesses;

    /// Reads for a kernel with that catalog.
    public Reader(Catalog catalog, KernelModel kernel) {
        this(catalog, kernel, Nearest.NONE);
    }

    /// The same, where kinds that are said in other words are found by `nearest`.
    public Reader(Catalog catalog, KernelModel kernel, Nearest nearest) {
        this.catalog = catalog;
        this.kernel = kernel;
        Lazy<Kinds> ahead = new Lazy<>(() -> new Kinds(catalog));
        ahead.ahead();
        this.lexicon = new Lexicon(Grammar.RULES, catalog, kernel.devices());
        this.kinds = ahead.get();
        this.otherwise = new Otherwise(catalog, kinds, nearest);
        this.hunches = new Lazy<>(() -> Hunching.hunches(catalog, kernel));
        this.guesses = false;
    }

    /// For one request, whose exact names it may learn.
    private Reader(Reader shared, boolean guesses) {
        this.catalog = shared.catalog;
        this.kernel = shared.kernel;
        this.lexicon = shared.lexicon.copy();
        this.kinds = shared.kinds;
        this.otherwise = shared.otherwise;
        this.hunches = shared.hunches;
        this.guesses = guesses;
    }

    /// The rules, read when the first request is.
    private static final class Grammar {
        private static final Rules RULES = Rules.shipped();
        private static final Map<String, String> REFUSALS = Tables.pairs("decline.words");
    }

    /// Begins to read, on another thread, what does not depend on a kernel.
    public static void ahead() {
        new Lazy<>(() -> Grammar.RULES.vocabulary().size()
                        + Tokenizer.tokens("for 1 second").size())
                .ahead();
        SecondOpinion.ahead();
        Hunching.ahead();
        Known.ahead();
    }

    /// What is `asked` on that kernel.
    public Reading read(String asked) {
        if (asked.isBlank()) {
            return new Reading.NotUnderstood(
                    "The request is empty.",
                    List.of("Say what to observe, for example: count system calls by process"));
        }
        if (asked.length() > LONGEST) {
            return new Reading.NotUnderstood(
                    "The request is too long (" + asked.length() + " characters; at most " + LONGEST + ").",
                    List.of("Say in a sentence or two what is to be observed."));
        }
        String usual = Wording.usual(new Naming(lexicon, kernel).plain(asked));
        Guessed guess = guess(usual);
        Reading settled = settled(usual);
        boolean endless = settled instanceof Reading.NotUnderstood
                && Tokenizer.tokens(usual).size() > MOST_TOKENS;
        return endless ? settled : new LastParts(catalog).of(guess.of(usual, settled));
    }

    /// What the rules make of it.
    Reading settled(String said) {
        Reading read = ruled(Wording.usual(said));
        return read instanceof Reading.Understood(Intent intent) && OfAll.isSaid(said, intent)
                ? new Reading.Understood(OfAll.told(intent, hunches.get()))
                : read;
    }

    private Reading ruled(String said) {
        Reading reading = read(said, said, false);
        boolean refuses = reading instanceof Reading.Declined(String told, Optional<String> _) && isRefusal(told);
        return reading instanceof Reading.Understood || refuses
                ? reading
                : Retelling.read(said, lexicon, told -> read(told, said, false))
                        .orElseGet(() -> guessed(said, reading));
    }

    /// What weighs all that it may mean.
    Guessed guess(String said) {
        String usual = Wording.usual(said);
        Lazy<List<Hunch>> likeliest = known().likeliest(usual);
        likeliest.ahead();
        Function<String, Reading> alone = text -> known().guessed(text).of(text, settled(text));
        Piecewise pieces = new Piecewise(catalog, kernel, lexicon, hunches, alone);
        return known().guessed(usual, likeliest, new Lazy<>(() -> pieces.of(usual)));
    }

    private Known known() {
        return new Known(catalog, kernel, lexicon, kinds, hunches);
    }

    /// A text of which a sentence or two are not understood, where it is sure what such sentences ask for.
    private Reading guessed(String said, Reading reading) {
        Reading other = Tokenizer.tokens(said).size() > MOST_TOKENS ? reading : read(said, said, true);
        return other instanceof Reading.Understood || reading instanceof Reading.NotUnderstood ? other : reading;
    }

    private Optional<Intent> sure(String told) {
        return guesses
                ? hunches.get().of(told).stream()
                        .limit(MOST_HUNCHES)
                        .filter(hunch -> hunch.nats() <= SURE_NATS)
                        .map(Hunch::intent)
                        .filter(intent -> keeps(told, intent))
                        .findFirst()
                : Optional.empty();
    }

    /// Whether an intent loses nothing that is read here of the text.
    private boolean keeps(String said, Intent intent) {
        return objections(said, intent).isEmpty()
                && new Accounts(catalog, lexicon, kinds).asked(said, intent).isEmpty();
    }

    /// What `told` means, where nothing of what was `said` may be lost.
    private Reading read(String told, String said, boolean guesses) {
        String request = new UserFunctions(kernel, lexicon).named(told);
        String asked = told.equals(said) ? request : said;
        SecondOpinion opinion = new SecondOpinion(catalog, said);
        Accounts accounts = new Accounts(catalog, lexicon, kinds);
        Reading first = new Reader(this, guesses).readWords(request);
        Reading reading = opinion.settled(first).orElse(first);
        return reading instanceof Reading.Understood(Intent intent)
                ? accounts.asked(asked, intent)
                        .or(() -> opinion.asked(intent))
                        .orElseGet(() -> accounts.finished(asked, intent))
                : reading;
    }

    /// Why an intent that somebody else read may not be what the request means: what is read here in it and the intent
    /// does not say, as sentences; empty where nothing is lost.
    List<String> objections(String said, Intent intent) {
        return new Objections(catalog, kernel, lexicon, kinds).of(said, intent);
    }

    /// Kinds that words of the request name, those named first in front, whether it is understood or not.
    public List<String> named(String said) {
        return List.copyOf(
                new Objections(catalog, kernel, lexicon, kinds).named(said).keySet());
    }

    /// Whether a reason to decline is that such things are not done at all; else what is asked of the events is not
    /// told.
    public static boolean isRefusal(String told) {
        return Grammar.REFUSALS.values().stream()
                .map(reason -> reason.split(" \\| ", 2)[0])
                .anyMatch(told::startsWith);
    }

    /// The words of a request that only tell why it is asked.
    Set<String> asides(String said) {
        return new Objections(catalog, kernel, lexicon, kinds).asides(said);
    }

    private Reading readWords(String request) {
        List<Token> tokens = Spelled.tokens(request, lexicon);
        if (tokens.size() > MOST_TOKENS) {
            return new Reading.NotUnderstood(
                    "The request has too many words.", List.of("Say it in a sentence or two."));
        }
        if (Foreign.is(request, tokens)) {
            return new Reading.NotUnderstood(
                    "The request does not seem to be English.", List.of("KEN reads English only."));
        }
        ExactNames names = new ExactNames(catalog, kernel, lexicon);
        List<String> assumptions = new ArrayList<>();
        List<Token> words = new Spelled(lexicon, names).words(tokens, assumptions);
        Reading reading = readWords(words, names, assumptions);
        return reading instanceof Reading.Understood(Intent intent)
                ? new Ledger(intent, catalog, kinds)
                        .asked(words, lexicon, some -> new Scanner(some, lexicon, names).scan())
                        .orElse(reading)
                : reading;
    }

    private Reading readWords(List<Token> words, ExactNames names, List<String> assumptions) {
        List<Draft> drafts = drafts(Openings.parted(words), names, assumptions);
        if (drafts.isEmpty()) {
            return new Reading.NotUnderstood("The request has no words.", UnknownWords.HINTS);
        }
        Reading reading = answer(drafts, new ArrayList<>(assumptions));
        boolean refused = drafts.stream().anyMatch(draft -> draft.declines.contains("destructive"));
        boolean settled = reading instanceof Reading.Understood
                || reading instanceof Reading.NeedsClarification && drafts.size() < 2;
        if (refused || settled && Openings.parted(words).size() < 2) {
            return reading;
        }
        Outline outline = new Outline(
                catalog,
                kinds,
                lexicon,
                some -> new Scanner(some, lexicon, names).scan(),
                draft -> answer(List.of(draft), new ArrayList<>()));
        Optional<Outline.Outcome> outcome = outline.read(words);
        if (reading instanceof Reading.Understood(Intent intent)) {
            return outcome.filter(found -> found.unread().isEmpty())
                    .flatMap(Outline.Outcome::intent)
                    .filter(found -> Scopes.isAlike(found, intent)
                            || Openings.isAllOrders(words) && Scopes.isMore(found, intent))
                    .<Reading>map(Reading.Understood::new)
                    .orElse(reading);
        }
        if (reading instanceof Reading.NeedsClarification) {
            return outcome.filter(found -> found.unread().isEmpty())
                    .map(found -> new Outlined(catalog, this::sure).of(found, reading))
                    .orElse(reading);
        }
        return outcome.map(found -> new Outlined(catalog, this::sure).of(found, reading))
                .orElse(reading);
    }

    /// What the sentences ask for, each for itself.
    private List<Draft> drafts(List<List<Token>> sentences, ExactNames names, List<String> assumptions) {
        Clauses clauses = new Clauses(tokens -> new Scanner(tokens, lexicon, names).scan());
        Headline headline = new Headline(lexicon, tokens -> new Scanner(tokens, lexicon, names).scan());
        Discourse discourse =
                new Discourse(catalog, kinds, tokens -> new Scanner(tokens, lexicon, names).scan(), assumptions);
        boolean first = true;
        for (List<Token> whole : sentences) {
            boolean corrects = !first && Background.isCorrection(whole);
            List<Token> said = corrects ? Background.corrected(whole) : Background.without(whole);
            int front = Background.front(said, tokens -> new Scanner(tokens, lexicon, names).scan());
            if (front > 0) {
                assumptions.add(Background.told(said.subList(0, front)));
                said = Background.pointed(said, front, new Matcher(said, lexicon));
            }
            List<Token> sentence = headline.completed(said);
            Draft draft = new Scanner(sentence, lexicon, names).scan();
            if (sentences.size() > 1 && (Background.isRemark(sentence) || Background.is(sentence, draft))) {
                assumptions.add(Background.told(whole));
                continue;
            }
            if (corrects) {
                discourse.retract();
            }
            if (sentence.isEmpty()) {
                continue;
            }
            List<Clauses.Clause> parted = clauses.of(sentence);
            boolean heads = first
                    && !parted.isEmpty()
                    && (sentences.size() > 1 || parted.getFirst().isFrame())
                    && Headline.is(parted.getFirst().tokens(), parted.getFirst().draft());
            if (first && sentences.size() > 1 && Openings.isLooking(sentence, draft)
                    || heads && (parted.size() == 1 || parted.getFirst().isFrame())) {
                headline.take(parted.getFirst().tokens());
            }
            if (heads && parted.size() > 1 && parted.getFirst().isFrame()) {
                parted = clauses.of(headline.completed(sentence));
            }
            if (parted.size() > 1 && parted.getFirst().isFrame()) {
                named(parted.getFirst());
            }
            if (sentences.size() == 1 && parted.size() == 1) {
                return List.of(draft);
            }
            discourse.sentence(
                    parted,
                    sentences.size() > 1 && first,
                    Background.isPurpose(sentence) || heads && parted.size() == 1,
                    heads && parted.size() == 1);
            first = false;
        }
        return discourse.items();
    }

    /// "mysqld: how long do its threads wait": a program alone before a colon is whom all that follows is about.
    private void named(Clauses.Clause frame) {
        if (frame.tokens().size() == 1 && lexicon.isProgram(frame.tokens().getFirst())) {
            frame.draft().hits.clear();
            frame.draft().content.clear();
            frame.draft().words.clear();
            frame.draft().notUnderstood.clear();
            frame.draft().require("process is \"" + frame.tokens().getFirst().text() + "\"");
        }
    }

    private Reading answer(List<Draft> drafts, List<String> assumptions) {
        boolean repeats = drafts.stream().anyMatch(draft -> draft.periodNanos.isPresent());
        for (Draft draft : drafts) {
            if (draft.recent && !repeats) {
                return declined("past");
            }
            if (!draft.declines.isEmpty()) {
                return declined(draft.declines.getFirst());
            }
        }
        List<Part> parts = new ArrayList<>();
        Set<Part> onlyNamed = new LinkedHashSet<>();
        Set<String> unplaced = new LinkedHashSet<>();
        Optional<Long> duration = Optional.empty();
        for (Draft draft : drafts) {
            Optional<Long> before = duration;
            Optional<Reading> vague = Vague.is(draft) ? new Vague(catalog, kinds).choices(draft) : Optional.empty();
            if (vague.isPresent() && drafts.size() == 1) {
                return vague.get();
            }
            List<Events.Mention> mentions = Events.sameAs(parts, Events.mentioned(draft, catalog, kinds), kinds);
            Fitting.Result result = sentence(draft, mentions, drafts, assumptions);
            boolean asks = result instanceof Fitting.Ambiguous
                    || result instanceof Fitting.Unfit(Reading reading)
                            && reading instanceof Reading.NeedsClarification;
            if (!asks && !(result instanceof Fitting.Fits)) {
                Optional<Fitting.Result> other = otherwise
                        .read(draft, mentions)
                        .filter(found -> drafts.size() == 1 || found instanceof Fitting.Fits);
                result = other.or(() -> inPart(draft, mentions, drafts)).orElse(result);
            }
            switch (result) {
                case Fitting.Fits(List<Part> made, List<String> assumed) -> {
                    parts.addAll(made);
                    onlyNamed.addAll(
                            draft.asksNothing() && draft.measures.isEmpty() && draft.about.isEmpty()
                                    ? made
                                    : List.of());
                    duration = draft.durationNanos
                            .or(() -> Drafts.over(draft, made))
                            .or(() -> before);
                    assumed.stream().filter(a -> !assumptions.contains(a)).forEach(assumptions::add);
                }
                case Fitting.Ambiguous(List<Reading.Choice> choices) -> {
                    return asked(choices);
                }
                case Fitting.LeftOver(Set<String> words, List<Part> made, List<String> assumed) -> {
                    unplaced.addAll(words);
                    if (made.isEmpty() || !Unplaced.canBeLeftOut(unplaced, lexicon)) {
                        return new UnknownWords(lexicon).told(words, drafts);
                    }
                    parts.addAll(made);
                    duration = draft.durationNanos.or(() -> before);
                    assumed.stream().filter(a -> !assumptions.contains(a)).forEach(assumptions::add);
                }
                case Fitting.Unfit(Reading reading) -> {
                    return reading;
                }
            }
        }
        Drafts.dropNamed(parts, onlyNamed);
        if (parts.isEmpty()) {
            return Unread.several();
        }
        Intent intent = new Intent(Ranks.merged(parts, assumptions), duration, assumptions);
        return unplaced.isEmpty() ? new Reading.Understood(intent) : Unplaced.asked(unplaced, intent, catalog);
    }

    /// The question which of the kinds is meant that the words name in part, where nothing else is found.
    private Optional<Fitting.Result> inPart(Draft draft, List<Events.Mention> mentions, List<Draft> drafts) {
        return mentions.isEmpty() && drafts.size() == 1
                ? new Vague(catalog, kinds).named(draft).map(Fitting.Unfit::new)
                : Optional.empty();
    }

    /// What one sentence means as its words stand: all its parts, or why there are none.
    private Fitting.Result sentence(
            Draft draft, List<Events.Mention> mentions, List<Draft> drafts, List<String> assumptions) {
        if (mentions.isEmpty() && draft.notUnderstood.isEmpty() && draft.asksOfSomething()) {
            return new Fitting.Unfit(new Vague(catalog, kinds)
                    .choices(draft)
                    .orElseGet(() -> new Reading.NotUnderstood(NOTHING, UnknownWords.HINTS)));
        }
        if (mentions.isEmpty()) {
            return draft.notUnderstood.isEmpty()
                    ? new Fitting.Unfit(new Reading.NotUnderstood(NOTHING, UnknownWords.HINTS))
                    : new Fitting.LeftOver(new LinkedHashSet<>(draft.notUnderstood));
        }
        boolean joined = draft.joined || draft.relation.isPresent();
        if (mentions.size() > 1 && draft.relation.isEmpty() && joined && draft.measures.size() > 1) {
            return new Fitting.Unfit(Unread.several());
        }
        List<Fitting.Result> results = results(draft, mentions);
        if (mentions.size() > 1 && !joined && results.size() != 1) {
            return new Fitting.Unfit(competing(draft, mentions, assumptions));
        }
        List<Part> parts = new ArrayList<>();
        Set<String> assumed = new LinkedHashSet<>();
        Set<String> left = new LinkedHashSet<>();
        for (Fitting.Result result : results) {
            switch (result) {
                case Fitting.Fits(var made, var told) -> {
                    parts.addAll(made);
                    assumed.addAll(told);
                }
                case Fitting.LeftOver(var words, var made, var told) -> {
                    left.addAll(words);
                    parts.addAll(made);
                    assumed.addAll(told);
                }
                case Fitting.Ambiguous _, Fitting.Unfit _ -> {
                    return result;
                }
            }
        }
        return left.isEmpty()
                ? new Fitting.Fits(parts, List.copyOf(assumed))
                : new Fitting.LeftOver(left, parts, List.copyOf(assumed));
    }

    /// One result for each thing that is mentioned; where they are not joined, those that fit the whole sentence.
    private List<Fitting.Result> results(Draft draft, List<Events.Mention> mentions) {
        if (draft.relation.isPresent()) {
            Optional<Fitting.Result> related = new Relations(draft, catalog, kinds).related(mentions);
            return List.of(related.orElseGet(() -> new Fitting.Unfit(Unread.unrelated())));
        }
        boolean apart = mentions.size() > 1 && !draft.joined;
        List<Fitting.Result> all = new ArrayList<>();
        for (Events.Mention mention : mentions) {
            Fitting.Result result = fitted(draft, mention, mentions.size() == 1);
            if (!apart
                    || result instanceof Fitting.Fits && mentions.stream().allMatch(other -> isOne(mention, other))) {
                all.add(result);
            }
        }
        return all;
    }

    /// Whether what names `other` belongs to what `mention` is called, too.
    private boolean isOne(Events.Mention mention, Events.Mention other) {
        return mention == other
                || !other.words().isEmpty() && kinds.has(mention.kinds().getFirst(), other.words());
    }

    private static final String NOTHING = "I found nothing in the request that can be observed in the kernel.";

    private static Reading declined(String reason) {
        String[] sides = Optional.ofNullable(Grammar.REFUSALS.get(reason))
                .orElseThrow(() -> new IllegalStateException("no refusal " + reason))
                .split(" \\| ", 2);
        return new Reading.Declined(sides[0], sides.length == 2 ? Optional.of(sides[1]) : Optional.empty());
    }

    private Fitting.Result fitted(Draft draft, Events.Mention mention, boolean isAlone) {
        return new Fitting(draft, new Assembler.Setting(catalog, kinds, isAlone, Optional.empty())).fit(mention);
    }

    private static Reading asked(List<Reading.Choice> choices) {
        return new Reading.NeedsClarification("The request may be about different things. Which is meant?", choices);
    }

    private Reading competing(Draft draft, List<Events.Mention> mentions, List<String> assumptions) {
        List<Reading.Choice> choices = new ArrayList<>();
        for (Events.Mention mention : mentions) {
            if (fitted(draft, mention, mentions.size() == 1) instanceof Fitting.Fits(var parts, var assumed)) {
                List<String> all = new ArrayList<>(assumptions);
                all.addAll(assumed);
                Intent intent = new Intent(parts, draft.durationNanos, all);
                choices.add(new Reading.Choice(String.join(" ", Gloss.of(intent, catalog)), intent));
            }
        }
        return switch (choices.size()) {
            case 0 ->
                new Reading.NotUnderstood("What the request asks for is not known of such events.", UnknownWords.HINTS);
            case 1 -> Unread.several();
            default -> asked(choices);
        };
    }
}
