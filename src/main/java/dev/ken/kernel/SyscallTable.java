package dev.ken.kernel;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// System calls of one architecture, number by name. Source: the kernel's `arch/x86/entry/syscalls/syscall_64.tbl`.
public record SyscallTable(String architecture, SortedMap<String, Integer> numbers) {
    public SyscallTable {
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
    }

    public Optional<Integer> number(String name) {
        return Optional.ofNullable(numbers.get(name));
    }

    public Optional<String> name(long number) {
        return numbers.entrySet().stream()
                .filter(entry -> entry.getValue() == number)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
