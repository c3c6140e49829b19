package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Goes through one sentence and finds what its words say: rules and phrases for events, the longest first.
final class Scanner {
    private static final int EXACT_SCORE = 200;
    private static final int WORD_SCORE = 10;
    private static final int GAP_COST = 2;
    private static final int WIDEST_GAP = 3;

    private final List<Token> tokens;
    private final Lexicon lexicon;
    private final ExactNames names;
    private final Matcher matcher;
    private final Draft draft = new Draft();
    private final Set<Integer> free = new LinkedHashSet<>();
    /// The places of words that rules or exact names have taken.
    private final Set<Integer> ruled = new LinkedHashSet<>();
    private final Map<Integer, EventKind> exact = new LinkedHashMap<>();
    private final Alternatives alternatives = new Alternatives(draft);
    private final Set<Integer> callWords = new LinkedHashSet<>();
    /// The places of words that say what is left out.
    private final Set<Integer> taken = new LinkedHashSet<>();

    Scanner(List<Token> tokens, Lexicon lexicon, ExactNames names) {
        this.tokens = tokens;
        this.lexicon = lexicon;
        this.names = names;
        this.matcher = new Matcher(tokens, lexicon);
    }

    Draft scan() {
        tokens.stream()
                .filter(token -> token.kind() == Kind.WORD)
                .map(Token::text)
                .forEach(draft.sentence::add);
        for (int at = 0; at < tokens.size(); at++) {
            int place = at;
            names.at(tokens, at).ifPresent(kind -> {
                exact.put(place, kind);
                lexicon.learnName(tokens.get(place).text(), kind);
                callWords.addAll(ExactNames.callWords(tokens, place));
                callWords.addAll(ExactNames.probeWords(tokens, place));
            });
        }
        excepted();
        int at = 0;
        while (at < tokens.size()) {
            at = step(at);
        }
        looseHits();
        WholeSentence.looked(tokens, draft);
        boolean amount =
                !draft.hits.isEmpty() && draft.hits.getFirst().words().stream().anyMatch("bytes"::equalsIgnoreCase);
        if (amount) {
            draft.maybe.add("bytes");
        }
        leftovers();
        new WholeSentence(tokens, draft).settle();
        draft.joined = joined();
        return draft;
    }

    /// "system calls other than read and write": those names tell what is left out.
    private void excepted() {
        boolean ofAll = false;
        for (int at = 0; at < tokens.size(); at++) {
            String stem = tokens.get(at).stem();
            ofAll |= stem.equals("syscal")
                    || stem.equals("cal") && at > 0 && tokens.get(at - 1).stem().equals("system");
            int first = at + 1;
            while (first < tokens.size() && FILLING.contains(tokens.get(first).stem())) {
                first++;
            }
            if (!ofAll || !EXCEPTING.contains(stem)) {
                continue;
            }
            for (int next = first;
                    next < tokens.size()
                            && (isJoint(next) || names.call(tokens.get(next)).isPresent());
                    next++) {
                names.call(tokens.get(next)).ifPresent(number -> draft.conditions.add("nr != " + number));
                exact.remove(next);
                callWords.add(next);
                taken.add(next);
            }
            if (taken.contains(first)) {
                for (int place = at; place < first; place++) {
                    taken.add(place);
                }
                taken.addAll(tokens.get(Math.max(0, at - 1)).stem().equals("other") ? Set.of(at - 1) : Set.of());
            }
        }
    }

    private boolean isJoint(int at) {
        return tokens.get(at).kind() == Kind.COMMA
                || Set.of("and", "or", "nor", "the").contains(tokens.get(at).stem());
    }

    private static final Set<String> TURNING = Set.copyOf(
            Lexicon.stems(
                    "except excluding exclude ignoring ignore without unless not never no besides minus random sequential high low unused ignored lost missed rejected successful pending hot cold unsuccessful"));

    private static final Set<String> FILLING = Set.copyOf(Lexicon.stems("counting including the for those calls to"));

    private static final Set<String> EXCEPTING = Set.copyOf(Lexicon.stems(
            "except excluding exclude ignoring ignore without than skipping skip omitting omit minus but not"));

    private static boolean refuses(Matcher.Match match) {
        return match.rule().actions().stream().anyMatch(action -> action.startsWith("decline"));
    }

    /// Whether a word that could give an order is part of a title or of what is named.
    private boolean isNoOrder(int at, int end) {
        return at == 0 && Titles.begins(tokens) || end == at + 1 && Titles.names(tokens, at);
    }

    /// Whether a rule tells of the kind that the same word names, and so more than it ("vfsstat" counts).
    private boolean saysMore(Optional<Matcher.Match> rule, int at) {
        return rule.stream()
                .flatMap(match -> match.rule().actions().stream())
                .anyMatch(action -> lexicon.phrasesFrom(tokens.get(at).stem()).stream()
                        .anyMatch(phrase -> action.equals("event " + phrase.kind())
                                && phrase.stems().size() == 1
                                && Lexicon.stands(phrase.stems(), tokens, at)));
    }

    private int step(int at) {
        if (taken.contains(at)) {
            ruled.add(at);
            return at + 1;
        }
        Optional<Matcher.Match> rule =
                matcher.longest(at).filter(match -> !(refuses(match) && isNoOrder(at, match.end())));
        int reach = rule.map(match -> match.end() - at).orElse(0);
        EventKind named = exact.get(at);
        if (named != null && reach <= 1) {
            draft.hits.add(new Draft.Hit(named.name(), List.of(at), EXACT_SCORE, List.of()));
            ruled.add(at);
            return at + 1 + timed(at + 1);
        }
        if (isQuotient(at)) {
            draft.relation = Optional.of("ratio");
            ruled.add(at);
            return at + 1;
        }
        int phrase = callWords.contains(at) ? 0 : lexicon.phraseAt(tokens, at);
        boolean declines = rule.filter(Scanner::refuses).isPresent();
        if (phrase > 0 && endsList(at, phrase)) {
            List<String> words = new ArrayList<>();
            tokens.subList(at, at + phrase)
                    .forEach(word -> words.add(word.text().toLowerCase(Locale.ROOT)));
            draft.columns.add(String.join(" ", words));
            for (int place = at + phrase - 1; !draft.listed.contains(place); place--) {
                ruled.add(place);
                draft.listed.add(place);
            }
            return at + phrase;
        }
        boolean more = declines || phrase == 1 && reach == 1 && saysMore(rule, at);
        if (phrase > 0 && (more ? phrase > reach : phrase >= reach)) {
            phrases(at, phrase);
            return at + phrase + timed(at + phrase);
        }
        if (rule.isPresent() && !breaksPhrase(rule.get(), at)) {
            boolean tests = rule.get().rule().steps().stream().anyMatch(Rules.Step.Slot.class::isInstance)
                    && rule.get().rule().actions().stream().anyMatch(action -> action.startsWith("where {$attribute"));
            boolean keys = rule.get().rule().steps().getFirst() instanceof Rules.Step.Slot;
            if ((tests || keys) && phrase > 0 && draft.hits.isEmpty()) {
                phrases(at, phrase);
            }
            Set<String> before = new LinkedHashSet<>(draft.conditions);
            new Actions(draft).apply(rule.get(), at);
            alternatives.tested(tokens, at, rule.get().end(), before);
            Drafts.observedOver(draft, tokens, at, ruled.contains(at - 1));
            boolean list = rule.get().rule().actions().stream()
                    .anyMatch(action -> action.startsWith("columns ")
                            || action.startsWith("also ")
                            || action.startsWith("event ") && rule.get().end() - at > 2);
            for (int place = at; place < rule.get().end(); place++) {
                ruled.add(place);
                if (list) {
                    draft.listed.add(place);
                }
            }
            return rule.get().end();
        }
        if (phrase > 0) {
            phrases(at, phrase);
            return at + phrase + timed(at + phrase);
        }
        if (rule.isPresent() && draft.measures.contains("count") && groups(rule.get())) {
            // "how often is each device put to sleep": the phrase has the word by which it is counted.
            new Actions(draft).apply(rule.get(), at);
            ruled.add(at);
            return at + 1;
        }
        if (!callWords.contains(at)) {
            free.add(at);
        }
        return at + 1;
    }

    /// "time, name, pid, exit code": the last of a list, though there are events of that name.
    private boolean endsList(int at, int length) {
        int before = at - 1;
        while (before > 0 && isJoint(before)) {
            before--;
        }
        boolean ends = at + length == tokens.size() || isJoint(at + length);
        return ends
                && before < at - 1
                && before > 0
                && draft.columns.size() > 1
                && draft.listed.contains(before)
                && lexicon.attributeAt(tokens, at) >= length;
    }

    private static boolean groups(Matcher.Match rule) {
        return rule.rule().actions().stream().allMatch(action -> action.startsWith("by "));
    }

    /// "are java gc pauses": a rule for names must not take the first word of a phrase for a kind.
    private boolean breaksPhrase(Matcher.Match rule, int at) {
        boolean each = tokens.subList(at, rule.end()).stream()
                .anyMatch(token -> Set.of("each", "every").contains(token.stem()));
        boolean names = rule.rule().actions().stream()
                .anyMatch(action -> action.startsWith("who ")
                        || action.startsWith("notwho ")
                        || each && action.startsWith("by ")
                        || action.startsWith("columns ")
                        || action.startsWith("also "));
        if (rule.rule().isBareList() && namesEvent(rule, at)) {
            return true;
        }
        for (int place = at + 1; names && place < rule.end(); place++) {
            // "show disk reads": more than "show disk".
            boolean event = matcher.longest(place).stream()
                    .filter(match -> match.end() > rule.end())
                    .flatMap(match -> match.rule().actions().stream())
                    .anyMatch(action -> action.startsWith("event "));
            if (event) {
                return true;
            }
        }
        for (int place = at; names && place < rule.end(); place++) {
            int phrase = lexicon.phraseAt(tokens, place);
            // "each file renamed", "each file deleted"
            boolean first = Set.of("each", "every").contains(tokens.get(at).stem());
            boolean done = first
                    && rule.end() < tokens.size()
                    && !lexicon.isAmbient(tokens, rule.end() - 1)
                    && tokens.get(rule.end()).text().endsWith("ed")
                    && lexicon.phraseAt(tokens, rule.end()) > 0;
            if (done || phrase > 1 && place + phrase > rule.end()) {
                draft.each |=
                        each && Set.of("each", "every").contains(tokens.get(at).stem());
                return true;
            }
        }
        return false;
    }

    /// "bytes read and bytes written" at the start of a sentence name events, though each is a fact as well.
    private boolean namesEvent(Matcher.Match rule, int at) {
        for (int place = at; place < rule.end(); place++) {
            boolean phrase = lexicon.phraseAt(tokens, place) > 0 && lexicon.attributeAt(tokens, place) == 0;
            boolean event = matcher.longest(place).stream()
                    .flatMap(match -> match.rule().actions().stream())
                    .anyMatch(action -> action.startsWith("event "));
            if (phrase || event || exact.containsKey(place)) {
                return true;
            }
        }
        return false;
    }

    /// "softirq time": the word after the name of a kind tells what is asked of it.
    private int timed(int at) {
        if (at < tokens.size()
                && tokens.get(at).stem().equals("tim")
                && matcher.longest(at).isEmpty()) {
            draft.about.add("latency");
            draft.timed = true;
            return 1;
        }
        return 0;
    }

    private static final Set<String> LIVES = Set.copyOf(Lexicon.stems("lifetime lifetimes duration lifespan"));

    private void phrases(int at, int length) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            places.add(at + i);
        }
        Set<String> kinds = new LinkedHashSet<>();
        for (Lexicon.Phrase phrase : lexicon.phrasesFrom(tokens.get(at).stem())) {
            if (phrase.stems().size() == length && Lexicon.stands(phrase.stems(), tokens, at)) {
                kinds.add(phrase.kind());
            }
        }
        kinds.forEach(kind -> draft.hits.add(new Draft.Hit(kind, places, WORD_SCORE * length, texts(places))));
        for (int i = 0; i < length; i++) {
            if (Set.of("latency", "delay", "duration", "tim")
                    .contains(tokens.get(at + i).stem())) {
                draft.about.add("latency");
                draft.timed |= tokens.get(at + i).stem().equals("tim");
            }
            if (LIVES.contains(tokens.get(at + i).stem())) {
                draft.maybe.add("latency");
            }
            boolean counts = draft.measures.contains("count");
            if (tokens.get(at + i).stem().equals("byt")
                    || tokens.get(at + i).stem().equals("data") && !counts) {
                draft.maybe.add("bytes");
            }
        }
    }

    /// Phrases whose words stand apart or in another order: "files that nginx opens".
    private void looseHits() {
        Set<Integer> usable = new LinkedHashSet<>(free);
        draft.hits.forEach(hit -> usable.addAll(hit.score() < RULED ? hit.places() : List.of()));
        List<Integer> places = usable.stream().sorted().toList();
        Set<String> stems =
                places.stream().map(place -> tokens.get(place).stem()).collect(Collectors.toSet());
        for (Lexicon.Phrase phrase : lexicon.phrasesOf(stems)) {
            if (phrase.stems().size() > 1) {
                loose(phrase, places).ifPresent(draft.hits::add);
            }
        }
        draft.hits.sort(Comparator.comparingInt(Draft.Hit::score).reversed());
    }

    private static final Set<String> DEVICES =
            Set.copyOf(Lexicon.stems("disk drive device ssd interface nic cpu core"));

    /// "instructions per cycle": between two kinds it asks for their ratio.
    private boolean isQuotient(int at) {
        boolean before = draft.hits.stream().anyMatch(hit -> hit.places().getLast() == at - 1);
        return before
                && at + 1 < tokens.size()
                && tokens.get(at).stem().equals("per")
                && lexicon.phraseAt(tokens, at + 1) > 0
                && !DEVICES.contains(tokens.get(at + 1).stem())
                && !lexicon.isAmbient(tokens, at + 1);
    }

    private static final int RULED = 100;

    private Optional<Draft.Hit> loose(Lexicon.Phrase phrase, List<Integer> places) {
        for (int start : places) {
            List<String> wanted = new ArrayList<>(phrase.stems());
            List<Integer> found = new ArrayList<>();
            for (int place : places) {
                if (place >= start
                        && place < start + phrase.stems().size() + WIDEST_GAP + passed(start, place)
                        && wanted.remove(tokens.get(place).stem())) {
                    found.add(place);
                } else if (place == start) {
                    break;
                }
            }
            if (wanted.isEmpty()) {
                int gaps = found.getLast()
                        - found.getFirst()
                        + 1
                        - found.size()
                        - passed(found.getFirst(), found.getLast());
                int score = WORD_SCORE * found.size() - GAP_COST * gaps - 1;
                return Optional.of(new Draft.Hit(phrase.kind(), found, score, texts(found)));
            }
        }
        return Optional.empty();
    }

    /// How many of the words between two places are taken by rules.
    private int passed(int from, int to) {
        int passed = 0;
        for (int at = from + 1; at < to; at++) {
            passed += ruled.contains(at) ? 1 : 0;
        }
        return passed;
    }

    private List<String> texts(List<Integer> places) {
        return places.stream().map(place -> tokens.get(place).text()).toList();
    }

    private boolean joined() {
        List<Integer> firsts =
                draft.hits.stream().map(hit -> hit.places().getFirst()).sorted().toList();
        return !firsts.isEmpty()
                && tokens.subList(firsts.getFirst(), firsts.getLast() + 1).stream()
                        .anyMatch(token -> token.kind() == Kind.COMMA
                                || Set.of("and", "or", "plu", "versu", "vs").contains(token.stem()));
    }

    /// Words that nothing took: attributes are kept for the measure, what may be passed over is, the rest is told.
    private void leftovers() {
        Set<Integer> hit = new LinkedHashSet<>();
        draft.hits.forEach(found -> hit.addAll(found.places()));
        free.removeAll(PathObjects.among(free, tokens));
        Set<Integer> spoken = new java.util.TreeSet<>(hit);
        spoken.addAll(free);
        for (int at : spoken) {
            Token token = tokens.get(at);
            if (token.kind() == Kind.WORD) {
                draft.words.add(token.text());
                boolean phrased = draft.hits.stream()
                        .anyMatch(found ->
                                found.places().size() > 1 && found.places().contains(at));
                if (!ruled.contains(at) && !phrased && TURNING.contains(token.stem())) {
                    draft.strict.add(token.text());
                }
                if (ruled.contains(at) || lexicon.isIgnorable(token) || isAgent(at, hit)) {
                    continue;
                }
                draft.content.add(token.text());
            }
        }
        int behind = 0;
        for (int at : free) {
            Token token = tokens.get(at);
            if (at < behind) {
                continue;
            }
            if (hit.contains(at)) {
                continue;
            }
            int attribute = token.kind() == Kind.WORD ? lexicon.attributeAt(tokens, at) : 0;
            if (attribute > 0 && !lexicon.isIgnorable(token)) {
                List<String> words = new ArrayList<>();
                tokens.subList(at, at + attribute)
                        .forEach(word -> words.add(word.text().toLowerCase(java.util.Locale.ROOT)));
                draft.maybe.add(String.join(" ", words));
                behind = at + attribute;
            } else if (!lexicon.isIgnorable(token) && !isAgent(at, hit)) {
                draft.notUnderstood.add(token.text());
            }
        }
    }

    /// "bytes written by write calls", "sent through sendto": the word before what names the event.
    private boolean isAgent(int at, Set<Integer> hit) {
        boolean agent = Set.of("by", "through", "via", "using")
                .contains(tokens.get(at).text().toLowerCase(Locale.ROOT));
        int next = at + 1;
        while (agent
                && next < tokens.size()
                && Set.of("the", "a", "an", "any").contains(tokens.get(next).stem())) {
            next++;
        }
        int named = next;
        return agent
                && at > 0
                && hit.contains(next)
                && draft.hits.stream()
                        .anyMatch(one ->
                                one.places().contains(named) && one.places().contains(named + 1));
    }
}
