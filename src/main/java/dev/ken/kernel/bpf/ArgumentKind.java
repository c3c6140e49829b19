package dev.ken.kernel.bpf;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the kernel's verifier demands of an argument; the constants of the kernel's `enum bpf_arg_type` that
/// helpers use, without `ARG_`. That null may be passed is a flag here, also where the kernel spells it in the
/// name.
public enum ArgumentKind {
    ANYTHING("any value"),
    SCALAR("a number, no pointer"),
    CONST_MAP_PTR("a map"),
    PTR_TO_MAP_KEY("memory that holds a key of the map"),
    PTR_TO_MAP_VALUE("memory that holds a value of the map"),
    PTR_TO_MEM("memory of the size that the next argument says"),
    PTR_TO_UNINIT_MEM("memory of the size that the next argument says, which the call fills"),
    PTR_TO_FIXED_SIZE_MEM("memory of a fixed size"),
    CONST_SIZE("the size of the memory before it, above zero"),
    CONST_SIZE_OR_ZERO("the size of the memory before it, zero allowed"),
    CONST_ALLOC_SIZE_OR_ZERO("a constant size"),
    PTR_TO_CTX("the context of the program"),
    PTR_TO_SPIN_LOCK("a lock in a map's value"),
    PTR_TO_TIMER("a timer in a map's value"),
    PTR_TO_RINGBUF_MEM("a record that was reserved in a ring buffer"),
    PTR_TO_DYNPTR("a dynptr on the stack"),
    PTR_TO_STACK("a place on the stack of the program"),
    PTR_TO_FUNC("a function of the program"),
    PTR_TO_CONST_STR("a text that ends with NUL in read-only memory"),
    PTR_TO_SOCK_COMMON("a socket of any state"),
    PTR_TO_SOCKET("a full socket"),
    PTR_TO_BTF_ID("an object of the kernel, of a type that BTF knows"),
    PTR_TO_BTF_ID_SOCK_COMMON("a socket, as the kernel's object or as BPF sees it"),
    PTR_TO_PERCPU_BTF_ID("a per-CPU variable of the kernel"),
    KPTR_XCHG_DEST("a place that keeps a pointer to an object of the kernel");

    private static final String PREFIX = "ARG_";
    private static final Map<String, ArgumentKind> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(ArgumentKind::kernelName, Function.identity()));

    private final String says;

    ArgumentKind(String says) {
        this.says = says;
    }

    /// `ARG_PTR_TO_MAP_KEY`.
    public String kernelName() {
        return PREFIX + name();
    }

    /// In English.
    public String says() {
        return says;
    }

    public static Optional<ArgumentKind> of(String kernelName) {
        return Optional.ofNullable(BY_NAME.get(kernelName));
    }
}
