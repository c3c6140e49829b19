package dev.ken.kernel;

import java.util.Optional;

/// A place where a kernel or a process can be watched: the letters of the event sequences that the judge reasons about.
/// Several probe points may lie on one site (`tracepoint:syscalls:sys_enter_read` and
/// `tracepoint:raw_syscalls:sys_enter`
/// both lie on [SyscallEnter]), and then they see the same occurrence with the same attributes.
public sealed interface Site {
    /// The entry of any system call. Attributes: `nr`, `arg0` … `arg5`.
    record SyscallEnter() implements Site {}

    /// The return of any system call. Attributes: `nr`, `ret`.
    record SyscallExit() implements Site {}

    /// Any other tracepoint (also seen through raw tracepoints). Attributes: the fields of its format.
    record Tracepoint(String category, String name) implements Site {}

    /// The entry of a kernel function (kprobe, fentry). Attributes: `arg0` … `arg9`.
    record FunctionEntry(String function) implements Site {}

    /// The return of a kernel function (kretprobe, fexit). Attributes: `retval`, and `arg0` … for fexit.
    record FunctionReturn(String function) implements Site {}

    /// The entry of a user-space function. Attributes: `arg0` … `arg9`.
    record UserEntry(String path, String function) implements Site {}

    /// The return of a user-space function. Attributes: `retval`.
    record UserReturn(String path, String function) implements Site {}

    /// A statically defined user-space probe. Attributes: `arg0` … `arg9`.
    record Usdt(String path, String probe) implements Site {}

    /// One object that an iterator of the kernel (`bpf_iter__task`) goes over. Attributes: `ctx.` and the members of
    /// its context.
    record Iterator(String object) implements Site {}

    /// Memory that is read, written or executed, as `mode` says: at an address, or at an argument of a function
    /// (`function+arg0`).
    record Watchpoint(String target, int lengthBytes, String mode) implements Site {}

    /// A packet is asked about: `in` as it comes from a network interface, `out` as it goes to one. Attributes: `len`,
    /// its bytes from the Ethernet header on, `p0`, `p1`, … each of them (numbers below 256), `ifindex`.
    record Packet(String way) implements Site {}

    /// The observer itself gets a signal.
    record Self(String signal) implements Site {}

    /// A software or hardware event counter that fires every `period` occurrences.
    record Counter(String event, long period) implements Site {}

    /// The per-CPU sampling timer, `rate` times per second where `perSecond`, else every `rate` nanoseconds.
    record Sample(long rate, Rate unit) implements Site {}

    /// A timer that fires once per period on one CPU.
    record Interval(long periodNanos) implements Site {}

    /// The start of the program, before any other occurrence.
    record Begin() implements Site {}

    /// The end of the program, after every other occurrence.
    record End() implements Site {}

    /// How [Sample#rate] counts.
    enum Rate {
        HERTZ,
        NANOSECONDS
    }

    /// The site of this [#text]; empty where it is none.
    static Optional<Site> parse(String text) {
        if (text.startsWith("watchpoint:")) {
            return watchpoint(text.split(":"));
        }
        String[] words = text.split(":", 3);
        String second = words.length > 1 ? words[1] : "";
        String third = words.length > 2 ? words[2] : "";
        return switch (words.length + " " + words[0]) {
            case "1 syscall.enter" -> Optional.of(new SyscallEnter());
            case "1 syscall.exit" -> Optional.of(new SyscallExit());
            case "1 begin" -> Optional.of(new Begin());
            case "1 end" -> Optional.of(new End());
            case "3 tracepoint" -> Optional.of(new Tracepoint(second, third));
            case "2 function.entry" -> Optional.of(new FunctionEntry(second));
            case "2 function.return" -> Optional.of(new FunctionReturn(second));
            case "3 user.entry" -> Optional.of(new UserEntry(second, third));
            case "3 user.return" -> Optional.of(new UserReturn(second, third));
            case "3 usdt" -> Optional.of(new Usdt(second, third));
            case "3 counter" -> count(third).map(period -> new Counter(second, period));
            case "2 iterator" -> Optional.of(new Iterator(second));
            case "2 packet" -> Optional.of(new Packet(second));
            case "2 self" -> Optional.of(new Self(second));
            case "3 sample" ->
                count(third)
                        .filter(_ -> second.equals("hz") || second.equals("ns"))
                        .map(rate -> new Sample(rate, second.equals("hz") ? Rate.HERTZ : Rate.NANOSECONDS));
            case "2 interval" ->
                second.endsWith("ns")
                        ? count(second.substring(0, second.length() - 2)).map(Interval::new)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Site> watchpoint(String[] words) {
        return words.length == 4 && words[2].matches("\\d{1,3}")
                ? Optional.of(new Watchpoint(words[1], Integer.parseInt(words[2]), words[3]))
                : Optional.empty();
    }

    private static Optional<Long> count(String digits) {
        return digits.matches("\\d{1,18}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }

    /// A short unique name, used in IR text, in counterexamples and as a sort key.
    default String text() {
        return switch (this) {
            case SyscallEnter() -> "syscall.enter";
            case SyscallExit() -> "syscall.exit";
            case Tracepoint(var category, var name) -> "tracepoint:" + category + ":" + name;
            case FunctionEntry(var function) -> "function.entry:" + function;
            case FunctionReturn(var function) -> "function.return:" + function;
            case UserEntry(var path, var function) -> "user.entry:" + path + ":" + function;
            case UserReturn(var path, var function) -> "user.return:" + path + ":" + function;
            case Usdt(var path, var probe) -> "usdt:" + path + ":" + probe;
            case Iterator(var object) -> "iterator:" + object;
            case Watchpoint(var target, var lengthBytes, var mode) ->
                "watchpoint:" + target + ":" + lengthBytes + ":" + mode;
            case Packet(var way) -> "packet:" + way;
            case Self(var signal) -> "self:" + signal;
            case Counter(var event, var period) -> "counter:" + event + ":" + period;
            case Sample(var rate, var unit) -> "sample:" + (unit == Rate.HERTZ ? "hz:" : "ns:") + rate;
            case Interval(var periodNanos) -> "interval:" + periodNanos + "ns";
            case Begin() -> "begin";
            case End() -> "end";
        };
    }
}
