package dev.ken.engine;

import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Spelling;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What holds of an event kind or a probe.
public final class Contracts {
    private static final int MOST_MISSPELT = 2;

    private final Facts facts;

    public Contracts(Facts facts) {
        this.facts = facts;
    }

    /// A contract as it is shown: what the thing is, and clauses.
    public record Contract(String name, String gloss, List<Clause> clauses) {
        public Contract {
            clauses = List.copyOf(clauses);
        }
    }

    /// `word` is `observe`, `requires`, `ensures`, `reads` or `misses`.
    public record Clause(String word, String text) {}

    /// The contract of an event kind (`file.open`, `syscall.read`), a bare system call (`read`), or a probe
    /// (`tracepoint:sched:sched_switch`).
    public Optional<Contract> find(String name) {
        Optional<EventKind> kind = facts.catalog()
                .find(name)
                .or(() -> facts.catalog().find("syscall." + name))
                .or(() -> facts.catalog().find("tracepoint." + name.replace(':', '.')));
        return kind.map(this::of).or(() -> Probes.resolve(name, facts.kernel()).map(Contracts::of));
    }

    /// Names that are nearest to one that was not found.
    public List<String> nearest(String name, int limit) {
        List<String> spelt = facts.catalog().curated().keySet().stream()
                .filter(kind -> Spelling.distance(kind, name) <= MOST_MISSPELT)
                .sorted(Comparator.comparingInt(kind -> Spelling.distance(kind, name)))
                .limit(limit)
                .toList();
        if (!spelt.isEmpty()) {
            return spelt;
        }
        List<String> near = new ArrayList<>(new Search(facts)
                .search(name.replaceAll("[._:]", " "), limit).stream()
                        .map(Search.Hit::name)
                        .toList());
        if (near.isEmpty()) {
            near.addAll(Probes.nearest(name, facts.kernel(), limit));
        }
        return near;
    }

    private Contract of(EventKind kind) {
        List<Clause> clauses = new ArrayList<>();
        for (ProbePoint point : kind.points()) {
            clauses.add(new Clause("observe", point.phase().name().toLowerCase(Locale.ROOT) + " at " + point.probe()));
            if (Probes.resolve(point.probe(), facts.kernel()).isEmpty()) {
                clauses.add(new Clause(
                        "misses",
                        point.probe() + " does not exist on " + facts.kernel().release()));
            }
        }
        for (Attribute attribute : kind.attributes()) {
            clauses.add(new Clause("reads", attribute(attribute)));
        }
        if (kind.isSpan()) {
            clauses.add(new Clause("requires", "the end is reported only for a thing whose start was seen"));
            clauses.add(new Clause("reads", "latency: the time from start to end, in ns"));
        }
        clauses.add(new Clause("ensures", "every time " + kind.gloss() + ", one of the points above fires once"));
        if (!kind.misses().isEmpty()) {
            clauses.add(new Clause("misses", kind.misses()));
        }
        return new Contract(kind.name(), kind.gloss(), clauses);
    }

    private static String attribute(Attribute attribute) {
        String unit = attribute.unit().symbol().isEmpty()
                ? ""
                : " in " + attribute.unit().symbol();
        String when = attribute.phase() == Attribute.Phase.END ? ", known at the end" : "";
        return attribute.name() + ": " + attribute.gloss() + ", "
                + attribute.type().name().toLowerCase(Locale.ROOT) + unit + when;
    }

    private static Contract of(ProbeFacts facts) {
        List<Clause> clauses = new ArrayList<>();
        clauses.add(new Clause("observe", facts.site().text()));
        facts.fields().forEach((name, field) -> clauses.add(new Clause("reads", name + ": " + field.symbol())));
        return new Contract(facts.probe(), "the probe " + facts.probe() + " fires", clauses);
    }
}
