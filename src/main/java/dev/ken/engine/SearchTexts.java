package dev.ken.engine;

import dev.ken.corpus.Document;
import dev.ken.corpus.Document.Kind;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What is known of a kernel as documents for [Search].
final class SearchTexts {
    private static final Pattern COUNTED = Pattern.compile("(hardware|software):[a-z-]+:\\d+");
    private static final String SYSCALLS = "syscalls:";

    private SearchTexts() {}

    /// Curated event kinds, helpers and functions, system calls and tracepoints.
    static List<Document> documents(Facts facts) {
        return documents(facts, ContractTexts.documents());
    }

    /// The same, where the contracts were read already. Events have the probes of every kernel here: which of them this
    /// one has takes as long as all the rest, and is asked of few.
    static List<Document> documents(Facts facts, List<Document> contracts) {
        List<Document> documents = new ArrayList<>();
        facts.catalog().curated().values().forEach(kind -> documents.add(event(kind)));
        documents.addAll(contracts);
        List<String> tracepoints = facts.kernel().tracepoints().names();
        for (String name : tracepoints) {
            if (name.startsWith(SYSCALLS)) {
                call(name).ifPresent(call -> documents.add(systemCall(call, name)));
            } else {
                documents.add(tracepoint(name, Document.spoken(name)));
            }
        }
        return documents;
    }

    /// The tracepoints of system calls: their words are those of the calls, so only names find them.
    static List<Document> systemCallProbes(Facts facts) {
        return facts.kernel().tracepoints().names().stream()
                .filter(name -> name.startsWith(SYSCALLS))
                .map(name -> tracepoint(name, name))
                .toList();
    }

    private static Document event(EventKind kind) {
        List<String> more = new ArrayList<>();
        for (Attribute attribute : kind.attributes()) {
            more.add(attribute.gloss() + " " + String.join(" ", attribute.phrases()));
        }
        kind.points().stream()
                .map(point -> point.probe().substring(point.probe().indexOf(':') + 1))
                .distinct()
                .forEach(probe -> more.add(Document.spoken(probe)));
        List<String> phrases = new ArrayList<>(kind.phrases());
        phrases.add(kind.plural());
        return new Document(Kind.EVENT, kind.name(), kind.gloss(), phrases, more, probes(kind), true);
    }

    /// The probes of a document that the kernel has.
    static List<String> here(Document document, Facts facts) {
        return document.kind() == Kind.EVENT && document.curated()
                ? facts.catalog().find(document.name()).map(SearchTexts::probes).orElse(document.probes())
                : document.probes();
    }

    /// All points of a kind, those of the best way first. What counts or samples is named without its rate, too.
    static List<String> probes(EventKind kind) {
        return kind.ways().stream()
                .flatMap(List::stream)
                .map(ProbePoint::probe)
                .flatMap(probe -> COUNTED.matcher(probe).matches()
                        ? Stream.of(probe.substring(0, probe.lastIndexOf(':')), probe)
                        : Stream.of(probe))
                .distinct()
                .toList();
    }

    private static Optional<String> call(String tracepoint) {
        String enter = SYSCALLS + "sys_enter_";
        return tracepoint.startsWith(enter) ? Optional.of(tracepoint.substring(enter.length())) : Optional.empty();
    }

    private static Document systemCall(String call, String enter) {
        return new Document(
                Kind.EVENT,
                "syscall." + call,
                "the system call " + call,
                List.of(call, call + " system call", call + " call"),
                List.of(Document.spoken(call)),
                List.of("tracepoint:" + enter, "tracepoint:" + enter.replace("sys_enter_", "sys_exit_")),
                false);
    }

    private static Document tracepoint(String name, String spoken) {
        return new Document(
                Kind.PROBE,
                "tracepoint:" + name,
                "the tracepoint " + name,
                List.of(spoken),
                List.of(),
                List.of("tracepoint:" + name),
                false);
    }
}
