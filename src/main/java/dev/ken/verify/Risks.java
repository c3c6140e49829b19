package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Lazy;
import dev.ken.kernel.Site;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import dev.ken.source.Span;
import dev.ken.verify.Risk.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What may make the answers of a program wrong that no verdict speaks of: maps that fill up, texts that are
/// cut, numbers that do not fit, updates that are lost between CPUs, more output than anybody reads. Read off
/// the program; nothing is solved. `docs/semantics.md` has the list.
public final class Risks {
    private static final int MOST = 50;
    private static final long FLOOD = 100_000;
    private static final long FLOOD_ALWAYS = 1_000_000;

    private Risks() {}

    /// The gravest first, then in the order of the program; the same thing is told once. At most 50.
    ///
    /// @param bpftrace whether the program is run by bpftrace, which has ways of its own
    public static List<Risk> of(Module module, KernelModel kernel, Catalog catalog, boolean bpftrace) {
        List<Risk> all = new ArrayList<>(MapRisks.of(module, kernel, bpftrace));
        all.addAll(NumberRisks.of(module, kernel, bpftrace));
        all.addAll(TextRisks.of(module));
        all.addAll(ProbeRisks.of(module, kernel, catalog));
        all.addAll(floods(module, catalog));
        all.sort(Comparator.comparing(Risk::severity)
                .thenComparing(risk -> risk.at().start()));
        return all.stream().distinct().limit(MOST).toList();
    }

    /// A line for every occurrence of something that happens very often.
    private static List<Risk> floods(Module module, Catalog catalog) {
        // All of the catalog is looked at, so only where some line is written.
        Lazy<Map<String, Long>> rates = new Lazy<>(() -> rates(catalog));
        List<Risk> found = new ArrayList<>();
        for (Procedure procedure : module.procedures()) {
            line(procedure).ifPresent(at -> {
                long rate = everyCall(procedure) ? FLOOD_ALWAYS : rates.get().getOrDefault(procedure.name(), 0L);
                if (rate >= FLOOD) {
                    found.add(new Risk(
                            rate >= FLOOD_ALWAYS ? Severity.SERIOUS : Severity.WARNING,
                            "flood",
                            "a line for every event: a busy machine has "
                                    + String.format(java.util.Locale.ROOT, "%,d", rate)
                                    + " of them in a second, and lines are lost",
                            Optional.of("filter them, or count them"),
                            at));
                }
            });
        }
        return found;
    }

    /// Where it writes a line whatever happens.
    private static Optional<Span> line(Procedure procedure) {
        return Substance.of(procedure).steps().stream()
                .filter(step -> step.straight()
                        && step.statement() instanceof Stmt.Emit emit
                        && !emit.values().isEmpty())
                .findFirst()
                .map(step -> step.statement().at());
    }

    /// How often a busy machine is seen at a probe, at most.
    private static Map<String, Long> rates(Catalog catalog) {
        Map<String, Long> rates = new LinkedHashMap<>();
        for (EventKind kind : catalog.curated().values()) {
            for (List<ProbePoint> way : kind.ways()) {
                for (ProbePoint point : way) {
                    point.facts().mostRate().ifPresent(rate -> rates.merge(point.probe(), rate, Math::max));
                }
            }
        }
        return rates;
    }

    private static boolean everyCall(Procedure procedure) {
        boolean call = procedure.site() instanceof Site.SyscallEnter || procedure.site() instanceof Site.SyscallExit;
        return call && procedure.guard().equals(new Expr.Bool(true));
    }
}
