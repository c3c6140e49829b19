package dev.ken.contract;

import dev.ken.contract.IntentLine.Malformed;
import dev.ken.contract.IntentToken.Kind;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.ErrorNumbers;
import dev.ken.kernel.catalog.Unit;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The text form of intents: `docs/intents.md`. [#parse] reads what [#print] writes.
public final class IntentText {
    /// The intent, where the text is one; what is wrong with it otherwise; and the names that stand in it.
    public record Parsed(Optional<Intent> intent, List<Diagnostic> diagnostics, List<Written> names) {
        public Parsed {
            diagnostics = List.copyOf(diagnostics);
            names = List.copyOf(names);
        }
    }

    private static final int LONGEST = 64 << 10;
    private static final int LARGEST_COUNT = 1_000_000;
    private static final String WORDS = "a line starts with count, sum, average, minimum, maximum, statistics,"
            + " histogram, linear histogram, first, last, distinct, rate, net, in flight, highest, ratio, report, deny,"
            + " drop, pass, modify, after, minus, to, where, when, by, every, top, having, at, for or assume";

    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<PartDraft> parts = new ArrayList<>();
    private final List<String> assumptions = new ArrayList<>();
    private final List<Written> names = new ArrayList<>();
    private Optional<Long> duration = Optional.empty();

    private IntentText() {}

    public static String print(Intent intent) {
        return IntentPrinter.print(intent);
    }

    public static Parsed parse(Source source) {
        IntentText parser = new IntentText();
        if (source.text().length() > LONGEST) {
            parser.error("too-long", "an intent is at most 64 KiB long", Span.NONE);
            return parser.parsed();
        }
        int at = 0;
        for (String line : source.text().split("\n", -1)) {
            parser.line(line, at);
            at += line.length() + 1;
        }
        parser.parts.forEach(parser::complete);
        if (parser.parts.isEmpty() && parser.diagnostics.isEmpty()) {
            parser.error("nothing", "an intent says what to count, measure or report", Span.NONE);
        }
        return parser.parsed();
    }

    private Parsed parsed() {
        Optional<Intent> intent = diagnostics.isEmpty()
                ? Optional.of(new Intent(parts.stream().map(PartDraft::part).toList(), duration, assumptions))
                : Optional.empty();
        return new Parsed(intent, diagnostics, names);
    }

    private void error(String code, String message, Span at, String... hints) {
        diagnostics.add(Diagnostic.error(code, message, at, hints));
    }

    private void complete(PartDraft part) {
        switch (part.missing) {
            case NOTHING -> {}
            case MINUS -> error("missing", "a line `minus EVENT` has to follow", part.at);
            case TO -> error("missing", "a line `to EVENT` has to follow", part.at);
        }
    }

    private void line(String text, int offset) {
        try {
            IntentLine line = new IntentLine(text, offset);
            if (!line.isEmpty()) {
                line(line);
                line.end();
            }
        } catch (Malformed problem) {
            error(
                    problem.code(),
                    problem.sentence(),
                    problem.at(),
                    problem.hints().toArray(String[]::new));
        }
    }

    private void line(IntentLine line) {
        IntentToken first = line.next();
        switch (first.kind() == Kind.WORD ? first.text() : "") {
            case "report" -> report(line, first);
            case "count" -> measured(new Measure.Count(), line, first);
            case "sum" -> measured(new Measure.Sum(), line, first);
            case "average" -> measured(new Measure.Average(), line, first);
            case "minimum", "maximum" -> extreme(first.is("maximum"), line, first);
            case "statistics" -> measured(new Measure.Statistics(), line, first);
            case "histogram" -> measured(new Measure.Log2Histogram(), line, first);
            case "linear" -> linear(line, first);
            case "first" -> measured(new Measure.First(), line, first);
            case "last" -> measured(new Measure.Last(), line, first);
            case "distinct" -> measured(new Measure.Distinct(), line, first);
            case "rate" -> measured(new Measure.Rate(), line, first);
            case "net" -> net(false, line, first);
            case "in" -> inFlight(false, line, first);
            case "highest" -> highest(line, first);
            case "ratio" -> ratio(line, first);
            case "deny", "drop", "pass", "modify" -> rule(line, first);
            case "for" -> duration = Optional.of(line.time());
            case "assume" -> assumptions.add(line.text());
            case "after", "minus", "to", "where", "when", "by", "every", "top", "having", "at" -> clause(line, first);
            default -> throw new Malformed("word", "unknown word " + first.shown(), first.at(), WORDS);
        }
    }

    // ---- names ----

    private void name(int part, Written.Role role, IntentToken token, Optional<Unit> unit, Span value) {
        names.add(new Written(part, role, token.text(), token.at(), unit, value));
    }

    private void attribute(int part, IntentToken token, Optional<Unit> unit, Span value) {
        name(part, Written.Role.ATTRIBUTE, token, unit, value);
    }

    private int current() {
        return parts.size() - 1;
    }

    // ---- what ----

    private PartDraft add(IntentToken event, What what, IntentToken first) {
        PartDraft part = new PartDraft(event.text(), what, first.at());
        parts.add(part);
        name(current(), Written.Role.EVENT, event, Optional.empty(), event.at());
        return part;
    }

    /// `ATTRIBUTE [in UNIT]`, of the part that is being read or about to begin.
    private What.Column column(IntentLine line, int part) {
        IntentToken token = line.word("an attribute");
        Span value = line.peek(1).at();
        Optional<Unit> unit = line.inUnit();
        attribute(part, token, unit, unit.isPresent() ? value : token.at());
        return new What.Column(token.text(), unit);
    }

    private void report(IntentLine line, IntentToken first) {
        List<What.Column> columns = line.list(() -> column(line, parts.size()));
        line.expect("of", "for example: report time, pid, path of file.open");
        add(line.word("an event"), new What.Report(columns), first);
    }

    /// What a measure is of: `EVENT`, or `ATTRIBUTE of EVENT`.
    private record Measured(Optional<IntentToken> attribute, IntentToken event) {
        Optional<String> name() {
            return attribute.map(IntentToken::text);
        }
    }

    private static Measured measured(IntentLine line) {
        IntentToken word = line.word("an attribute or an event");
        return line.take("of")
                ? new Measured(Optional.of(word), line.word("an event"))
                : new Measured(Optional.empty(), word);
    }

    private Optional<Unit> unit(Measured measured, IntentLine line) {
        Span at = line.peek(1).at();
        Optional<Unit> unit = line.inUnit();
        measured.attribute().ifPresent(token -> attribute(current(), token, unit, unit.isPresent() ? at : token.at()));
        if (unit.isPresent() && measured.attribute().isEmpty()) {
            throw new Malformed("unit", "a number of events has no unit", at);
        }
        return unit;
    }

    private void measured(Measure measure, IntentLine line, IntentToken first) {
        Measured measured = measured(line);
        boolean count = measure instanceof Measure.Count;
        if (count && measured.attribute().isPresent()) {
            Span at = measured.attribute().get().at();
            throw new Malformed(
                    "measure", "a count counts events, not an attribute", at, "how many different ones: distinct");
        }
        if (!count && !(measure instanceof Measure.Rate) && measured.attribute().isEmpty()) {
            throw new Malformed(
                    "measure",
                    "expected `ATTRIBUTE of` before `" + measured.event().text() + "`",
                    measured.event().at());
        }
        PartDraft part = add(measured.event(), new What.Aggregate(measure, measured.name(), Optional.empty()), first);
        part.what = new What.Aggregate(measure, measured.name(), unit(measured, line));
    }

    private void linear(IntentLine line, IntentToken first) {
        String form = "linear histogram ATTRIBUTE of EVENT from A to B step C";
        line.expect("histogram", form);
        Measured measured = measured(line);
        if (measured.attribute().isEmpty()) {
            throw line.expected("`of`", form);
        }
        line.expect("from", form);
        long minimum = line.number();
        line.expect("to", form);
        long maximum = line.number();
        line.expect("step", form);
        Span at = line.peek().at();
        long step = line.number();
        if (step <= 0 || maximum <= minimum) {
            throw new Malformed("buckets", "buckets go up in steps of at least 1", at);
        }
        Measure measure = new Measure.LinearHistogram(minimum, maximum, step);
        PartDraft part = add(measured.event(), new What.Aggregate(measure, measured.name(), Optional.empty()), first);
        part.what = new What.Aggregate(measure, measured.name(), unit(measured, line));
    }

    private void extreme(boolean largest, IntentLine line, IntentToken first) {
        Measure measure = largest ? new Measure.Maximum() : new Measure.Minimum();
        measured(measure, line, first);
        PartDraft part = parts.getLast();
        if (line.take("with") && part.what instanceof What.Aggregate(var _, Optional<String> attribute, var unit)) {
            List<What.Column> context = line.list(() -> column(line, current()));
            part.what = new What.Extreme(largest, attribute.orElse(""), unit, context);
        }
    }

    private void net(boolean highest, IntentLine line, IntentToken first) {
        Measured measured = measured(line);
        What.Net net =
                new What.Net(measured.name(), Optional.empty(), new Selection("", new Condition.Always()), highest);
        PartDraft part = add(measured.event(), net, first);
        part.what = new What.Net(measured.name(), unit(measured, line), net.minus(), highest);
        part.missing = PartDraft.Missing.MINUS;
    }

    private void inFlight(boolean highest, IntentLine line, IntentToken first) {
        line.expect("flight");
        add(line.word("an event"), new What.InFlight(highest), first);
    }

    private void highest(IntentLine line, IntentToken first) {
        if (line.take("in")) {
            inFlight(true, line, first);
            return;
        }
        line.expect("net", "highest net EVENT, highest in flight EVENT");
        net(true, line, first);
    }

    private void ratio(IntentLine line, IntentToken first) {
        PartDraft part = add(line.word("an event"), new What.Ratio(new Selection("", new Condition.Always())), first);
        part.missing = PartDraft.Missing.TO;
    }

    private void rule(IntentLine line, IntentToken first) {
        switch (first.text()) {
            case "drop" -> add(line.word("an event"), new What.Rule(new What.Decision.Drop()), first);
            case "pass" -> add(line.word("an event"), new What.Rule(new What.Decision.Pass()), first);
            case "deny" -> deny(line, first);
            default -> {
                IntentToken attribute = line.word("an attribute");
                line.expect("of", "modify ATTRIBUTE of EVENT to NUMBER");
                IntentToken event = line.word("an event");
                line.expect("to", "modify ATTRIBUTE of EVENT to NUMBER");
                long number = line.number();
                add(event, new What.Rule(new What.Decision.Modify(attribute.text(), number)), first);
                attribute(current(), attribute, Optional.empty(), attribute.at());
            }
        }
    }

    private void deny(IntentLine line, IntentToken first) {
        IntentToken event = line.word("an event");
        String name = "EPERM";
        if (line.take("with")) {
            name = line.word("the name of an error").text();
        }
        int number = ErrorNumbers.byName(name).orElseThrow(() -> line.expected("the name of an error, such as EPERM"));
        add(event, new What.Rule(new What.Decision.Deny(number)), first);
    }

    // ---- clauses ----

    private void clause(IntentLine line, IntentToken word) {
        if (parts.isEmpty()) {
            throw new Malformed("order", "`" + word.text() + "` follows the line that says what to observe", word.at());
        }
        PartDraft part = parts.getLast();
        switch (word.text()) {
            case "after" -> part.after = Optional.of(after(line));
            case "minus", "to" -> other(part, line, word);
            case "where" ->
                part.where =
                        ConditionParser.read(line, (token, unit, value) -> attribute(current(), token, unit, value));
            case "when" -> part.occasion = Optional.of(occasion(line));
            case "by" -> line.list(() -> part.keys.add(key(line)));
            case "every" -> {
                part.periodNanos = Optional.of(line.time());
                part.cumulative = line.take("cumulative");
            }
            case "top" -> part.top = Optional.of(count(line));
            case "having" -> part.having = Optional.of(having(line));
            default -> {
                part.rateHertz = Optional.of(count(line));
                line.take("Hz");
            }
        }
    }

    private String key(IntentLine line) {
        IntentToken token = line.word("an attribute");
        attribute(current(), token, Optional.empty(), token.at());
        return token.text();
    }

    private static int count(IntentLine line) {
        Span at = line.peek().at();
        long number = line.number();
        if (number < 1 || number > LARGEST_COUNT) {
            throw new Malformed("number", "expected a number from 1 to " + LARGEST_COUNT, at);
        }
        return (int) number;
    }

    /// `EVENT [where CONDITION]` of another kind.
    private Selection selection(IntentLine line) {
        IntentToken event = line.word("an event");
        name(current(), Written.Role.OTHER_EVENT, event, Optional.empty(), event.at());
        return new Selection(event.text(), otherWhere(line));
    }

    private Condition otherWhere(IntentLine line) {
        return line.take("where")
                ? ConditionParser.read(
                        line, (token, unit, value) -> name(current(), Written.Role.OTHER_ATTRIBUTE, token, unit, value))
                : new Condition.Always();
    }

    private void other(PartDraft part, IntentLine line, IntentToken word) {
        boolean minus = word.is("minus");
        if (part.missing != (minus ? PartDraft.Missing.MINUS : PartDraft.Missing.TO)) {
            throw new Malformed(
                    "order",
                    "`" + word.text() + "` follows a line `" + (minus ? "net" : "ratio") + " EVENT`",
                    word.at());
        }
        part.missing = PartDraft.Missing.NOTHING;
        Selection other = selection(line);
        part.what = part.what instanceof What.Net(var attribute, var unit, var _, boolean highest)
                ? new What.Net(attribute, unit, other, highest)
                : new What.Ratio(other);
    }

    private After after(IntentLine line) {
        IntentToken event = line.word("an event");
        name(current(), Written.Role.OTHER_EVENT, event, Optional.empty(), event.at());
        List<After.Link> links = line.take("by") ? line.list(() -> link(line)) : List.of();
        Optional<Long> within = line.take("within") ? Optional.of(line.time()) : Optional.empty();
        return new After(event.text(), otherWhere(line), links, within);
    }

    private After.Link link(IntentLine line) {
        IntentToken first = line.word("an attribute");
        IntentToken second = line.take("=") ? line.word("an attribute") : first;
        name(current(), Written.Role.OTHER_ATTRIBUTE, first, Optional.empty(), first.at());
        attribute(current(), second, Optional.empty(), second.at());
        return new After.Link(first.text(), second.text());
    }

    private Occasion occasion(IntentLine line) {
        Optional<IntentToken> summed = Optional.empty();
        if (!line.take("count")) {
            line.expect("sum", "when count > 10 by pid; when sum size > 1 MiB by pid once");
            summed = Optional.of(line.word("an attribute"));
        }
        Condition.Comparison comparison = comparison(line);
        Span at = line.peek().at();
        long number = line.number();
        Optional<Unit> unit = line.unitAhead();
        summed.ifPresent(token -> attribute(current(), token, unit, at));
        List<String> keys = line.take("by") ? line.list(() -> key(line)) : List.of();
        boolean once = line.take("once");
        return new Occasion(summed.map(IntentToken::text), comparison, line.scaled(number, unit, at), keys, once);
    }

    private static Condition.Comparison comparison(IntentLine line) {
        Condition.Comparison comparison = ConditionParser.comparison(line.peek())
                .orElseThrow(() -> line.expected("a comparison: = != < <= > >="));
        line.next();
        return comparison;
    }

    private static Having having(IntentLine line) {
        Condition.Comparison comparison = comparison(line);
        return new Having(comparison, line.number());
    }
}
