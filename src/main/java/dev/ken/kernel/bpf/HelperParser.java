package dev.ken.kernel.bpf;

import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a file of helpers: `set NAME = PROGRAM …`, and paragraphs `helper NUMBER NAME` with the lines `since RELEASE`,
/// `proto …`, `arg NAME KIND [| FLAG]… [size BYTES] [in PROGRAM …]`, `result KIND`, `gpl`, `sleeps`, `programs …`,
/// `later …`, `source FILE NAME …`. Total: what cannot be read is a diagnostic, the rest is there.
public final class HelperParser {
    /// All that a file says, in its order.
    public record Parsed(List<BpfHelper> helpers, List<Diagnostic> diagnostics) {}

    private static final List<String> WORDS =
            List.of("since", "proto", "arg", "result", "gpl", "sleeps", "programs", "later", "source");
    private static final Pattern HEAD = Pattern.compile("(\\d{1,5}) (\\w+)");
    private static final Pattern ARGUMENT =
            Pattern.compile("(\\w+) (\\w+)((?: \\| \\w+)*)(?: size (\\d{1,5}))?(?: in (.+))?");
    private static final String OR_NULL = "_OR_NULL";

    private final FactReader reader = new FactReader();

    private HelperParser() {}

    public static Parsed parse(Source source) {
        HelperParser parser = new HelperParser();
        Stanza.Read read = Stanza.read(source);
        parser.reader.complainAll(read.diagnostics());
        List<BpfHelper> helpers = new ArrayList<>();
        for (Stanza stanza : read.stanzas()) {
            switch (stanza.head().word()) {
                case "set" -> parser.reader.define(stanza.head());
                case "helper" -> parser.helper(stanza).ifPresent(helpers::add);
                default ->
                    parser.reader.complain(
                            "outside",
                            "expected `helper NUMBER NAME` or `set NAME = …`",
                            stanza.head().at());
            }
        }
        return new Parsed(List.copyOf(helpers), parser.reader.diagnostics());
    }

    private Optional<BpfHelper> helper(Stanza stanza) {
        Span at = stanza.head().at();
        Matcher head = HEAD.matcher(stanza.head().rest());
        if (!head.matches()) {
            reader.complain("head", "expected `helper NUMBER NAME`", at);
            return Optional.empty();
        }
        reader.onlyWords(stanza, WORDS);
        Optional<Release> since = reader.since(stanza);
        Optional<Prototype> prototype = reader.prototype(stanza);
        if (since.isEmpty() || prototype.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new BpfHelper(
                Integer.parseInt(head.group(1)),
                head.group(2),
                since.get(),
                prototype.get(),
                arguments(stanza, prototype.get()),
                required(stanza, "result"),
                stanza.first("gpl").isPresent(),
                stanza.first("sleeps").isPresent(),
                reader.types(required(stanza, "programs"), at),
                stanza.first("later")
                        .map(line -> reader.types(line.rest(), line.at()))
                        .orElse(new TreeSet<>()),
                reader.sources(stanza)));
    }

    private String required(Stanza stanza, String word) {
        Optional<Stanza.Line> line = stanza.first(word);
        if (line.isEmpty()) {
            reader.complain("missing", "no line `" + word + " …`", stanza.head().at());
        }
        return line.map(Stanza.Line::rest).orElse("");
    }

    private List<BpfHelper.Argument> arguments(Stanza stanza, Prototype prototype) {
        Map<String, BpfHelper.Argument> arguments = new LinkedHashMap<>();
        for (Stanza.Line line : stanza.all("arg")) {
            Matcher matcher = ARGUMENT.matcher(line.rest());
            if (!matcher.matches()) {
                reader.complain("arg", "expected `arg NAME KIND [| FLAG]… [size BYTES] [in PROGRAM …]`", line.at());
                continue;
            }
            argument(matcher, line.at()).ifPresent(a -> add(a, matcher.group(5), arguments, line.at()));
        }
        List<String> named =
                prototype.parameters().stream().map(Prototype.Parameter::name).toList();
        if (!named.equals(List.copyOf(arguments.keySet()))) {
            reader.complain(
                    "arg",
                    "the prototype has " + named + ", not " + arguments.keySet(),
                    stanza.head().at());
        }
        return List.copyOf(arguments.values());
    }

    private Optional<BpfHelper.Argument> argument(Matcher matcher, Span at) {
        String kindName = matcher.group(2);
        SortedSet<String> flags = new TreeSet<>();
        for (String flag : matcher.group(3).split("\\|")) {
            if (!flag.isBlank()) {
                flags.add(flag.strip());
            }
        }
        Optional<ArgumentKind> kind = ArgumentKind.of(kindName);
        if (kind.isEmpty() && kindName.endsWith(OR_NULL)) {
            kind = ArgumentKind.of(kindName.substring(0, kindName.length() - OR_NULL.length()));
            flags.add(BpfHelper.Argument.MAYBE_NULL);
        }
        if (kind.isEmpty()) {
            reader.complain("kind", "unknown kind of argument `" + kindName + "`", at);
        }
        OptionalInt bytes =
                matcher.group(4) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(matcher.group(4)));
        return kind.map(k -> new BpfHelper.Argument(matcher.group(1), k, flags, bytes, List.of()));
    }

    /// A first line is what most programs give; one with `in` joins it.
    private void add(
            BpfHelper.Argument argument,
            @Nullable String programs,
            Map<String, BpfHelper.Argument> arguments,
            Span at) {
        BpfHelper.Argument first = arguments.get(argument.name());
        if (programs == null) {
            if (first != null) {
                reader.complain("arg", "parameter " + argument.name() + " twice", at, "Say for whom: `in PROGRAM …`.");
            }
            arguments.put(argument.name(), argument);
        } else if (first == null) {
            reader.complain("arg", "what most programs give comes before `in`", at);
        } else {
            List<BpfHelper.Other> others = new ArrayList<>(first.others());
            others.add(new BpfHelper.Other(reader.types(programs, at), argument));
            arguments.put(
                    first.name(),
                    new BpfHelper.Argument(first.name(), first.kind(), first.flags(), first.bytes(), others));
        }
    }
}
