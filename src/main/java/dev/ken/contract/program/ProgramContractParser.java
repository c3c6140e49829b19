package dev.ken.contract.program;

import dev.ken.contract.program.ProgramContract.Any;
import dev.ken.contract.program.ProgramContract.Clause;
import dev.ken.contract.program.ProgramContract.Hook;
import dev.ken.contract.program.ProgramContract.Invariant;
import dev.ken.contract.program.ProgramContract.Kind;
import dev.ken.contract.program.ProgramContract.Let;
import dev.ken.contract.program.ProgramContract.Modifies;
import dev.ken.contract.program.ProgramContract.Origin;
import dev.ken.contract.program.ProgramContract.Place;
import dev.ken.contract.program.ProgramContract.Point;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads files of one contract: `contract program NAME`, then lines as docs/contracts.md tells them. Total: what cannot
/// be read is a diagnostic, the rest is there.
public final class ProgramContractParser {
    /// A contract, and what is wrong with its text; with diagnostics the contract is not to be used.
    public record Parsed(ProgramContract contract, List<Diagnostic> diagnostics) {
        public Parsed {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    private static final Pattern FIRST = Pattern.compile("contract\\s+program\\b.*");
    private static final Pattern WORD = Pattern.compile("\\s*(\\S+)\\s*");
    private static final String WORDS =
            "expected says, source, hook, any, let, requires, ensures, never, modifies or loop";

    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<Hook> hooks = new ArrayList<>();
    private Optional<Draft> draft = Optional.empty();
    private boolean begun;
    private String name = "";
    private String says = "";
    private Origin origin = new Origin.Stated("the user");
    private Span at = Span.NONE;

    /// A hook while its lines are read.
    private record Draft(
            List<Point> points,
            List<Any> any,
            List<Let> lets,
            List<Clause> clauses,
            List<Modifies> modifies,
            List<Invariant> invariants,
            Span at) {
        Draft(List<Point> points, Span at) {
            this(
                    points,
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    at);
        }

        Hook done() {
            return new Hook(points, any, lets, clauses, modifies.stream().findFirst(), invariants, at);
        }
    }

    private ProgramContractParser() {}

    /// Whether a text begins as contracts of programs do.
    public static boolean isContract(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst()
                .filter(line -> FIRST.matcher(line).matches())
                .isPresent();
    }

    public static Parsed parse(Source source) {
        ProgramContractParser parser = new ProgramContractParser();
        int offset = 0;
        for (String line : source.text().split("\n", -1)) {
            try {
                parser.line(line, offset);
            } catch (Tokens.Malformed malformed) {
                parser.diagnostics.add(malformed.diagnostic());
            }
            offset += line.length() + 1;
        }
        parser.endHook();
        Span end = new Span(offset - 1, offset - 1);
        if (!parser.begun && parser.diagnostics.isEmpty()) {
            parser.error("expected `contract program NAME`", end);
        } else if (parser.hooks.isEmpty() && parser.diagnostics.isEmpty()) {
            parser.error(
                    "the contract says nothing of any probe", end, "a line `hook PROBE` begins what is said of it");
        }
        ProgramContract contract =
                new ProgramContract(parser.name, parser.says, parser.origin, parser.hooks, parser.at);
        return new Parsed(contract, parser.diagnostics);
    }

    private void error(String message, Span place, String... hints) {
        diagnostics.add(Diagnostic.error("contract", message, place, hints));
    }

    private void endHook() {
        draft.ifPresent(last -> hooks.add(last.done()));
        draft = Optional.empty();
    }

    private void line(String line, int offset) throws Tokens.Malformed {
        if (line.isBlank() || line.strip().startsWith("#")) {
            return;
        }
        Matcher matcher = WORD.matcher(line);
        if (!matcher.lookingAt()) {
            return;
        }
        String word = matcher.group(1);
        int from = matcher.end();
        Span at = new Span(
                offset + matcher.start(1), offset + line.stripTrailing().length());
        String rest = line.substring(from).strip();
        if (word.equals("contract")) {
            begin(rest, at);
        } else if (!begun) {
            throw new Tokens.Malformed("expected `contract program NAME`, found `" + word + "`", at);
        } else {
            inside(word, rest, line, offset, from, at);
        }
    }

    private void begin(String rest, Span place) throws Tokens.Malformed {
        String[] words = rest.split("\\s+");
        if (begun || words.length != 2 || !words[0].equals("program")) {
            throw new Tokens.Malformed(
                    begun ? "a file holds one contract of a program" : "expected `contract program NAME`", place);
        }
        begun = true;
        name = words[1];
        at = place;
    }

    private void inside(String word, String rest, String line, int offset, int from, Span place)
            throws Tokens.Malformed {
        switch (word) {
            case "says" -> says = rest;
            case "source" -> origin = origin(rest, place);
            case "hook" -> {
                endHook();
                draft = Optional.of(new Draft(points(line, offset, from), place));
            }
            case "any", "let", "requires", "ensures", "never", "modifies", "loop" -> {
                if (draft.isEmpty()) {
                    throw new Tokens.Malformed(
                            "`" + word + "` stands below a hook", place, "`hook PROBE` comes before");
                }
                Tokens tokens = new Tokens(line.substring(from), offset + from);
                inHook(draft.get(), word, tokens, place);
                tokens.end();
            }
            default -> throw new Tokens.Malformed("unknown word `" + word + "`", place, WORDS);
        }
    }

    private static Origin origin(String text, Span place) throws Tokens.Malformed {
        String[] words = text.split("\\s+", 3);
        if (words.length == 3) {
            switch (words[0] + " " + words[1]) {
                case "stated by" -> {
                    return new Origin.Stated(words[2]);
                }
                case "curated from" -> {
                    return new Origin.Curated(words[2]);
                }
                case "inferred by" -> {
                    return new Origin.Inferred(words[2]);
                }
                default -> {}
            }
        }
        throw new Tokens.Malformed("expected `stated by …`, `curated from …` or `inferred by …`", place);
    }

    private static List<Point> points(String line, int offset, int from) throws Tokens.Malformed {
        int remark = line.indexOf(" #");
        int end = remark < from ? line.length() : remark;
        List<Point> points = new ArrayList<>();
        int start = from;
        for (String part : line.substring(from, end).split(",", -1)) {
            String probe = part.strip();
            int first = offset + start + part.indexOf(probe);
            Span at = new Span(first, first + Math.max(1, probe.length()));
            if (probe.isEmpty() || probe.contains(" ") || probe.contains("*")) {
                throw new Tokens.Malformed(
                        "expected a probe without wildcards, or `others`",
                        at,
                        "for example `hook tracepoint:syscalls:sys_enter_openat`; commas part several");
            }
            points.add(new Point(probe, at));
            start += part.length() + 1;
        }
        if (points.stream().anyMatch(point -> point.probe().equals("others"))) {
            return List.of();
        }
        return points;
    }

    private void inHook(Draft hook, String word, Tokens tokens, Span place) throws Tokens.Malformed {
        switch (word) {
            case "any" -> hook.any().add(any(tokens, place));
            case "let" -> {
                String named = tokens.name("a name");
                tokens.expect("=");
                hook.lets().add(new Let(named, new PhraseParser(tokens).phrase(), place));
            }
            case "modifies" -> {
                if (!hook.modifies().isEmpty()) {
                    throw new Tokens.Malformed("this hook has `modifies` already", place);
                }
                hook.modifies().add(modifies(tokens, place));
            }
            case "loop" -> {
                Tokens.Token number = tokens.next();
                if (number.kind() != Tokens.Kind.NUMBER || number.number() < 1 || number.number() > 99) {
                    throw new Tokens.Malformed("expected which loop of the handler, from 1", number.at());
                }
                tokens.expect("invariant");
                int loop = (int) number.number();
                hook.invariants()
                        .add(new Invariant(loop, clause(hook, Kind.ENSURES, "loop" + loop + ".", tokens, place)));
            }
            default -> {
                Kind kind = Kind.valueOf(word.toUpperCase(Locale.ROOT));
                hook.clauses().add(clause(hook, kind, "", tokens, place));
            }
        }
    }

    private static Any any(Tokens tokens, Span place) throws Tokens.Malformed {
        String named = tokens.name("a name");
        String sort = tokens.name("`number` or `text`");
        if (sort.equals("number")) {
            return new Any(named, 0, place);
        }
        if (sort.equals("text")) {
            Tokens.Token bytes = tokens.next();
            if (bytes.kind() == Tokens.Kind.NUMBER && bytes.number() > 8 && bytes.number() <= 1024) {
                return new Any(named, (int) bytes.number(), place);
            }
        }
        throw new Tokens.Malformed("expected `number` or `text BYTES`", place, "process names are `text 16`");
    }

    private static Clause clause(Draft hook, Kind kind, String prefix, Tokens tokens, Span place)
            throws Tokens.Malformed {
        String id = "";
        if (tokens.peek().kind() == Tokens.Kind.NAME && tokens.thenIs(":")) {
            id = tokens.next().text();
            tokens.next();
        }
        Span start = tokens.here();
        Phrase phrase = new PhraseParser(tokens).phrase();
        String full = prefix
                + (id.isEmpty()
                        ? kind.word()
                                + (hook.clauses().size() + hook.invariants().size() + 1)
                        : id);
        boolean twice = hook.clauses().stream().anyMatch(other -> other.id().equals(full))
                || hook.invariants().stream()
                        .anyMatch(other -> other.clause().id().equals(full));
        if (twice) {
            throw new Tokens.Malformed("a second clause `" + full + "` of this hook", place);
        }
        return new Clause(kind, full, phrase, tokens.remark(), start.to(phrase.at()));
    }

    private static Modifies modifies(Tokens tokens, Span place) throws Tokens.Malformed {
        List<Place> places = new ArrayList<>();
        boolean output = false;
        if (tokens.take("nothing")) {
            return new Modifies(places, false, place);
        }
        do {
            if (tokens.take("output")) {
                output = true;
                continue;
            }
            Phrase.Entry entry = new PhraseParser(tokens).entry(tokens.next());
            Optional<Phrase.Entry> one = entry.keys().isEmpty() ? Optional.empty() : Optional.of(entry);
            places.add(new Place(entry.map(), one, entry.at()));
        } while (tokens.take(","));
        return new Modifies(places, output, place);
    }
}
