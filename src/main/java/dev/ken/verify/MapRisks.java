package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import dev.ken.source.Span;
import dev.ken.verify.Risk.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Maps that fill up, keep what is over, lose updates between CPUs, or are shown though they are the program's own.
final class MapRisks {
    private static final String FULL = "a map holds 4,096 entries (BPFTRACE_MAP_KEYS_MAX), and later keys are lost";

    /// How many keys there may be of a kind.
    private enum Many {
        FEW,
        SOME,
        EVER_MORE
    }

    private final Module module;
    private final boolean bpftrace;
    private final Set<String> scratch;
    private final Magnitudes magnitudes;
    private final Set<String> lost = new LinkedHashSet<>();
    private final Set<String> emptied = new LinkedHashSet<>();
    private final Set<String> clearedAtEnd = new LinkedHashSet<>();
    private final Map<String, Many> many = new LinkedHashMap<>();
    private final Map<String, Span> places = new LinkedHashMap<>();
    private final List<Risk> found = new ArrayList<>();

    private MapRisks(Module module, KernelModel kernel, boolean bpftrace) {
        this.module = module;
        this.bpftrace = bpftrace;
        this.scratch = Scratch.of(module);
        this.magnitudes = new Magnitudes(module, kernel);
    }

    static List<Risk> of(Module module, KernelModel kernel, boolean bpftrace) {
        MapRisks risks = new MapRisks(module, kernel, bpftrace);
        module.procedures().forEach(risks::look);
        module.maps().forEach(risks::told);
        return risks.found;
    }

    private void look(Procedure procedure) {
        boolean end = procedure.site() instanceof Site.End;
        for (Substance.Step step : Substance.of(procedure).steps()) {
            switch (step.statement()) {
                case Stmt.MapUpdate update -> update(update, step.operands(), procedure.site());
                case Stmt.MapDelete(String map, var _, var _) -> emptied.add(map);
                case Stmt.MapClear(String map, var _) -> (end ? clearedAtEnd : emptied).add(map);
                case Stmt.Assign _, Stmt.MapGet _, Stmt.MapZero _, Stmt.WalkStart _, Stmt.WalkNext _ -> {}
                case Stmt.Emit _,
                        Stmt.Decide _,
                        Stmt.PrintMap _,
                        Stmt.Exit _,
                        Stmt.Assume _,
                        Stmt.Check _,
                        Stmt.Havoc _ -> {}
            }
        }
    }

    private void update(Stmt.MapUpdate update, List<Expr> operands, Site site) {
        List<Expr> keys = operands.subList(0, update.keys().size());
        Many most =
                keys.stream().map(key -> many(key, site)).max(Enum::compareTo).orElse(Many.FEW);
        many.merge(update.map(), most, (a, b) -> a.compareTo(b) > 0 ? a : b);
        places.putIfAbsent(update.map(), update.at());
        boolean again = operands.size() > keys.size() && again(operands.get(keys.size()), update.map(), keys);
        if (bpftrace && again && isShared(keys) && fires(site) && lost.add(update.map())) {
            found.add(new Risk(
                    Severity.WARNING,
                    "lost-update",
                    "of two CPUs that change " + update.map() + " at once one is lost",
                    Optional.of(update.map() + (keys.isEmpty() ? "" : "[…]") + " = count() or sum()"),
                    update.at()));
        }
    }

    /// Whether an entry is made of what it was.
    private static boolean again(Expr value, String map, List<Expr> keys) {
        return value instanceof Expr.Binary(var op, var left, var _)
                && (op == Expr.BinaryOp.ADD || op == Expr.BinaryOp.SUB)
                && left instanceof Expr.Apply(String function, var at, var _)
                && function.equals(Substance.READ + map)
                && at.equals(keys);
    }

    /// Whether two CPUs may come to the same entry at once: not where its thread or CPU is in the key.
    private static boolean isShared(List<Expr> keys) {
        return keys.stream()
                .noneMatch(key -> key instanceof Expr.Attribute(String name, var _)
                        && (name.equals("tid") || name.equals("cpu")));
    }

    /// Whether it may happen on several CPUs at once.
    private static boolean fires(Site site) {
        return switch (site) {
            case Site.Interval _, Site.Begin(), Site.End(), Site.Self _, Site.Iterator _ -> false;
            case Site.Packet _ -> true;
            case Site.SyscallEnter(), Site.SyscallExit(), Site.Tracepoint _, Site.FunctionEntry _ -> true;
            case Site.FunctionReturn _, Site.UserEntry _, Site.UserReturn _, Site.Usdt _ -> true;
            case Site.Counter _, Site.Sample _, Site.Watchpoint _ -> true;
        };
    }

    private Many many(Expr key, Site site) {
        return switch (key) {
            case Expr.Bool _, Expr.Int _, Expr.Text _, Expr.TextTest _ -> Many.FEW;
            case Expr.Attribute(String name, var type) -> attribute(name, type, key, site);
            case Expr.UserText _ -> Many.EVER_MORE;
            case Expr.Apply(String function, var _, var _) when function.equals("ksym") -> Many.SOME;
            case Expr.Apply(String function, var arguments, var type) ->
                type instanceof Type.Opaque || function.startsWith("k") || function.startsWith("u")
                        ? Many.EVER_MORE
                        : function.startsWith(Substance.READ) ? Many.SOME : all(arguments, site);
            case Expr.Binary(var op, var left, var right) ->
                switch (op) {
                    case EQ, NE, ULT, ULE, SLT, SLE, AND, OR -> Many.FEW;
                    case BIT_AND, UREM, SREM, UDIV, SDIV, LSHR, ASHR ->
                        right instanceof Expr.Int && magnitudes.bits(key, site) <= 12 ? Many.FEW : many(left, site);
                    case ADD, SUB, MUL, BIT_OR, BIT_XOR, SHL -> all(List.of(left, right), site);
                };
            case Expr.Choose(var _, var yes, var no) -> all(List.of(yes, no), site);
            case Expr.Unary _, Expr.Narrow _, Expr.Resize _, Expr.Pack _, Expr.Part _ -> all(Alphabet.parts(key), site);
            case Expr.Local(String _, var type) -> type instanceof Type.Opaque ? Many.EVER_MORE : Many.SOME;
        };
    }

    private Many all(List<Expr> parts, Site site) {
        return parts.stream().map(part -> many(part, site)).max(Enum::compareTo).orElse(Many.FEW);
    }

    private Many attribute(String name, Type type, Expr key, Site site) {
        return switch (name) {
            case "cpu", "nr", "uid", "gid", "ret" -> Many.FEW;
            case "time", "kstack", "ustack" -> Many.EVER_MORE;
            case "pid", "tid", "comm", "cgroup" -> Many.SOME;
            default ->
                type instanceof Type.Opaque || magnitudes.bits(key, site) > Integer.SIZE ? Many.EVER_MORE : Many.SOME;
        };
    }

    private void told(MapDecl map) {
        boolean own = map.kind() == MapDecl.Kind.SCALAR && scratch.contains(map.name());
        Many most = many.getOrDefault(map.name(), Many.FEW);
        Span at = places.getOrDefault(map.name(), Span.NONE);
        if (!map.keys().isEmpty() && most != Many.FEW && !emptied.contains(map.name())) {
            if (own) {
                found.add(new Risk(
                        bpftrace ? Severity.WARNING : Severity.NOTE,
                        "never-deleted",
                        "what is remembered in " + map.name() + " is never forgotten: it is found again by what has"
                                + " nothing to do with it, and the map fills up",
                        Optional.of(
                                bpftrace
                                        ? "delete(" + map.name() + "[…]) once it was used"
                                        : "delete entries once they were used"),
                        at));
            } else if (bpftrace) {
                found.add(new Risk(
                        most == Many.EVER_MORE ? Severity.WARNING : Severity.NOTE,
                        "map-full",
                        map.name() + " gets a new entry for every new key; " + FULL,
                        Optional.empty(),
                        at));
            }
        }
        boolean printed = module.procedures().stream()
                .flatMap(procedure -> procedure.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .anyMatch(statement ->
                        statement instanceof Stmt.PrintMap print && print.map().equals(map.name()));
        if (bpftrace && own && !printed && !clearedAtEnd.contains(map.name())) {
            found.add(new Risk(
                    Severity.NOTE,
                    "left-over",
                    "what is left in " + map.name() + " is shown at the end too",
                    Optional.of("END { clear(" + map.name() + "); }"),
                    at));
        }
    }
}
