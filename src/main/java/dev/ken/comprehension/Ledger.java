package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What the sentences of a request say, each for itself, set against the intent that was made of all: a measure, a
/// unit, a group, a column or a period of which nothing is left there, an event that no part is about, one of two
/// opposites ("hits and misses"). However sentences are put together, what is lost on the way is found here.
final class Ledger {
    private static final int RULED = 100;
    private static final long NANOS = 1_000_000_000L;
    private static final List<List<List<String>>> OPPOSITES = Tables.lines("opposites.table").stream()
            .map(line -> List.of(line.split(" = ")).stream()
                    .map(side -> List.of(side.split(" ")))
                    .toList())
            .toList();
    /// Two events and the kind that is the time between them.
    private static final List<List<String>> BETWEEN = Tables.lines("pairs.table").stream()
            .map(line -> List.of(line.split(" ")))
            .toList();
    /// Facts whose values tell opposites apart.
    private static final Set<String> TELLING =
            Set.of("operation", "direction", "kind", "type", "flags", "command", "state", "nr");
    /// Nouns that say where or of what, beside any event.
    private static final Set<String> NOUNS = Set.of(
            "bytes", "data", "directory", "directories", "file", "files", "packets", "process", "processes", "tcp");
    private static final Set<String> ORDERS = Tables.words("orders.words");
    private static final Set<String> DIRECTIONS = Set.of("read", "reads", "write", "writes");

    private final Intent intent;
    private final Catalog catalog;
    private final Kinds kinds;
    private final List<Part> parts;
    private final String text;
    private final Set<String> events = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> lost = new LinkedHashSet<>();

    Ledger(Intent intent, Catalog catalog, Kinds kinds) {
        this.intent = intent;
        this.catalog = catalog;
        this.kinds = kinds;
        this.parts = intent.parts();
        this.text = IntentText.print(new Intent(parts, intent.durationNanos(), List.of()));
        for (Part part : parts) {
            events.add(part.event());
            PartNames.otherEvent(part).ifPresent(events::add);
            names.addAll(PartNames.own(part));
            BETWEEN.stream()
                    .filter(line -> line.getLast().equals(part.event()))
                    .forEach(line -> events.addAll(List.of(line.getFirst().split(","))));
            names.addAll(part.after().isPresent() ? PartNames.others(part) : Set.of());
        }
    }

    /// The question about what the sentences say and the intent does not; reasons and headings are told elsewhere.
    Optional<Reading> asked(List<Token> words, Lexicon lexicon, Function<List<Token>, Draft> scan) {
        Set<String> none = lost(words, lexicon, scan);
        return none.isEmpty() ? Optional.empty() : Optional.of(Unplaced.asked(none, intent, catalog));
    }

    /// What they say and the intent does not, in words.
    Set<String> lost(List<Token> words, Lexicon lexicon, Function<List<Token>, Draft> scan) {
        List<List<Token>> sentences = Openings.parted(words);
        for (List<Token> whole : sentences) {
            boolean corrects = Background.isCorrection(whole);
            if (corrects) {
                // "… No, only the reads."
                lost.clear();
            }
            List<Token> said = corrects ? Background.corrected(whole) : Background.without(whole);
            int front = Background.front(said, scan);
            List<Token> sentence = front > 0 ? Background.pointed(said, front, new Matcher(said, lexicon)) : said;
            Draft draft = scan.apply(sentence);
            boolean remark = sentences.size() > 1 && (Background.isRemark(sentence) || Background.is(sentence, draft));
            String quoted = "“" + Background.words(whole);
            boolean told = intent.assumptions().stream().anyMatch(assumption -> assumption.startsWith(quoted));
            if (!remark && !told) {
                account(sentence, draft);
            }
        }
        sentences.forEach(this::listed);
        return lost;
    }

    private static final Set<String> LISTING = Set.of("list", "print", "log", "report");
    private static final Set<String> EACH = Set.of("each", "every");

    /// "List every mapping": some part lists what happens, where not each group of a table is meant by it.
    private void listed(List<Token> sentence) {
        boolean lists = parts.stream()
                .anyMatch(part -> !(part.what() instanceof What.Aggregate)
                        || part.occasion().isPresent());
        for (int at = 0; at + 2 < sentence.size() && !lists; at++) {
            Token what = sentence.get(at + 2);
            String name = what.text().toLowerCase(Locale.ROOT);
            boolean line = said(sentence, at + 1, Set.of("a"))
                    && Set.of("line", "message").contains(name);
            boolean each = said(sentence, at + 1, EACH)
                    && what.kind() == Token.Kind.WORD
                    && !names.contains(name)
                    && !GROUPS.contains(name);
            if (said(sentence, at, LISTING) && (line || each)) {
                lost.add(Background.words(sentence.subList(at, at + 3)));
            }
        }
    }

    private static final Set<String> GROUPS = Set.of(
            "process",
            "program",
            "user",
            "thread",
            "cpu",
            "core",
            "file",
            "device",
            "disk",
            "container",
            "host",
            "address",
            "port",
            "second",
            "minute",
            "hour",
            "interval",
            "time",
            "command",
            "stack",
            "of",
            "pid",
            "uid");

    private static boolean said(List<Token> sentence, int at, Set<String> words) {
        return words.contains(sentence.get(at).text().toLowerCase(Locale.ROOT));
    }

    /// Sets one sentence against the intent.
    private void account(List<Token> sentence, Draft draft) {
        Set<String> said = new LinkedHashSet<>();
        draft.sentence.forEach(word -> said.add(word.toLowerCase(Locale.ROOT)));
        draft.measures.stream()
                .filter(measure -> isSaid(measure, said))
                .filter(measure -> parts.stream().noneMatch(part -> tells(part, measure)))
                .forEach(lost::add);
        draft.unit.filter(unit -> !text.contains(" in " + unit.symbol())).ifPresent(unit -> lost.add(unit.symbol()));
        List<String> named = new ArrayList<>(draft.keys);
        named.addAll(draft.columns);
        draft.also.stream()
                .filter(words -> said.containsAll(List.of(words.split(" "))) && !words.contains("number"))
                .forEach(named::add);
        named.stream()
                .filter(words -> !ORDERS.contains(words) && !NOUNS.contains(words))
                .filter(words -> !isNamed(words))
                .forEach(lost::add);
        draft.periodNanos
                .filter(_ -> parts.stream().noneMatch(part -> part.periodNanos().isPresent()))
                .ifPresent(period -> lost.add(period % NANOS == 0 ? "every " + period / NANOS + " s" : "every"));
        draft.hits.stream().filter(hit -> hit.score() < RULED).forEach(hit -> event(hit, draft));
        opposites(sentence);
        ends(sentence);
        standing(sentence, said);
    }

    /// "which process has the most open connections right now": what is open at a time is not how many were opened.
    private void standing(List<Token> sentence, Set<String> said) {
        boolean counts = parts.stream()
                .noneMatch(part -> part.what() instanceof What.Net || part.what() instanceof What.InFlight);
        boolean now = said.contains("currently")
                || said.contains("still")
                || Collections.indexOfSubList(List.copyOf(said), List.of("right", "now")) >= 0
                || Collections.indexOfSubList(List.copyOf(said), List.of("the", "moment")) >= 0;
        if (counts && now) {
            sentence.stream()
                    .map(token -> token.text().toLowerCase(Locale.ROOT))
                    .filter(STATES::contains)
                    .findFirst()
                    .ifPresent(state -> lost.add("currently " + state));
        }
    }

    private static final Set<String> STATES =
            Set.of("open", "opened", "established", "connected", "alive", "held", "mounted", "allocated", "mapped");

    /// "between exec and exit": two different ends, where only successive ones of one kind are left.
    private void ends(List<Token> sentence) {
        boolean successive = parts.stream()
                .anyMatch(part -> part.after()
                        .filter(after -> after.event().equals(part.event()))
                        .isPresent());
        for (int at = 0; successive && at + 3 < sentence.size(); at++) {
            boolean between = Clauses.is(sentence.get(at), "between") && !isNumber(sentence.get(at + 1));
            boolean and = Clauses.is(sentence.get(at + 2), "and") || Clauses.is(sentence.get(at + 3), "and");
            boolean two = Set.of("two", "successive", "consecutive", "each", "one", "a", "an")
                    .contains(sentence.get(at + 1).text());
            if (between && and && !two) {
                lost.add("between … and");
            }
        }
    }

    private static boolean isNumber(Token token) {
        return token.kind() == Token.Kind.NUMBER;
    }

    /// Whether the measure is named, not only what is usual for the question.
    private static boolean isSaid(String measure, Set<String> said) {
        return switch (measure) {
            case "count" ->
                said.contains("often") || said.contains("times") || said.contains("count") && !said.contains("bytes");
            case "sum" -> said.contains("sum") || said.contains("total") || said.contains("totals");
            case "average" -> said.contains("average") || said.contains("mean") || said.contains("avg");
            default -> false;
        };
    }

    /// "split", "accepts": what names an event that no part is about, and says nothing of those that are there.
    private void event(Draft.Hit hit, Draft draft) {
        if (Fitting.siblings(plain(hit.kind())).anyMatch(events::contains)) {
            return;
        }
        List<String> left = hit.words();
        for (String event : events) {
            left = kinds.unexplained(event, left);
        }
        left.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> !Draft.isIgnorable(word) && !NOUNS.contains(word))
                .filter(word -> !(hit.places().contains(0) && ORDERS.contains(word)))
                .filter(word -> !(names.contains("operation") && DIRECTIONS.contains(word)))
                .filter(word -> draft.hits.stream()
                        .filter(other -> events.contains(plain(other.kind())))
                        .noneMatch(other -> other.words().stream().anyMatch(word::equalsIgnoreCase)))
                .forEach(lost::add);
    }

    private static String plain(String kind) {
        return kind.split(" where ", 2)[0];
    }

    private void opposites(List<Token> sentence) {
        Map<String, Token> said = new LinkedHashMap<>();
        sentence.stream()
                .filter(token -> token.kind() == Token.Kind.WORD)
                .forEach(token -> said.putIfAbsent(token.text().toLowerCase(Locale.ROOT), token));
        for (List<List<String>> sides : OPPOSITES) {
            List<String> both = sides.stream()
                    .flatMap(side -> side.stream().filter(said::containsKey).limit(1))
                    .toList();
            if (both.size() == sides.size()) {
                both.stream()
                        .filter(word -> Optional.ofNullable(said.get(word))
                                .filter(this::isTold)
                                .isEmpty())
                        .forEach(lost::add);
            }
        }
    }

    /// Whether an event or a fact of the intent is called so.
    private boolean isTold(Token token) {
        boolean event = events.stream()
                .anyMatch(kind -> kinds.has(kind, List.of(token.text()))
                        || kind.contains(token.text().toLowerCase(Locale.ROOT)));
        return event || names.stream().anyMatch(TELLING::contains) || isFact(token) || isByOutcome();
    }

    /// Whether each outcome is shown, so that those that fail are told from those that succeed.
    private boolean isByOutcome() {
        return parts.stream()
                .anyMatch(part -> part.keys().contains("error")
                        || part.keys().contains("ret")
                        || part.what() instanceof What.Report(var columns)
                                && columns.stream().anyMatch(column -> OUTCOMES.contains(column.attribute())));
    }

    private static final Set<String> OUTCOMES = Set.of("error", "ret");

    private boolean isFact(Token token) {
        String facts = facts();
        return facts.contains(token.stem()) || facts.contains(token.text().toLowerCase(Locale.ROOT));
    }

    private String facts() {
        StringBuilder said = new StringBuilder();
        for (Part part : parts) {
            Optional<EventKind> kind = catalog.find(part.event());
            for (String name : names) {
                said.append(' ').append(name);
                kind.flatMap(one -> PartNames.attribute(name, one, catalog))
                        .ifPresent(attribute -> said.append(' ')
                                .append(attribute.gloss())
                                .append(' ')
                                .append(String.join(" ", attribute.phrases())));
            }
        }
        return said.toString();
    }

    /// Whether a fact of that name is in the intent, whatever its kinds call it.
    private boolean isNamed(String words) {
        boolean process = words.equals("process")
                && names.stream()
                        .anyMatch(name -> name.contains("_name") || name.equals("pid") || name.contains("parent"));
        boolean stack = words.endsWith("stack") && names.stream().anyMatch(name -> name.endsWith("stack"));
        boolean time = words.equals("latency") && names.contains("since");
        return process
                || stack
                || time
                || words.equals("time")
                || words.equals("name")
                || names.contains(words)
                || parts.stream().anyMatch(part -> resolves(words, part));
    }

    private boolean resolves(String words, Part part) {
        Optional<EventKind> first = part.after().flatMap(after -> catalog.find(after.event()));
        return catalog.find(part.event())
                .flatMap(kind -> new Attributes(kind, catalog, kinds, first).resolve(words))
                .map(Attribute::name)
                .filter(names::contains)
                .isPresent();
    }

    private static boolean tells(Part part, String measure) {
        return switch (part.what()) {
            case What.Report _ -> part.occasion().isPresent();
            case What.Rule _, What.Extreme _ -> false;
            case What.Net _, What.InFlight _, What.Ratio _ -> true;
            case What.Aggregate(Measure.Rate _, var of, var _)
            when of.isPresent() -> measure.equals("sum") || measure.equals("rate");
            case What.Aggregate(Measure folded, var _, var _) -> isOf(folded, measure);
        };
    }

    private static boolean isOf(Measure folded, String measure) {
        return switch (folded) {
            case Measure.Count _ -> measure.startsWith("count");
            case Measure.Sum _ -> measure.equals("sum");
            case Measure.Rate _ -> measure.equals("sum") || measure.startsWith("count") || measure.equals("rate");
            case Measure.Average _ -> measure.equals("average");
            case Measure.Minimum _, Measure.Maximum _ -> false;
            case Measure.Statistics _ -> true;
            case Measure.Log2Histogram _, Measure.LinearHistogram _ ->
                measure.contains("hist") || measure.contains("linear");
            case Measure.First _ -> measure.equals("first");
            case Measure.Last _ -> measure.equals("last");
            case Measure.Distinct _ -> measure.equals("distinct") || measure.startsWith("count");
        };
    }
}
