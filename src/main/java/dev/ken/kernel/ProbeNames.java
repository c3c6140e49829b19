package dev.ken.kernel;

import java.util.Optional;
import java.util.OptionalLong;

/// From a site back to a probe in bpftrace's words that lies on it; [Probes] goes the other way.
public final class ProbeNames {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private ProbeNames() {}

    /// @param call the number of the system call that the probe is restricted to; empty: all
    public static String of(Site site, OptionalLong call, KernelModel kernel) {
        return switch (site) {
            case Site.SyscallEnter() -> call("enter", call, kernel);
            case Site.SyscallExit() -> call("exit", call, kernel);
            case Site.FunctionEntry(var function) -> "kprobe:" + function;
            case Site.FunctionReturn(var function) -> "kretprobe:" + function;
            case Site.UserEntry(var path, var function) -> "uprobe:" + path + ":" + function;
            case Site.UserReturn(var path, var function) -> "uretprobe:" + path + ":" + function;
            case Site.Iterator(var object) -> "iter:" + object;
            case Site.Packet(var way) -> way.equals("in") ? "xdp" : "tcx/egress";
            case Site.Self(var signal) -> "self:signal:" + signal;
            case Site.Counter(var event, var period) -> "software:" + event + ":" + period;
            case Site.Sample(var rate, var unit) ->
                "profile:" + (unit == Site.Rate.HERTZ ? "hz:" + rate : period(rate));
            case Site.Interval(var nanos) -> "interval:" + period(nanos);
            case Site.Begin() -> "BEGIN";
            case Site.End() -> "END";
            case Site.Tracepoint _, Site.Usdt _, Site.Watchpoint _ -> site.text();
        };
    }

    private static String call(String side, OptionalLong number, KernelModel kernel) {
        Optional<String> name = number.stream()
                .mapToObj(nr -> kernel.syscalls().name(nr))
                .flatMap(Optional::stream)
                .findFirst();
        return name.map(call -> "tracepoint:syscalls:sys_" + side + "_" + SyscallTable.tracepoint(call))
                .orElse("tracepoint:raw_syscalls:sys_" + side);
    }

    private static String period(long nanos) {
        if (nanos % NANOS_PER_SECOND == 0) {
            return "s:" + nanos / NANOS_PER_SECOND;
        }
        if (nanos % NANOS_PER_MILLI == 0) {
            return "ms:" + nanos / NANOS_PER_MILLI;
        }
        return nanos % NANOS_PER_MICRO == 0 ? "us:" + nanos / NANOS_PER_MICRO : "ns:" + nanos;
    }
}
