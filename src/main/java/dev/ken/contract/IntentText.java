package dev.ken.contract;

import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Unit;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text form of intents: `docs/intents.md`. [#parse] reads what [#print] writes.
public final class IntentText {
    /// The intent, where the text is one; what is wrong with it otherwise.
    public record Parsed(Optional<Intent> intent, List<Diagnostic> diagnostics) {}

    private static final int LONGEST = 64 << 10;
    private static final Pattern AGGREGATE = Pattern.compile(
            "(count|sum|average|minimum|maximum|statistics|histogram|linear histogram)(?: (\\w+) of)? ([\\w.]+)"
                    + "(?: from (-?\\d{1,18}) to (-?\\d{1,18}) step (\\d{1,18}))?(?: in (\\w+))?");
    private static final Pattern REPORT = Pattern.compile("report (.+) of ([\\w.]+)");
    private static final Pattern COLUMN = Pattern.compile("(\\w+)(?: in (\\w+))?");
    private static final Pattern TIME = Pattern.compile("(\\d{1,12}) ?(ns|us|ms|s|min|h)");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<String> assumptions = new ArrayList<>();
    private Optional<Long> duration = Optional.empty();

    private IntentText() {}

    public static String print(Intent intent) {
        return IntentPrinter.print(intent);
    }

    public static Parsed parse(Source source) {
        IntentText parser = new IntentText();
        if (source.text().length() > LONGEST) {
            return new Parsed(
                    Optional.empty(),
                    List.of(Diagnostic.error("too-long", "an intent is at most 64 KiB long", Span.NONE)));
        }
        int at = 0;
        for (String line : source.text().split("\n", -1)) {
            parser.line(withoutComment(line).strip(), new Span(at, at + line.length()));
            at += line.length() + 1;
        }
        if (parser.parts.isEmpty() && parser.diagnostics.isEmpty()) {
            parser.error("nothing", "an intent says what to count, measure or report", Span.NONE);
        }
        return parser.diagnostics.isEmpty()
                ? new Parsed(Optional.of(new Intent(parser.parts, parser.duration, parser.assumptions)), List.of())
                : new Parsed(Optional.empty(), List.copyOf(parser.diagnostics));
    }

    private static String withoutComment(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && (i == 0 || line.charAt(i - 1) != '\\')) {
                quoted = !quoted;
            } else if (c == '#' && !quoted) {
                return line.substring(0, i);
            }
        }
        return line;
    }

    private void error(String code, String message, Span at, String... hints) {
        diagnostics.add(Diagnostic.error(code, message, at, hints));
    }

    private void line(String line, Span at) {
        if (line.isEmpty()) {
            return;
        }
        String[] words = line.split(" ", 2);
        String rest = words.length == 2 ? words[1].strip() : "";
        switch (words[0]) {
            case "report" -> report(line, at);
            case "count", "sum", "average", "minimum", "maximum", "statistics", "histogram", "linear" ->
                aggregate(line, at);
            case "for" -> duration = time(rest, at);
            case "assume" -> text(rest, at).ifPresent(assumptions::add);
            case "where", "by", "every", "top", "at" -> clause(words[0], rest, at);
            default ->
                error(
                        "word",
                        "unknown word `" + words[0] + "`",
                        at,
                        "a line starts with count, sum, average, minimum,"
                                + " maximum, statistics, histogram, report, where, by, every, top, at, for or assume");
        }
    }

    private void add(String event, What what) {
        parts.add(new Part(
                event, new Condition.Always(), what, List.of(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private void report(String line, Span at) {
        Matcher matcher = REPORT.matcher(line);
        if (!matcher.matches()) {
            error("report", "expected `report COLUMN, COLUMN of EVENT`", at);
            return;
        }
        List<What.Column> columns = new ArrayList<>();
        for (String text : matcher.group(1).split(",")) {
            Matcher column = COLUMN.matcher(text.strip());
            if (column.matches()) {
                columns.add(new What.Column(column.group(1), unit(column.group(2), at)));
            } else {
                error("column", "expected a column, found `" + text.strip() + "`", at);
            }
        }
        add(matcher.group(2), new What.Report(columns));
    }

    private Optional<Unit> unit(@org.jspecify.annotations.Nullable String symbol, Span at) {
        if (symbol == null) {
            return Optional.empty();
        }
        Optional<Unit> unit = Unit.of(symbol);
        if (unit.isEmpty()) {
            error("unit", "unknown unit `" + symbol + "`", at, "units are ns, us, ms, s, B, KiB, MiB, GiB");
        }
        return unit;
    }

    private void aggregate(String line, Span at) {
        Matcher matcher = AGGREGATE.matcher(line);
        boolean linear = matcher.matches() && matcher.group(1).startsWith("linear");
        if (!matcher.matches() || linear != (matcher.group(4) != null)) {
            error(
                    "measure",
                    "expected `count EVENT`, or `MEASURE ATTRIBUTE of EVENT [in UNIT]`",
                    at,
                    "a linear histogram needs `from A to B step C`");
            return;
        }
        boolean count = matcher.group(1).equals("count");
        if (count != (matcher.group(2) == null)) {
            error("measure", count ? "a count counts events, not an attribute" : "expected `ATTRIBUTE of`", at);
            return;
        }
        Measure measure = switch (matcher.group(1)) {
            case "count" -> new Measure.Count();
            case "sum" -> new Measure.Sum();
            case "average" -> new Measure.Average();
            case "minimum" -> new Measure.Minimum();
            case "maximum" -> new Measure.Maximum();
            case "statistics" -> new Measure.Statistics();
            case "histogram" -> new Measure.Log2Histogram();
            default ->
                new Measure.LinearHistogram(
                        Long.parseLong(matcher.group(4)),
                        Long.parseLong(matcher.group(5)),
                        Math.max(1, Long.parseLong(matcher.group(6))));
        };
        add(
                matcher.group(3),
                new What.Aggregate(measure, Optional.ofNullable(matcher.group(2)), unit(matcher.group(7), at)));
    }

    private void clause(String word, String rest, Span at) {
        if (parts.isEmpty()) {
            error("order", "`" + word + "` follows the line that says what to observe", at);
            return;
        }
        Part part = parts.removeLast();
        parts.add(
                switch (word) {
                    case "where" -> where(part, rest, at);
                    case "by" -> keys(part, rest);
                    case "every" ->
                        new Part(
                                part.event(),
                                part.where(),
                                part.what(),
                                part.keys(),
                                time(rest, at),
                                part.top(),
                                part.rateHertz());
                    case "top" ->
                        new Part(
                                part.event(),
                                part.where(),
                                part.what(),
                                part.keys(),
                                part.periodNanos(),
                                number(rest, at),
                                part.rateHertz());
                    default ->
                        new Part(
                                part.event(),
                                part.where(),
                                part.what(),
                                part.keys(),
                                part.periodNanos(),
                                part.top(),
                                number(rest.replace(" Hz", ""), at));
                });
    }

    private Part where(Part part, String rest, Span at) {
        ConditionParser.Parsed parsed = ConditionParser.parse(rest);
        parsed.problem()
                .ifPresent(problem ->
                        error("condition", problem, at, "for example: where size > 4096 B and process is \"nginx\""));
        Condition condition = parsed.condition().orElse(new Condition.Always());
        return new Part(
                part.event(), condition, part.what(), part.keys(), part.periodNanos(), part.top(), part.rateHertz());
    }

    private static Part keys(Part part, String rest) {
        List<String> keys = new ArrayList<>();
        for (String key : rest.split(",")) {
            keys.add(key.strip());
        }
        return new Part(
                part.event(), part.where(), part.what(), keys, part.periodNanos(), part.top(), part.rateHertz());
    }

    private Optional<Long> time(String text, Span at) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            error("time", "expected a time such as `5 s`, found `" + text + "`", at);
            return Optional.empty();
        }
        long factor = switch (matcher.group(2)) {
            case "ns" -> 1;
            case "us" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "min" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
        return Optional.of(Math.multiplyExact(Math.min(Long.parseLong(matcher.group(1)), 1_000_000L), factor));
    }

    private Optional<Integer> number(String text, Span at) {
        if (!text.matches("\\d{1,6}")) {
            error("number", "expected a number, found `" + text + "`", at);
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(text));
    }

    private Optional<String> text(String quoted, Span at) {
        Matcher matcher = QUOTED.matcher(quoted);
        if (!matcher.matches()) {
            error("text", "expected text in quotes", at);
            return Optional.empty();
        }
        return Optional.of(unquoted(matcher.group(1)));
    }

    static String unquoted(String inside) {
        return inside.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
    }
}
