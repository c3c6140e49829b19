package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.Unit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether what a request says beyond doubt is in what was made of it: the program, the address or the path that is
/// named, that a histogram or a mean is asked for, by what and how often it is told. What is not there is asked, never
/// dropped. What is told as an assumption is not lost.
final class Losses {
    private static final Set<String> SPREADS = Set.of("histogram", "histograms", "distribution", "distributions");
    private static final Set<String> MEANS = Set.of("average", "averages", "mean", "avg");
    private static final Set<String> GROUPING = Set.of("by", "per");
    private static final Set<String> EXCEPTING =
            Set.of("except", "excluding", "exclude", "ignoring", "ignore", "unless", "apart");
    /// "by user stack" is not by user.
    private static final Set<String> SORTS = Set.of("stack", "stacks", "space", "time");
    /// How many letters of a product's name say which it is: "postgresql" is "postgres".
    private static final int NAMING = 5;

    private static final Set<String> PERIODS = Set.of("second", "minute", "hour");
    /// What must be named somewhere where something is told by it, for what everything has.
    private static final Map<String, List<String>> KEYS = Map.of(
            "process", List.of("process", "pid", "_name", "command", "parent", "first."),
            "pid", List.of("pid", "target", "victim", "child", "process", "first."),
            "user", List.of("uid"),
            "uid", List.of("uid"),
            "cpu", List.of("cpu"),
            "thread", List.of("tid", "thread", "target"),
            "container", List.of("cgroup"),
            "cgroup", List.of("cgroup"));

    private static final Set<String> EACH = Set.of("each", "every");
    /// Of these "each" asks for groups, whatever happens to them.
    private static final Set<String> GROUPS = Set.of("cpu", "user", "container", "cgroup", "thread");
    /// Facts that tell how long something takes.
    private static final List<String> TIMES = List.of("latency", "since", "time", "delay", "age", "duration", "within");

    private final List<Token> tokens;
    private final Lexicon lexicon;
    private final List<Part> parts;
    private final String text;
    /// The same without what is assumed.
    private final String bare;

    /// What stands before "process" and is no name of one.
    private static final Set<String> DESCRIBING = Tables.words("contrasts.words");

    /// What stands behind "the process" and is no name of one.
    private static final Set<String> DESCRIBED = Tables.words("beside.words");

    /// Behind these stands whom it is about: "watch node only".
    private static final Set<String> ALONE = Set.of("only", "alone");

    private static final Set<String> STARTING =
            Set.of("starts", "spawns", "launches", "forks", "started", "spawned", "launched", "forked");
    private static final Set<String> ALL = Set.of("everything", "anything", "whatever", "all");
    private static final Set<String> OFFSPRING =
            Set.of("children", "descendants", "offspring", "subprocesses", "grandchildren");
    /// What tells of other processes that are started or end.
    private static final List<String> OF_OTHERS = List.of(
            "descends", "child", "fork", "spawn", "parent", "ppid", "wait", "signal", "process.exit", "process.end");

    private Losses(String request, Intent intent, Lexicon lexicon) {
        this.tokens = Tokenizer.tokens(Clauses.unlisted(request));
        this.lexicon = lexicon;
        this.parts = intent.parts();
        this.text = IntentText.print(intent).toLowerCase(Locale.ROOT);
        this.bare = IntentText.print(new Intent(parts, intent.durationNanos(), List.of()))
                .toLowerCase(Locale.ROOT);
    }

    /// The question whether `intent` is meant though something is not in it; empty where nothing is lost.
    static Optional<Reading> asked(String request, Intent intent, Lexicon lexicon, Catalog catalog) {
        Set<String> lost = of(request, intent, lexicon);
        return lost.isEmpty() ? Optional.empty() : Optional.of(Unplaced.asked(lost, intent, catalog));
    }

    /// The words whose meaning is not in the intent.
    static Set<String> of(String request, Intent intent, Lexicon lexicon) {
        Losses losses = new Losses(request, intent, lexicon);
        Set<String> lost = new LinkedHashSet<>();
        boolean rules = losses.parts.stream().anyMatch(part -> part.what() instanceof What.Rule);
        for (int at = 0; at < losses.tokens.size() && !rules; at++) {
            losses.lost(at).ifPresent(lost::add);
        }
        return lost;
    }

    private Optional<String> lost(int at) {
        Token token = tokens.get(at);
        String word = token.text().toLowerCase(Locale.ROOT);
        boolean kept = switch (token.kind()) {
            case PATH, QUOTED -> text.contains(core(word));
            case NUMBER -> !word.matches("\\d{1,3}(\\.\\d{1,3}){3}") || text.contains(word);
            case WORD -> isKept(token, word, at);
            case HERTZ, COMMA, STOP -> true;
        };
        return kept ? Optional.empty() : Optional.of(token.text());
    }

    private boolean isKept(Token token, String word, int at) {
        if (SPREADS.contains(word)) {
            return folds(Measure.Log2Histogram.class) || folds(Measure.LinearHistogram.class);
        }
        if (MEANS.contains(word)) {
            return folds(Measure.Average.class) || folds(Measure.Statistics.class) || text.contains("latency");
        }
        if (EXCEPTING.contains(word)) {
            return text.contains("where ") || text.contains("having ");
        }
        String before = at == 0 ? "" : tokens.get(at - 1).text().toLowerCase(Locale.ROOT);
        String next = at + 1 == tokens.size() ? "" : tokens.get(at + 1).text().toLowerCase(Locale.ROOT);
        boolean named = Set.of("called", "named").contains(before)
                && tokens.get(at).kind() == Token.Kind.WORD
                && !tokens.get(at).text().matches("[A-Z0-9_]+")
                && !Draft.isIgnorable(tokens.get(at).stem())
                && !lexicon.isEnglishOrKnown(word);
        String far = at < 2 ? "" : tokens.get(at - 2).text().toLowerCase(Locale.ROOT);
        if (STARTING.contains(word) && Set.of("it", "they").contains(before) && ALL.contains(far)) {
            return text.contains("descends") || text.contains("ppid");
        }
        if (OFFSPRING.contains(word)) {
            return OF_OTHERS.stream().anyMatch(text::contains);
        }
        boolean described = before.equals("the")
                && Set.of("process", "daemon").contains(next)
                && !DESCRIBING.contains(word)
                && !word.endsWith("ing")
                && !word.endsWith("ed")
                && !lexicon.namesEvents(word);
        String beyond = next.isEmpty() || at + 2 >= tokens.size()
                ? ""
                : tokens.get(at + 2).text();
        boolean behind = before.equals("process")
                && far.equals("the")
                && token.kind() == Token.Kind.WORD
                && !DESCRIBED.contains(word)
                && !word.endsWith("s")
                && !word.endsWith("ed")
                && !word.endsWith("ing")
                && !beyond.equals("process");
        boolean alone = at == 1 && ALONE.contains(next) && Openings.LOOKING.contains(before) && !ALL.contains(word);
        if ((named || described) && !text.contains(word) || (behind || alone) && !bare.contains(word)) {
            return false;
        }
        if (GROUPING.contains(before) && KEYS.containsKey(word) && !SORTS.contains(next)) {
            return KEYS.get(word).stream().anyMatch(text::contains);
        }
        if (EACH.contains(before) && GROUPS.contains(word) && !next.equals("that")) {
            return parts.stream()
                    .flatMap(part -> PartNames.own(part).stream())
                    .anyMatch(
                            name -> KEYS.getOrDefault(word, List.of()).stream().anyMatch(name::contains));
        }
        if (word.equals("long") && before.equals("how")) {
            return TIMES.stream().anyMatch(text::contains);
        }
        if (before.equals("per") && PERIODS.contains(word)) {
            boolean shown = parts.stream()
                    .anyMatch(part ->
                            part.periodNanos().isPresent() || part.rateHertz().isPresent());
            return shown || text.contains("when ");
        }
        if (before.equals("in")
                && Tokenizer.unitNamed(word).filter(Losses::isShown).isPresent()) {
            return text.contains(
                    "in " + Tokenizer.unitNamed(word).get().symbol().toLowerCase(Locale.ROOT));
        }
        if (Matcher.isDevice(word)) {
            return text.contains(word)
                    || lexicon.devices()
                            .number(token.text())
                            .map(String::valueOf)
                            .filter(text::contains)
                            .isPresent();
        }
        String program = word.replaceAll("['’]s$", "");
        boolean byNumber = next.equals("pid")
                || next.equals("with")
                        && at + 2 < tokens.size()
                        && tokens.get(at + 2).text().equals("pid");
        return !lexicon.isProgram(tokens.get(at))
                || byNumber
                || program.endsWith("s")
                || program.equals("swapper") && text.contains("pid != 0")
                || text.contains(program.substring(0, Math.min(program.length(), NAMING)));
    }

    /// Units in which nothing is shown unless it is said.
    private static boolean isShown(Unit unit) {
        return unit.family() == Unit.Family.TIME && unit != Unit.SECONDS
                || unit.family() == Unit.Family.SIZE && unit.factor() > 1;
    }

    private boolean folds(Class<? extends Measure> measure) {
        return parts.stream()
                .anyMatch(part -> part.what() instanceof What.Aggregate folded && measure.isInstance(folded.measure()));
    }

    /// Of a path what is compared: without stars and the slash at its end.
    private static String core(String path) {
        return path.replaceAll("^\\*|\\*$|/$", "").replace("\\", "\\\\");
    }
}
