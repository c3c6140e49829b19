package dev.ken.engine;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import dev.ken.runtime.KernelRates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// An estimate of what running a program costs: how often its events happen now, times the length of its
/// longest path. The time of one step is assumed, not measured. Timers of the program, and its start and end,
/// are left out.
///
/// @param nanosPerEvent the dearest probe, in ns of one CPU
/// @param eventsPerSecond of all probes whose rate is known
/// @param unknown sites whose rate cannot be told without attaching
/// @param percentOfOneCpu of the known rates; empty where none is known
public record Cost(
        long nanosPerEvent, OptionalDouble eventsPerSecond, List<String> unknown, OptionalDouble percentOfOneCpu) {
    /// A tracepoint that fires into an empty program, on a machine of these years.
    private static final long FIRING_NANOS = 200;
    private static final long STATEMENT_NANOS = 20;
    private static final long MAP_NANOS = 80;
    private static final long TEXT_NANOS = 300;
    private static final long OUTPUT_NANOS = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;

    public Cost {
        unknown = List.copyOf(unknown);
    }

    /// The estimate for `module` at the rates that hold now.
    public static Cost of(Module module, KernelRates rates) {
        long dearest = 0;
        double events = 0;
        double nanos = 0;
        boolean known = false;
        List<String> unknown = new ArrayList<>();
        for (Procedure procedure : module.procedures()) {
            if (procedure.site() instanceof Site.Interval
                    || procedure.site() instanceof Site.Begin
                    || procedure.site() instanceof Site.End) {
                continue;
            }
            long path = FIRING_NANOS
                    + procedure.blocks().stream().mapToLong(Cost::nanos).sum();
            Optional<Double> rate = rate(procedure.site(), rates);
            if (rate.isPresent()) {
                known = true;
                events += rate.get();
                nanos += rate.get() * path;
            } else if (!unknown.contains(procedure.site().text())) {
                unknown.add(procedure.site().text());
            }
            dearest = Math.max(dearest, path);
        }
        return new Cost(
                dearest,
                known ? OptionalDouble.of(events) : OptionalDouble.empty(),
                unknown,
                known ? OptionalDouble.of(100 * nanos / NANOS_PER_SECOND) : OptionalDouble.empty());
    }

    private static long nanos(Block block) {
        return block.statements().stream().mapToLong(Cost::nanos).sum();
    }

    private static long nanos(Stmt statement) {
        return switch (statement) {
            case Stmt.Assign(var _, var value, var _) -> value instanceof Expr.UserText ? TEXT_NANOS : STATEMENT_NANOS;
            case Stmt.MapGet _, Stmt.MapUpdate _, Stmt.MapDelete _, Stmt.WalkStart _, Stmt.WalkNext _ -> MAP_NANOS;
            case Stmt.Emit(var _, var values, var _, var _) ->
                OUTPUT_NANOS
                        + TEXT_NANOS
                                * values.stream()
                                        .filter(Expr.UserText.class::isInstance)
                                        .count();
            case Stmt.MapClear _, Stmt.MapZero _, Stmt.PrintMap _, Stmt.Exit _ -> OUTPUT_NANOS;
            case Stmt.Decide _ -> 0;
            case Stmt.Assume _, Stmt.Check _, Stmt.Havoc _ -> STATEMENT_NANOS;
        };
    }

    /// Whether measuring rates would tell anything of `module`.
    public static boolean measurable(Module module) {
        return module.procedures().stream()
                .anyMatch(procedure ->
                        procedure.site() instanceof Site.Tracepoint || procedure.site() instanceof Site.Counter);
    }

    private static Optional<Double> rate(Site site, KernelRates rates) {
        return switch (site) {
            case Site.Tracepoint(var category, var name) -> rates.tracepoint(category, name);
            case Site.Counter(var event, var period) -> rates.counter(event).map(rate -> rate / period);
            case Site.Sample(var rate, var unit) ->
                Optional.of(rates.cpus() * (unit == Site.Rate.HERTZ ? rate : NANOS_PER_SECOND / rate));
            case Site.Interval _,
                    Site.Begin(),
                    Site.End(),
                    Site.SyscallEnter(),
                    Site.SyscallExit(),
                    Site.FunctionEntry _,
                    Site.FunctionReturn _,
                    Site.UserEntry _,
                    Site.UserReturn _,
                    Site.Iterator _,
                    Site.Watchpoint _,
                    Site.Packet _,
                    Site.Self _,
                    Site.Usdt _ -> Optional.empty();
        };
    }
}
