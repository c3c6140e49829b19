package dev.ken.kernel.catalog;

import dev.ken.kernel.LaterList;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Attribute.Type;
import dev.ken.kernel.catalog.Catalog.AmbientAttribute;
import dev.ken.source.Blanks;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads catalog files: one `event NAME` after another, each followed by indented lines `gloss …`, `plural …`,
/// `says phrase; phrase`, `who start` (see [Doer]), `attribute NAME TYPE [UNIT] PHASE "gloss" : phrase;
/// phrase`, `start|end PROBE [when=…] [pair=…] name=reading …`, `misses …`, `or` before the points of another
/// way; below a point, deeper, `since RELEASE`, `until RELEASE`, `rate LEAST..MOST`, `requires FORMULA`,
/// `ensures FORMULA`, `misses …`; and `ambient NAME TYPE [UNIT] "gloss" : phrases` followed by `reads BUILTIN`.
/// `#` starts a comment line. Total: what cannot be read is a diagnostic, the rest is there.
public final class CatalogParser {
    /// All that a file says.
    ///
    /// @param begun names of kinds whose doer is known at the start only: `who start`
    public record Parsed(
            List<EventKind> kinds,
            Map<String, AmbientAttribute> ambient,
            Set<String> begun,
            List<Diagnostic> diagnostics) {}

    private static final String PHRASES = " : ";
    private static final String BELOW = "    ";
    private static final Set<String> POINTS = Set.of("start", "end", "or");
    private static final int FEWEST_WORDS = 2;

    private final Source source;
    private final boolean shipped;
    private final List<EventKind> kinds = new ArrayList<>();
    private final Map<String, AmbientAttribute> ambient = new LinkedHashMap<>();
    private final Set<String> begun = new TreeSet<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    /// What was read already: the events of a family have much in common.
    private final Map<String, Attribute> attributes = new HashMap<>();

    private final Map<String, Reading> readings = new HashMap<>();
    private Optional<Draft> draft = Optional.empty();
    private Optional<Attribute> reading = Optional.empty();

    private CatalogParser(Source source, boolean shipped) {
        this.source = source;
        this.shipped = shipped;
    }

    /// An event kind while its lines are read.
    private static final class Draft {
        private final String name;
        private String gloss = "";
        private String plural = "";
        private String misses = "";
        private List<String> phrases = List.of();
        private final List<Attribute> attributes = new ArrayList<>();
        private final List<PointParser.Line> points = new ArrayList<>();

        Draft(String name) {
            this.name = name;
        }
    }

    /// Reads all of a file.
    public static Parsed parse(Source source) {
        return new CatalogParser(source, false).read();
    }

    /// Reads a file that tests have read: where its events are seen is looked at when somebody asks, and what cannot be
    /// read there is a bug.
    static Parsed shipped(Source source) {
        return new CatalogParser(source, true).read();
    }

    private Parsed read() {
        String text = source.text();
        int at = 0;
        while (at <= text.length()) {
            int found = text.indexOf('\n', at);
            int end = found < 0 ? text.length() : found;
            line(text.substring(at, end), new Span(at, end));
            at = end + 1;
        }
        finish();
        diagnostics.sort(Comparator.comparingInt(wrong -> wrong.span().start()));
        return new Parsed(List.copyOf(kinds), ambient, begun, List.copyOf(diagnostics));
    }

    private void finish() {
        draft.ifPresent(d -> kinds.add(
                new EventKind(d.name, d.gloss, d.plural, d.phrases, d.attributes, ways(d.name, d.points), d.misses)));
        draft = Optional.empty();
    }

    private List<List<ProbePoint>> ways(String name, List<PointParser.Line> points) {
        return shipped
                ? new LaterList<>(() -> PointParser.ways(name, points))
                : PointParser.ways(name, points, readings, diagnostics::add);
    }

    private void line(String line, Span at) {
        if (draft.isPresent() && line.startsWith(BELOW)) {
            draft.get().points.add(new PointParser.Line(true, line, at));
            return;
        }
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        String rest = space < 0 ? "" : text.substring(space + 1).strip();
        switch (word) {
            case "event" -> {
                finish();
                draft = Optional.of(new Draft(rest));
            }
            case "ambient" -> reading = attribute(rest, at);
            case "reads" -> ambient(rest, at);
            default -> {
                if (draft.isEmpty()) {
                    error("outside", "expected `event` or `ambient`", at);
                } else if (POINTS.contains(word)) {
                    draft.get().points.add(new PointParser.Line(false, text, at));
                } else {
                    inside(draft.get(), word, rest, at);
                }
            }
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
            case "says" -> kind.phrases = Blanks.parts(rest, ';');
            case "attribute" -> attribute(rest, at).ifPresent(kind.attributes::add);
            case "who" -> who(kind, rest, at);
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

    private Optional<Attribute> attribute(String text, Span at) {
        Attribute before = attributes.get(text);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<Attribute> read = readAttribute(text, at);
        read.ifPresent(one -> attributes.put(text, one));
        return read;
    }

    /// `NAME TYPE [UNIT] [start|end] "gloss" : phrases`.
    private Optional<Attribute> readAttribute(String text, Span at) {
        int open = text.indexOf('"');
        int close = text.indexOf('"', open + 1);
        List<String> words = open < 1 ? List.of() : Blanks.words(text.substring(0, open));
        String behind = close < 0 ? "" : text.substring(close + 1);
        List<String> more = new ArrayList<>(words.subList(Math.min(FEWEST_WORDS, words.size()), words.size()));
        String phase = !more.isEmpty() && isPhase(more.getLast()) ? more.removeLast() : "start";
        Optional<Unit> unit = more.isEmpty() ? Optional.of(Unit.NONE) : Unit.of(more.getFirst());
        Optional<Type> type = words.size() < FEWEST_WORDS ? Optional.empty() : type(words.get(1));
        boolean formed = close > 0 && more.size() < 2 && (behind.isEmpty() || behind.startsWith(PHRASES));
        if (!formed || type.isEmpty() || unit.isEmpty() || !isName(words.getFirst())) {
            error("attribute", "expected `NAME TYPE [UNIT] [start|end] \"gloss\" : phrases`", at);
            return Optional.empty();
        }
        return Optional.of(new Attribute(
                words.getFirst(),
                type.get(),
                unit.get(),
                phase.equals("end") ? Phase.END : Phase.START,
                text.substring(open + 1, close),
                behind.isEmpty() ? List.of() : Blanks.parts(behind.substring(PHRASES.length()), ';')));
    }

    private static boolean isName(String word) {
        return word.chars().allMatch(c -> c == '_' || c < 128 && Character.isLetterOrDigit(c));
    }

    private static boolean isPhase(String word) {
        return word.equals("start") || word.equals("end");
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

    /// Where a diagnostic of the file is shown.
    Source source() {
        return source;
    }
}
