package dev.ken.kernel;

import java.util.List;
import java.util.Optional;

/// A system call of one kernel.
///
/// @param number    in the registers at its entry
/// @param arguments in their order; empty also where nobody tells them
/// @param told      who told the arguments
/// @param enter     whether there is a tracepoint `syscalls:sys_enter_…` of it, and so one at its exit
public record Syscall(String name, int number, List<Argument> arguments, Told told, boolean enter) {
    private static final String CATEGORY = "syscalls";
    private static final String ENTER = "sys_enter_";
    private static final String NUMBER = "__syscall_nr";

    /// `cType` as the kernel writes it: `const char *`.
    public record Argument(String name, String cType, FieldType type) {}

    /// Who told the arguments of a call.
    public enum Told {
        /// The kernel: the format of its tracepoint, or its BTF.
        KERNEL,
        /// Another kernel, which is shipped. The arguments of a call never change.
        OTHER,
        NOBODY
    }

    public Syscall {
        arguments = List.copyOf(arguments);
    }

    static Optional<Syscall> of(String name, KernelModel kernel) {
        String event = ENTER + SyscallTable.tracepoint(name);
        return kernel.syscalls().number(name).map(number -> {
            Optional<TracepointFormat> own = kernel.tracepoints().find(CATEGORY, event);
            Optional<TracepointFormat> other =
                    own.isPresent() ? own : Snapshots.recordedTracepoints().find(CATEGORY, event);
            Told told = own.isPresent() ? Told.KERNEL : other.isPresent() ? Told.OTHER : Told.NOBODY;
            return new Syscall(name, number, other.map(Syscall::arguments).orElse(List.of()), told, own.isPresent());
        });
    }

    private static List<Argument> arguments(TracepointFormat format) {
        return format.fields().stream()
                .filter(field -> !field.name().equals(NUMBER))
                .map(field -> new Argument(field.name(), field.cType(), field.type()))
                .toList();
    }

    /// `tracepoint:syscalls:sys_enter_newstat` of `stat`.
    public String enterProbe() {
        return "tracepoint:" + CATEGORY + ":" + ENTER + SyscallTable.tracepoint(name);
    }

    public String exitProbe() {
        return "tracepoint:" + CATEGORY + ":sys_exit_" + SyscallTable.tracepoint(name);
    }
}
