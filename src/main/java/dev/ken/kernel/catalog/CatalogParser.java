package dev.ken.kernel.catalog;

import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Attribute.Type;
import dev.ken.kernel.catalog.Catalog.AmbientAttribute;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads catalog files: one `event NAME` after another, each followed by indented lines
/// `gloss …`, `plural …`, `says phrase; phrase`, `who start` (see [Doer]), `attribute NAME TYPE [UNIT] PHASE "gloss" :
/// phrase; phrase`,
/// `start|end PROBE [when=…] [pair=…] name=reading …`, `misses …`, `or` before the points of another way; below a
/// point,
/// deeper, `since RELEASE`, `until RELEASE`, `rate LEAST..MOST`, `requires FORMULA`, `ensures FORMULA`, `misses …`; and
/// `ambient NAME TYPE [UNIT] "gloss" : phrases`
/// followed by
/// `reads BUILTIN`. `#` starts a comment line. Total: what cannot be read is a diagnostic, the rest is there.
public final class CatalogParser {
    /// All that a file says.
    ///
    /// @param begun names of kinds whose doer is known at the start only: `who start`
    public record Parsed(
            List<EventKind> kinds,
            Map<String, AmbientAttribute> ambient,
            Set<String> begun,
            List<Diagnostic> diagnostics) {}

    private static final Pattern ATTRIBUTE =
            Pattern.compile("(\\w+) (\\w+)(?: (ns|us|ms|s|B|KiB))?(?: (start|end))? \"([^\"]*)\"(?: : (.*))?");

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private static final String BELOW = "    ";

    private final Source source;
    private final List<EventKind> kinds = new ArrayList<>();
    private final Map<String, AmbientAttribute> ambient = new LinkedHashMap<>();
    private final Set<String> begun = new TreeSet<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    /// What was read already: the events of a family have much in common.
    private final Map<String, Attribute> attributes = new HashMap<>();

    private final Map<String, Reading> readings = new HashMap<>();
    private Optional<Draft> draft = Optional.empty();
    private Optional<Attribute> reading = Optional.empty();

    private CatalogParser(Source source) {
        this.source = source;
    }

    /// An event kind while its lines are read.
    private static final class Draft {
        private final String name;
        private String gloss = "";
        private String plural = "";
        private String misses = "";
        private List<String> phrases = List.of();
        private final List<Attribute> attributes = new ArrayList<>();
        private final List<List<ProbePoint>> ways = new ArrayList<>();

        Draft(String name) {
            this.name = name;
            ways.add(new ArrayList<>());
        }

        void add(ProbePoint point) {
            ways.getLast().add(point);
        }

        EventKind done() {
            return new EventKind(name, gloss, plural, phrases, attributes, ways, misses);
        }
    }

    public static Parsed parse(Source source) {
        CatalogParser parser = new CatalogParser(source);
        int at = 0;
        for (String line : source.text().split("\n", -1)) {
            parser.line(line, new Span(at, at + line.length()));
            at += line.length() + 1;
        }
        parser.finish();
        return new Parsed(List.copyOf(parser.kinds), parser.ambient, parser.begun, List.copyOf(parser.diagnostics));
    }

    private void finish() {
        draft.ifPresent(d -> kinds.add(d.done()));
        draft = Optional.empty();
    }

    private void line(String line, Span at) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        String[] words = text.split(" ", 2);
        String rest = words.length == 2 ? words[1].strip() : "";
        switch (words[0]) {
            case "event" -> {
                finish();
                draft = Optional.of(new Draft(rest));
            }
            case "ambient" -> reading = attribute(rest, at);
            case "reads" -> ambient(rest, at);
            default ->
                draft.ifPresentOrElse(
                        d -> {
                            if (line.startsWith(BELOW)) {
                                below(d, words[0], rest, at);
                            } else {
                                inside(d, words[0], rest, at);
                            }
                        },
                        () -> error("outside", "expected `event` or `ambient`", at));
        }
    }

    private void error(String code, String message, Span at) {
        diagnostics.add(Diagnostic.error(code, message, at));
    }

    private void ambient(String builtin, Span at) {
        if (reading.isEmpty()) {
            error("outside", "`reads` follows an `ambient` line", at);
            return;
        }
        ambient.put(reading.get().name(), new AmbientAttribute(reading.get(), new Reading.Builtin(builtin)));
    }

    private void inside(Draft kind, String word, String rest, Span at) {
        switch (word) {
            case "gloss" -> kind.gloss = rest;
            case "plural" -> kind.plural = rest;
            case "misses" -> kind.misses = rest;
            case "says" -> kind.phrases = phrases(rest);
            case "attribute" -> attribute(rest, at).ifPresent(kind.attributes::add);
            case "start" -> point(Phase.START, rest, at).ifPresent(kind::add);
            case "end" -> point(Phase.END, rest, at).ifPresent(kind::add);
            case "who" -> who(kind, rest, at);
            case "or" -> kind.ways.add(new ArrayList<>());
            default -> error("word", "unknown word `" + word + "` in event " + kind.name, at);
        }
    }

    private void who(Draft kind, String phase, Span at) {
        if (phase.equals("start")) {
            begun.add(kind.name);
        } else {
            error("who", "expected `who start`, found `who " + phase + "`", at);
        }
    }

    /// A line that belongs to the point above it.
    private void below(Draft kind, String word, String rest, Span at) {
        if (kind.ways.getLast().isEmpty()) {
            error("outside", "`" + word + "` belongs below a `start` or `end` line", at);
            return;
        }
        ProbePoint point = kind.ways.getLast().removeLast();
        PointFacts facts = PointFactsText.with(point.facts(), word, rest).orElseGet(() -> {
            error("word", "cannot read `" + word + " " + rest + "` below a point of event " + kind.name, at);
            return point.facts();
        });
        kind.add(new ProbePoint(point.phase(), point.probe(), point.when(), point.pairedBy(), point.readings(), facts));
    }

    private static List<String> phrases(String text) {
        return Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(phrase -> !phrase.isEmpty())
                .toList();
    }

    private Optional<Reading> reading(String text) {
        Reading before = readings.get(text);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<Reading> read = ReadingParser.parse(text);
        read.ifPresent(one -> readings.put(text, one));
        return read;
    }

    private Optional<Attribute> attribute(String text, Span at) {
        Attribute before = attributes.get(text);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<Attribute> read = readAttribute(text, at);
        read.ifPresent(one -> attributes.put(text, one));
        return read;
    }

    private Optional<Attribute> readAttribute(String text, Span at) {
        Matcher matcher = ATTRIBUTE.matcher(text);
        Optional<Type> type = matcher.matches() ? type(matcher.group(2)) : Optional.empty();
        if (type.isEmpty()) {
            error("attribute", "expected `NAME TYPE [UNIT] [start|end] \"gloss\" : phrases`", at);
            return Optional.empty();
        }
        Unit unit = Optional.ofNullable(matcher.group(3)).flatMap(Unit::of).orElse(Unit.NONE);
        Phase phase = "end".equals(matcher.group(4)) ? Phase.END : Phase.START;
        List<String> phrases = phrases(Optional.ofNullable(matcher.group(6)).orElse(""));
        return Optional.of(new Attribute(matcher.group(1), type.get(), unit, phase, matcher.group(5), phrases));
    }

    private static Optional<Type> type(String word) {
        return switch (word) {
            case "integer" -> Optional.of(Type.INTEGER);
            case "signed" -> Optional.of(Type.SIGNED);
            case "text" -> Optional.of(Type.TEXT);
            case "errno" -> Optional.of(Type.ERRNO);
            case "address" -> Optional.of(Type.ADDRESS);
            case "stack" -> Optional.of(Type.STACK);
            default -> Optional.empty();
        };
    }

    private Optional<ProbePoint> point(Phase phase, String text, Span at) {
        String[] words = SPACE.split(text);
        Map<String, Reading> readings = new LinkedHashMap<>();
        Optional<Reading> when = Optional.empty();
        Optional<Reading> pair = Optional.empty();
        for (int i = 1; i < words.length; i++) {
            String[] sides = words[i].split("=", 2);
            Optional<Reading> reading = sides.length == 2 ? reading(sides[1]) : Optional.empty();
            if (reading.isEmpty()) {
                error("reading", "expected `name=reading`, found `" + words[i] + "`", at);
                continue;
            }
            switch (sides[0]) {
                case "when" -> when = reading;
                case "pair" -> pair = reading;
                default -> readings.put(sides[0], reading.get());
            }
        }
        return Optional.of(new ProbePoint(phase, words[0], when, pair, readings, PointFacts.NONE));
    }

    /// Where a diagnostic of the file is shown.
    Source source() {
        return source;
    }
}
