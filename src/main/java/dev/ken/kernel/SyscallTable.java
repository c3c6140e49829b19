package dev.ken.kernel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// System calls of one architecture: number by name and name by number, both in constant time. Source: the kernel's
/// `arch/x86/entry/syscalls/syscall_64.tbl` and `scripts/syscall.tbl`.
public final class SyscallTable {
    /// The tracepoints of a few system calls are named after the kernel's function, not after the call.
    private static final Map<String, String> FUNCTIONS = Map.of(
            "stat", "newstat",
            "lstat", "newlstat",
            "fstat", "newfstat",
            "uname", "newuname",
            "sendfile", "sendfile64",
            "umount2", "umount");

    private static final Map<String, String> CALLS = inverted(FUNCTIONS);

    private final String architecture;
    private final SortedMap<String, Integer> numbers;
    private final Map<Integer, String> names;

    public SyscallTable(String architecture, SortedMap<String, Integer> numbers) {
        this.architecture = architecture;
        this.numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
        Map<Integer, String> inverted = new LinkedHashMap<>();
        this.numbers.forEach((name, number) -> inverted.putIfAbsent(number, name));
        names = inverted;
    }

    private static Map<String, String> inverted(Map<String, String> map) {
        Map<String, String> inverted = new TreeMap<>();
        map.forEach((key, value) -> inverted.put(value, key));
        return inverted;
    }

    public String architecture() {
        return architecture;
    }

    public SortedMap<String, Integer> numbers() {
        return numbers;
    }

    public Optional<Integer> number(String name) {
        return Optional.ofNullable(numbers.get(name));
    }

    public Optional<String> name(long number) {
        return number == (int) number ? Optional.ofNullable(names.get((int) number)) : Optional.empty();
    }

    /// The call that `sys_enter_NAME` and `sys_exit_NAME` belong to.
    public static String ofTracepoint(String name) {
        return CALLS.getOrDefault(name, name);
    }

    /// What stands behind `sys_enter_` and `sys_exit_` in the tracepoints of a call.
    public static String tracepoint(String call) {
        return FUNCTIONS.getOrDefault(call, call);
    }
}
