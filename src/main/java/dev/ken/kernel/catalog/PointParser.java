package dev.ken.kernel.catalog;

import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.source.Blanks;
import dev.ken.source.Diagnostic;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads the lines of an event that say where it is seen, for [CatalogParser]: most of a catalog, and of few events are
/// they ever asked for.
final class PointParser {
    /// A line below an event; `below` says whether it stands deeper, below a point.
    record Line(boolean below, String text, Span at) {}

    private final String event;
    private final Map<String, Reading> known;
    private final Consumer<Diagnostic> diagnostics;
    private final List<List<ProbePoint>> ways = new ArrayList<>();

    private PointParser(String event, Map<String, Reading> known, Consumer<Diagnostic> diagnostics) {
        this.event = event;
        this.known = known;
        this.diagnostics = diagnostics;
        ways.add(new ArrayList<>());
    }

    /// The ways to see `event`. `known` are readings that were read before; more are added.
    static List<List<ProbePoint>> ways(
            String event, List<Line> lines, Map<String, Reading> known, Consumer<Diagnostic> diagnostics) {
        PointParser parser = new PointParser(event, known, diagnostics);
        lines.forEach(parser::line);
        return parser.ways;
    }

    /// The same for lines that are known to be right.
    static List<List<ProbePoint>> ways(String event, List<Line> lines) {
        return ways(event, lines, new HashMap<>(), wrong -> {
            throw new IllegalStateException(event + ": " + wrong.message());
        });
    }

    private void line(Line line) {
        String text = line.text().strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        String[] words = text.split(" ", 2);
        String rest = words.length == 2 ? words[1].strip() : "";
        if (line.below()) {
            below(words[0], rest, line.at());
        } else {
            switch (words[0]) {
                case "start" -> point(Phase.START, rest, line.at());
                case "end" -> point(Phase.END, rest, line.at());
                default -> ways.add(new ArrayList<>());
            }
        }
    }

    private void error(String code, String message, Span at) {
        diagnostics.accept(Diagnostic.error(code, message, at));
    }

    /// A line that belongs to the point above it.
    private void below(String word, String rest, Span at) {
        if (ways.getLast().isEmpty()) {
            error("outside", "`" + word + "` belongs below a `start` or `end` line", at);
            return;
        }
        ProbePoint point = ways.getLast().removeLast();
        PointFacts facts = PointFactsText.with(point.facts(), word, rest).orElseGet(() -> {
            error("word", "cannot read `" + word + " " + rest + "` below a point of event " + event, at);
            return point.facts();
        });
        ways.getLast()
                .add(new ProbePoint(
                        point.phase(), point.probe(), point.when(), point.pairedBy(), point.readings(), facts));
    }

    private void point(Phase phase, String text, Span at) {
        List<String> words = Blanks.words(text);
        Map<String, Reading> readings = new LinkedHashMap<>();
        Optional<Reading> when = Optional.empty();
        Optional<Reading> pair = Optional.empty();
        for (String word : words.subList(Math.min(1, words.size()), words.size())) {
            String[] sides = word.split("=", 2);
            Optional<Reading> reading = sides.length == 2 ? reading(sides[1]) : Optional.empty();
            if (reading.isEmpty()) {
                error("reading", "expected `name=reading`, found `" + word + "`", at);
                continue;
            }
            switch (sides[0]) {
                case "when" -> when = reading;
                case "pair" -> pair = reading;
                default -> readings.put(sides[0], reading.get());
            }
        }
        String probe = words.isEmpty() ? "" : words.getFirst();
        ways.getLast().add(new ProbePoint(phase, probe, when, pair, readings, PointFacts.NONE));
    }

    private Optional<Reading> reading(String text) {
        Reading before = known.get(text);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<Reading> read = ReadingParser.parse(text);
        read.ifPresent(one -> known.put(text, one));
        return read;
    }
}
