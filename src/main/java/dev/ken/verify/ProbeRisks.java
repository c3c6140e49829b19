package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import dev.ken.kernel.Syscall;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.source.Span;
import dev.ken.verify.Risk.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What is not watched though it does the same, and calls whose starts are kept so that two of them share one.
final class ProbeRisks {
    private static final String CALLS = "tracepoint:syscalls:sys_";

    /// By these alone, threads that are in one call at once are not told apart.
    private static final Set<String> SHARED = Set.of("pid", "comm", "uid", "gid", "cgroup");

    private final KernelModel kernel;
    private final Catalog catalog;
    private final List<Risk> found = new ArrayList<>();

    private ProbeRisks(KernelModel kernel, Catalog catalog) {
        this.kernel = kernel;
        this.catalog = catalog;
    }

    static List<Risk> of(Module module, KernelModel kernel, Catalog catalog) {
        ProbeRisks risks = new ProbeRisks(kernel, catalog);
        risks.variants(module);
        risks.sharedStarts(module);
        return risks.found;
    }

    private void variants(Module module) {
        Map<String, Span> watched = new LinkedHashMap<>();
        for (Procedure procedure : module.procedures()) {
            call(procedure).ifPresent(name -> place(procedure).ifPresent(at -> watched.putIfAbsent(name, at)));
        }
        Set<String> told = new LinkedHashSet<>();
        watched.forEach((name, at) -> smallest(name).ifPresent(kind -> {
            Set<String> others = calls(kind);
            others.removeAll(watched.keySet());
            if (!others.isEmpty() && told.add(kind.name())) {
                found.add(new Risk(
                        Severity.NOTE,
                        "not-watched",
                        kind.gloss() + " by " + list(others) + " too, and that is not watched",
                        Optional.empty(),
                        at));
            }
        }));
    }

    private static String list(Set<String> names) {
        List<String> all = List.copyOf(names);
        return all.size() == 1
                ? all.getFirst()
                : String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.getLast();
    }

    /// The kind of event of several system calls, of which this is one; the one with the fewest.
    private Optional<EventKind> smallest(String call) {
        return catalog.curated().values().stream()
                .filter(kind -> calls(kind).size() > 1 && calls(kind).contains(call))
                .min(Comparator.comparingInt((EventKind kind) -> calls(kind).size())
                        .thenComparing(EventKind::name));
    }

    /// The system calls that this kernel has of a kind; none where something else is of the kind too,
    /// or not every such call.
    private Set<String> calls(EventKind kind) {
        Set<String> calls = new TreeSet<>();
        for (var point : kind.points()) {
            String probe = point.probe();
            if (!probe.startsWith(CALLS) || point.when().isPresent()) {
                return new TreeSet<>();
            }
            String name = probe.substring(CALLS.length()).replaceFirst("^(enter|exit)_", "");
            if (kernel.tracepoints().find("syscalls", "sys_enter_" + name).isPresent()) {
                calls.add(name);
            }
        }
        return calls;
    }

    private Optional<String> call(Procedure procedure) {
        boolean ofCalls = procedure.site() instanceof Site.SyscallEnter || procedure.site() instanceof Site.SyscallExit;
        return ofCalls
                        && procedure.guard() instanceof Expr.Binary(var op, Expr.Attribute(String nr, _), Expr.Int(long n))
                        && op == Expr.BinaryOp.EQ
                        && nr.equals("nr")
                ? kernel.syscalls()
                        .name(n)
                        .flatMap(kernel::syscall)
                        .map(Syscall::enterProbe)
                        .map(probe -> probe.substring(probe.lastIndexOf("sys_enter_") + "sys_enter_".length()))
                : Optional.empty();
    }

    private static Optional<Span> place(Procedure procedure) {
        return procedure.blocks().stream()
                .flatMap(block -> block.statements().stream())
                .map(Stmt::at)
                .findFirst();
    }

    /// A moment that is kept where something begins, and looked up where the same returns.
    private void sharedStarts(Module module) {
        Map<String, Set<String>> begun = new LinkedHashMap<>();
        Map<String, Stmt.MapUpdate> starts = new LinkedHashMap<>();
        for (Procedure procedure : module.procedures()) {
            for (Substance.Step step : Substance.of(procedure).steps()) {
                if (step.statement() instanceof Stmt.MapUpdate update && isStart(update, step.operands())) {
                    beginning(procedure).ifPresent(what -> {
                        begun.computeIfAbsent(update.map(), _ -> new LinkedHashSet<>())
                                .add(what);
                        starts.putIfAbsent(update.map(), update);
                    });
                }
            }
        }
        Set<String> told = new LinkedHashSet<>();
        for (Procedure procedure : module.procedures()) {
            ending(procedure)
                    .ifPresent(what -> procedure.blocks().stream()
                            .flatMap(block -> block.statements().stream())
                            .forEach(statement -> {
                                if (statement instanceof Stmt.MapGet(String map, _, _, _, _)
                                        && begun.getOrDefault(map, Set.of()).contains(what)
                                        && told.add(map)) {
                                    Optional.ofNullable(starts.get(map)).ifPresent(this::shared);
                                }
                            }));
        }
    }

    private void shared(Stmt.MapUpdate start) {
        found.add(new Risk(
                Severity.WARNING,
                "shared-start",
                "threads that are in it at once share one start in " + start.map()
                        + ", so that times come out too short or are lost",
                Optional.of(start.map() + "[tid]"),
                start.at()));
    }

    private static boolean isStart(Stmt.MapUpdate update, List<Expr> operands) {
        List<Expr> keys = operands.subList(0, update.keys().size());
        return operands.size() > keys.size()
                && operands.get(keys.size()) instanceof Expr.Attribute(String time, _)
                && time.equals("time")
                && keys.stream().allMatch(key -> key instanceof Expr.Attribute(String name, _) && SHARED.contains(name));
    }

    /// What begins: a system call by its name, a function, of the kernel or of a file.
    private Optional<String> beginning(Procedure procedure) {
        Site site = procedure.site();
        return site instanceof Site.SyscallEnter
                ? call(procedure).map(name -> "call " + name)
                : site instanceof Site.FunctionEntry(String function)
                        ? Optional.of(function)
                        : site instanceof Site.UserEntry(String path, String function)
                                ? Optional.of(path + ":" + function)
                                : Optional.empty();
    }

    private Optional<String> ending(Procedure procedure) {
        Site site = procedure.site();
        return site instanceof Site.SyscallExit
                ? call(procedure).map(name -> "call " + name)
                : site instanceof Site.FunctionReturn(String function)
                        ? Optional.of(function)
                        : site instanceof Site.UserReturn(String path, String function)
                                ? Optional.of(path + ":" + function)
                                : Optional.empty();
    }
}
