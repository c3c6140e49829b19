package dev.ken.kernel.bpf;

import dev.ken.kernel.bpf.BpfHook.Place;
import dev.ken.kernel.bpf.BpfHook.Range;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a file of program types: paragraphs `program NAME` with the lines `number N`, `since RELEASE`, `context TYPE
/// kernel TYPE`, `attach NAME since RELEASE [returns RANGE]`, `returns RANGE`, `means …`, `sections NAME …`, `source
/// FILE NAME …`, where a range is `any` or `LOW..HIGH`. Total: what cannot be read is a diagnostic, the rest is there.
public final class HookParser {
    /// All that a file says, in its order.
    public record Parsed(List<BpfHook> hooks, List<Diagnostic> diagnostics) {}

    private static final List<String> WORDS =
            List.of("number", "since", "context", "attach", "returns", "means", "sections", "source");
    private static final Pattern CONTEXT = Pattern.compile("(\\w[\\w *]{0,80}?) kernel (\\w[\\w *]{0,80})");
    private static final Pattern PLACE =
            Pattern.compile("(?<name>[A-Z0-9_]{2,60}) since (?<since>[\\d.]{3,8})(?: returns (?<returns>\\S{3,30}))?");
    private static final Pattern RANGE = Pattern.compile("(-?\\d{1,9})\\.\\.(-?\\d{1,9})");

    private final FactReader reader = new FactReader();

    private HookParser() {}

    public static Parsed parse(Source source) {
        HookParser parser = new HookParser();
        Stanza.Read read = Stanza.read(source);
        parser.reader.complainAll(read.diagnostics());
        List<BpfHook> hooks = new ArrayList<>();
        for (Stanza stanza : read.stanzas()) {
            if (stanza.head().word().equals("program")) {
                parser.hook(stanza).ifPresent(hooks::add);
            } else {
                parser.reader.complain(
                        "outside", "expected `program NAME`", stanza.head().at());
            }
        }
        return new Parsed(List.copyOf(hooks), parser.reader.diagnostics());
    }

    private Optional<BpfHook> hook(Stanza stanza) {
        reader.onlyWords(stanza, WORDS);
        Optional<Release> since = reader.since(stanza);
        Optional<Matcher> number = line(stanza, "number", Pattern.compile("\\d{1,4}"), "number N");
        Optional<Matcher> context = line(stanza, "context", CONTEXT, "context TYPE kernel TYPE");
        Optional<Optional<Range>> returns = stanza.first("returns").flatMap(line -> range(line.rest(), line));
        if (returns.isEmpty()) {
            reader.complain(
                    "returns",
                    "expected `returns any` or `returns LOW..HIGH`",
                    stanza.head().at());
        }
        if (since.isEmpty() || number.isEmpty() || context.isEmpty() || returns.isEmpty()) {
            return Optional.empty();
        }
        List<Place> places = new ArrayList<>();
        stanza.all("attach").forEach(line -> place(line, returns.get()).ifPresent(places::add));
        return Optional.of(new BpfHook(
                stanza.head().rest(),
                Integer.parseInt(number.get().group()),
                since.get(),
                context.get().group(1),
                context.get().group(2),
                places,
                returns.get(),
                stanza.first("means").map(Stanza.Line::rest).orElse(""),
                stanza.first("sections")
                        .map(line -> List.of(line.rest().split("\\s+")))
                        .orElse(List.of()),
                reader.sources(stanza)));
    }

    private Optional<Matcher> line(Stanza stanza, String word, Pattern form, String expected) {
        Optional<Matcher> matcher =
                stanza.first(word).map(line -> form.matcher(line.rest())).filter(Matcher::matches);
        if (matcher.isEmpty()) {
            reader.complain(word, "expected `" + expected + "`", stanza.head().at());
        }
        return matcher;
    }

    private Optional<Place> place(Stanza.Line line, Optional<Range> usual) {
        Matcher matcher = PLACE.matcher(line.rest());
        Optional<Release> since = matcher.matches() ? Release.of(matcher.group("since")) : Optional.empty();
        if (since.isEmpty()) {
            reader.complain("attach", "expected `attach NAME since RELEASE [returns RANGE]`", line.at());
            return Optional.empty();
        }
        String own = matcher.group("returns");
        return Optional.ofNullable(own)
                .map(text -> range(text, line))
                .orElse(Optional.of(usual))
                .map(range -> new Place(matcher.group("name"), since.get(), range));
    }

    private Optional<Optional<Range>> range(String text, Stanza.Line line) {
        if (text.equals("any")) {
            return Optional.of(Optional.empty());
        }
        Matcher matcher = RANGE.matcher(text);
        if (matcher.matches()) {
            Range range = new Range(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
            if (range.low() <= range.high()) {
                return Optional.of(Optional.of(range));
            }
        }
        reader.complain("range", "a range is `any` or `LOW..HIGH`, not `" + text + "`", line.at());
        return Optional.empty();
    }
}
