package dev.ken.engine;

import dev.ken.contract.clause.Contract.Time;
import dev.ken.contract.known.Known;
import dev.ken.contract.known.Known.Provenance;
import dev.ken.contract.known.KnownContracts;
import dev.ken.engine.Contracts.Clause;
import dev.ken.engine.Contracts.Contract;
import dev.ken.engine.Contracts.Kind;
import dev.ken.kernel.KernelFunction;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Site;
import dev.ken.kernel.bpf.BpfHelper;
import dev.ken.kernel.bpf.BpfHelpers;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.CReading;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Contracts as [Contracts] shows them.
final class ContractViews {
    private static final String SYSCALL = "syscall.";

    private final Facts facts;
    private final KnownContracts known;

    ContractViews(Facts facts, KnownContracts known) {
        this.facts = facts;
        this.known = known;
    }

    Contract event(EventKind kind) {
        List<Clause> clauses = new ArrayList<>();
        for (ProbePoint point : kind.points()) {
            clauses.add(new Clause("observe", point.phase().name().toLowerCase(Locale.ROOT) + " at " + point.probe()));
            if (Probes.resolve(point.probe(), facts.kernel()).isEmpty()) {
                clauses.add(new Clause(
                        "misses",
                        point.probe() + " does not exist on " + facts.kernel().release()));
            }
            clauses.addAll(readings(point));
        }
        kind.ways().stream()
                .skip(1)
                .flatMap(List::stream)
                .forEach(point -> clauses.add(
                        new Clause("or", point.phase().name().toLowerCase(Locale.ROOT) + " at " + point.probe())));
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
        if (kind.name().startsWith(SYSCALL)) {
            clauses.addAll(clauses(known.syscall(kind.name().substring(SYSCALL.length()))));
        } else {
            kind.points().forEach(point -> clauses.addAll(atPoint(point)));
        }
        return new Contract(Kind.EVENT, kind.name(), kind.gloss(), "", clauses);
    }

    /// How each attribute is read at a point, in bpftrace's manner and in C with libbpf.
    private List<Clause> readings(ProbePoint point) {
        List<Clause> clauses = new ArrayList<>();
        point.readings()
                .forEach((name, reading) -> clauses.add(new Clause(
                        "where",
                        name + " = " + reading.text() + "; in C "
                                + CReading.of(reading, point.probe(), facts.kernel()))));
        return clauses;
    }

    /// What the catalog says of a point, and what holds of results there; the rest is in the contract of the probe.
    private List<Clause> atPoint(ProbePoint point) {
        List<Clause> clauses = new ArrayList<>();
        for (Known one : known.point(point)) {
            boolean hook = one.contract().subject().kind() == dev.ken.contract.clause.Contract.Kind.HOOK;
            for (dev.ken.contract.clause.Contract.Clause clause : one.contract().clauses()) {
                if (!hook && (one.provenance() == Provenance.CATALOG || clause.time() == Time.ENSURES)) {
                    Clause shown = clause(one, clause);
                    clauses.add(new Clause(
                            shown.word(),
                            shown.text() + " at " + point.probe(),
                            shown.remark(),
                            shown.from(),
                            shown.source()));
                }
            }
        }
        return clauses;
    }

    private static String attribute(Attribute attribute) {
        String unit = attribute.unit().symbol().isEmpty()
                ? ""
                : " in " + attribute.unit().symbol();
        String when = attribute.phase() == Attribute.Phase.END ? ", known at the end" : "";
        return attribute.name() + ": " + attribute.gloss() + ", "
                + attribute.type().name().toLowerCase(Locale.ROOT) + unit + when;
    }

    Contract probe(ProbeFacts probe) {
        List<Clause> clauses = new ArrayList<>();
        clauses.add(new Clause("observe", probe.site().text()));
        String declaration = function(probe.site()).map(this::declaration).orElse("");
        if (declaration.isEmpty()) {
            probe.fields().forEach((name, field) -> clauses.add(new Clause("reads", name + ": " + field.symbol())));
        }
        LinkedHashSet<Clause> more = new LinkedHashSet<>(clauses(known.probe(probe.probe())));
        for (EventKind kind : facts.catalog().curated().values()) {
            kind.ways().stream()
                    .flatMap(List::stream)
                    .filter(point -> point.probe().equals(probe.probe()))
                    .forEach(point -> {
                        clauses.add(new Clause("event", kind.name() + ": " + kind.gloss()));
                        more.addAll(clauses(known.point(point)));
                    });
        }
        clauses.addAll(more);
        return new Contract(
                Kind.PROBE,
                probe.probe(),
                "the probe " + probe.probe() + " fires",
                declaration,
                new ArrayList<>(new LinkedHashSet<>(clauses)));
    }

    private static Optional<String> function(Site site) {
        return switch (site) {
            case Site.FunctionEntry(String function) -> Optional.of(function);
            case Site.FunctionReturn(String function) -> Optional.of(function);
            case Site.SyscallEnter(),
                    Site.SyscallExit(),
                    Site.Tracepoint _,
                    Site.UserEntry _,
                    Site.UserReturn _,
                    Site.Usdt _,
                    Site.Counter _,
                    Site.Sample _,
                    Site.Interval _,
                    Site.Begin(),
                    Site.Iterator _,
                    Site.Watchpoint _,
                    Site.Packet _,
                    Site.Self _,
                    Site.End() -> Optional.empty();
        };
    }

    private String declaration(String function) {
        return facts.kernel()
                .functions()
                .find(function)
                .map(KernelFunction::cText)
                .orElse("");
    }

    List<Contract> helper(String name) {
        List<Known> all = known.helper(name);
        return BpfHelpers.shipped().name(name).stream()
                .map(helper -> new Contract(
                        Kind.HELPER,
                        helper.fullName(),
                        says(all),
                        helper.prototype().toString(),
                        helper(helper, all)))
                .toList();
    }

    private static List<Clause> helper(BpfHelper helper, List<Known> all) {
        List<Clause> clauses = new ArrayList<>();
        clauses.add(new Clause("exists", "since linux " + helper.since() + ", number " + helper.number()));
        if (helper.gplOnly()) {
            clauses.add(new Clause("requires", "a program under a licence compatible with the GPL"));
        }
        clauses.addAll(clauses(all));
        return clauses;
    }

    List<Contract> function(String name) {
        List<Known> all = known.function(name);
        if (all.isEmpty()) {
            return List.of();
        }
        Optional<KernelFunction> here = facts.kernel().functions().find(name);
        String declaration = here.map(KernelFunction::cText)
                .or(() -> all.getFirst()
                        .contract()
                        .elsewhere()
                        .map(where -> where.prototype().toString()))
                .orElse("");
        List<Clause> clauses = new ArrayList<>();
        if (here.isEmpty()) {
            clauses.add(new Clause(
                    "misses", name + " does not exist on " + facts.kernel().release()));
        }
        clauses.addAll(clauses(all));
        String says = says(all);
        return List.of(new Contract(
                Kind.FUNCTION, name, says.isEmpty() ? "the kernel function " + name : says, declaration, clauses));
    }

    private static String says(List<Known> all) {
        return all.stream()
                .map(one -> one.contract().says())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static List<Clause> clauses(List<Known> all) {
        List<Clause> clauses = new ArrayList<>();
        for (Known one : all) {
            one.contract().elsewhere().ifPresent(where -> clauses.add(plain(one, "exists", where.kernels())));
            one.contract().clauses().forEach(clause -> clauses.add(clause(one, clause)));
            joined(one, "free", one.contract().free()).ifPresent(clauses::add);
            joined(one, "modifies", one.contract().modifies()).ifPresent(clauses::add);
        }
        return clauses;
    }

    private static Optional<Clause> joined(Known one, String word, List<String> names) {
        return names.isEmpty() ? Optional.empty() : Optional.of(plain(one, word, String.join(", ", names)));
    }

    private static Clause clause(Known one, dev.ken.contract.clause.Contract.Clause clause) {
        String word = clause.time().word();
        return new Clause(
                word,
                clause.text().substring(word.length() + 1),
                clause.remark(),
                from(one),
                one.contract().source());
    }

    private static Clause plain(Known one, String word, String text) {
        return new Clause(word, text, "", from(one), one.contract().source());
    }

    private static String from(Known one) {
        return one.provenance().name().toLowerCase(Locale.ROOT);
    }
}
