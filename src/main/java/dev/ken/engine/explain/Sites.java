package dev.ken.engine.explain;

import dev.ken.ir.Expr;
import dev.ken.ir.Procedure;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// When handlers run, in English; several that are alike are told as one: "when the system calls open and openat
/// return".
final class Sites {
    /// So many names are told, and how many more there are.
    private static final int MOST_NAMES = 6;

    private final KernelModel kernel;

    Sites(KernelModel kernel) {
        this.kernel = kernel;
    }

    /// @param before the words before the name: `the system call`
    /// @param name   empty where there is none
    /// @param verb   behind the name: `start`
    private record Named(String before, String name, String verb) {
        Named(String whole) {
            this(whole, "", "");
        }
    }

    /// `when the system call read returns`
    String when(List<Procedure> procedures) {
        return text(procedures, false);
    }

    /// `the system call read started`, as behind "since"
    String past(List<Procedure> procedures) {
        return text(procedures, true).replaceFirst("^(when|at) ", "").replaceAll(", or (when|at) ", " or ");
    }

    private String text(List<Procedure> procedures, boolean past) {
        Map<Named, List<String>> kinds = new LinkedHashMap<>();
        for (Procedure procedure : procedures) {
            Named named = named(procedure);
            List<String> names =
                    kinds.computeIfAbsent(new Named(named.before(), "", named.verb()), _ -> new ArrayList<>());
            if (!names.contains(named.name())) {
                names.add(named.name());
            }
        }
        List<String> texts = new ArrayList<>();
        kinds.forEach((kind, names) -> texts.add(text(kind, names, past)));
        return String.join(", or ", texts);
    }

    private static String text(Named kind, List<String> names, boolean past) {
        if (kind.verb().isEmpty() && names.equals(List.of(""))) {
            return kind.before();
        }
        String before = names.size() == 1 || past ? kind.before() : kind.before() + "s";
        String verb = kind.verb().isEmpty() ? "" : " " + kind.verb() + (past ? "ed" : names.size() == 1 ? "s" : "");
        return before + " " + list(names, past ? " or " : " and ") + verb;
    }

    private static String list(List<String> names, String last) {
        if (names.size() == 1) {
            return names.getFirst();
        }
        return names.size() <= MOST_NAMES
                ? String.join(", ", names.subList(0, names.size() - 1)) + last + names.getLast()
                : String.join(", ", names.subList(0, MOST_NAMES)) + last + (names.size() - MOST_NAMES) + " more";
    }

    private Named named(Procedure procedure) {
        Optional<String> call = syscall(procedure.guard());
        return switch (procedure.site()) {
            case Site.SyscallEnter() ->
                call.map(name -> new Named("when the system call", name, "start"))
                        .orElse(new Named("when a call into the kernel starts"));
            case Site.SyscallExit() ->
                call.map(name -> new Named("when the system call", name, "return"))
                        .orElse(new Named("when a call into the kernel returns"));
            case Site.Tracepoint(var category, var name) -> new Named("at the tracepoint", category + ":" + name, "");
            case Site.FunctionEntry(var function) -> new Named("when the kernel function", function, "start");
            case Site.FunctionReturn(var function) -> new Named("when the kernel function", function, "return");
            case Site.UserEntry(var path, var function) ->
                new Named("when the function", function + " of " + path, "start");
            case Site.UserReturn(var path, var function) ->
                new Named("when the function", function + " of " + path, "return");
            case Site.Usdt(var path, var probe) -> new Named("at the probe", probe + " of " + path, "");
            case Site.Counter(var event, var period) -> new Named("every " + period + " " + event);
            case Site.Sample(var rate, var unit) ->
                new Named(
                        unit == Site.Rate.HERTZ
                                ? rate + " times a second on every CPU"
                                : "every " + rate + " ns on every CPU");
            case Site.Interval(var period) -> new Named("every " + time(period));
            case Site.Iterator(var object) -> new Named("for every " + object + " of the kernel");
            case Site.Watchpoint(var target, var lengthBytes, var mode) ->
                new Named("when one of the " + lengthBytes + " bytes at " + target + " is touched (" + mode + ")");
            case Site.Packet(var way) ->
                new Named(way.equals("in") ? "when a packet comes in" : "when a packet goes out");
            case Site.Self(var signal) -> new Named("when the tracer itself gets " + signal);
            case Site.Begin() -> new Named("at the start");
            case Site.End() -> new Named("at the end");
        };
    }

    /// Whether all that the guard says is which system call it is.
    boolean picksCall(Expr guard) {
        return syscall(guard).isPresent();
    }

    /// The name of the system call that a handler is for.
    Optional<String> syscall(Expr guard) {
        return guard instanceof Expr.Binary(Expr.BinaryOp op, Expr.Attribute(var name, _), Expr.Int(long number))
                        && op == Expr.BinaryOp.EQ
                        && name.equals("nr")
                ? kernel.syscalls().name(number)
                : Optional.empty();
    }

    private static String time(long nanos) {
        return nanos % 1_000_000_000L == 0 ? nanos / 1_000_000_000L + " s" : nanos / 1_000_000.0 + " ms";
    }
}
