package dev.ken.engine;

import dev.ken.corpus.Document;
import dev.ken.corpus.Document.Kind;
import dev.ken.kernel.Probes;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is known of a kernel as documents for [Search].
final class SearchTexts {
    private static final String SYSCALLS = "syscalls:";

    private SearchTexts() {}

    /// Curated event kinds, system calls and tracepoints.
    static List<Document> documents(Facts facts) {
        List<Document> documents = new ArrayList<>();
        facts.catalog().curated().values().forEach(kind -> documents.add(event(kind, facts)));
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

    private static Document event(EventKind kind, Facts facts) {
        List<String> more = new ArrayList<>();
        for (Attribute attribute : kind.attributes()) {
            more.add(attribute.gloss() + " " + String.join(" ", attribute.phrases()));
        }
        List<String> all =
                kind.points().stream().map(ProbePoint::probe).distinct().toList();
        List<String> here = all.stream()
                .filter(probe -> Probes.resolve(probe, facts.kernel()).isPresent())
                .toList();
        all.forEach(probe -> more.add(Document.spoken(probe.substring(probe.indexOf(':') + 1))));
        List<String> phrases = new ArrayList<>(kind.phrases());
        phrases.add(kind.plural());
        return new Document(Kind.EVENT, kind.name(), kind.gloss(), phrases, more, here.isEmpty() ? all : here, true);
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
