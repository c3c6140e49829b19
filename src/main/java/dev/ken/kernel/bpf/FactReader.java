package dev.ken.kernel.bpf;

import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the readers of the fact files share: complaints, sets of program types, releases and citations.
final class FactReader {
    private static final int MOST_BYTES = 1 << 20;

    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Map<String, SortedSet<String>> sets = new LinkedHashMap<>();

    /// A shipped file of this package; one that is missing is a bug.
    static Source shipped(String name) {
        try (InputStream in = FactReader.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new Source(name, new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// A shipped file with anything to complain about is a bug.
    static void allRead(Source source, List<Diagnostic> diagnostics) {
        diagnostics.stream().findFirst().ifPresent(diagnostic -> {
            throw new IllegalStateException(diagnostic.render(source));
        });
    }

    void complain(String code, String message, Span at, String... hints) {
        diagnostics.add(Diagnostic.error(code, message, at, hints));
    }

    void complainAll(List<Diagnostic> more) {
        diagnostics.addAll(more);
    }

    List<Diagnostic> diagnostics() {
        return List.copyOf(diagnostics);
    }

    /// `set NAME = TYPE …`.
    void define(Stanza.Line line) {
        String[] halves = line.rest().split("=", 2);
        if (halves.length != 2) {
            complain("set", "expected `set NAME = PROGRAM …`", line.at());
            return;
        }
        sets.put(halves[0].strip(), types(halves[1].strip(), line.at()));
    }

    /// Names of program types; `@NAME` stands for a set that was defined above.
    SortedSet<String> types(String words, Span at) {
        SortedSet<String> types = new TreeSet<>();
        for (String word : words.split("\\s+")) {
            if (!word.startsWith("@")) {
                types.add(word);
                continue;
            }
            SortedSet<String> members = sets.get(word.substring(1));
            if (members == null) {
                complain("unknown-set", "no set " + word + " was defined above", at, "Sets: " + sets.keySet() + ".");
            } else {
                types.addAll(members);
            }
        }
        return Collections.unmodifiableSortedSet(types);
    }

    Optional<Release> since(Stanza stanza) {
        Optional<Stanza.Line> line = stanza.first("since");
        Optional<Release> release = line.flatMap(l -> Release.of(l.rest()));
        if (release.isEmpty()) {
            complain("since", "expected `since RELEASE`, as `since 5.8`", at(stanza, line));
        }
        return release;
    }

    Optional<Prototype> prototype(Stanza stanza) {
        Optional<Stanza.Line> line = stanza.first("proto");
        Optional<Prototype> prototype = line.flatMap(l -> Prototype.of(l.rest()));
        if (prototype.isEmpty()) {
            complain("proto", "expected `proto` and a C prototype", at(stanza, line));
        }
        return prototype;
    }

    List<Citation> sources(Stanza stanza) {
        return stanza.all("source").stream()
                .map(line -> {
                    List<String> words = Arrays.asList(line.rest().split("\\s+"));
                    return new Citation(words.getFirst(), words.subList(1, words.size()));
                })
                .toList();
    }

    /// Complains about lines whose first word is none of `known`.
    void onlyWords(Stanza stanza, List<String> known) {
        for (Stanza.Line line : stanza.lines()) {
            if (!known.contains(line.word())) {
                complain("word", "unknown word `" + line.word() + "`", line.at(), "Known words: " + known + ".");
            }
        }
    }

    private static Span at(Stanza stanza, Optional<Stanza.Line> line) {
        return line.map(Stanza.Line::at).orElse(stanza.head().at());
    }
}
