package dev.ken.kernel;

import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What a kernel and its modules say of their own types and functions, read from their BTF when somebody first asks:
/// 100 ms, which a start that needs no types does without. Whoever asks may meet
/// [dev.ken.kernel.btf.MalformedBtf].
public final class KernelTypes {
    /// The name of the kernel's own BTF, as in `/sys/kernel/btf`.
    public static final String KERNEL = "vmlinux";

    private static final Map<Kind, String> NAMED = new EnumMap<>(Map.of(
            Kind.STRUCT, "struct ", Kind.UNION, "union ", Kind.ENUM, "enum ", Kind.ENUM64, "enum ", Kind.TYPEDEF, ""));

    private final Supplier<Optional<byte[]>> bytes;
    private final Lazy<Optional<Btf>> kernel;
    private final SortedMap<String, Lazy<Btf>> modules = new TreeMap<>();

    /// Bytes are asked for once, when they are needed; no bytes where there is no BTF.
    public KernelTypes(Supplier<Optional<byte[]>> kernel, Map<String, Supplier<byte[]>> modules) {
        this.bytes = kernel;
        this.kernel = new Lazy<>(() -> kernel.get().map(Btf::parse));
        modules.forEach((name, bytes) -> this.modules.put(name, new Lazy<>(() -> split(bytes.get()))));
    }

    /// Of a kernel that tells nothing.
    public static KernelTypes none() {
        return new KernelTypes(Optional::empty, Map.of());
    }

    private Btf split(byte[] bytes) {
        return kernel.get().map(base -> Btf.parseSplit(base, bytes)).orElseGet(() -> Btf.parse(bytes));
    }

    public Optional<Btf> kernel() {
        return kernel.get();
    }

    /// Begins to read the kernel's own types on another thread.
    public void ahead() {
        kernel.ahead();
    }

    /// The same as bytes, read anew.
    public Optional<byte[]> kernelBytes() {
        return bytes.get();
    }

    /// Names of the modules that have BTF, sorted.
    public List<String> modules() {
        return List.copyOf(modules.keySet());
    }

    /// The BTF of a module, which finds the types of the kernel too.
    public Optional<Btf> module(String name) {
        return Optional.ofNullable(modules.get(name)).map(Lazy::get);
    }

    /// The kernel first, then the modules by name.
    public List<Source> sources() {
        List<Source> all = new ArrayList<>();
        kernel().ifPresent(btf -> all.add(new Source(KERNEL, btf)));
        modules.forEach((name, btf) -> all.add(new Source(name, btf.get())));
        return List.copyOf(all);
    }

    /// Structures, unions, enumerations and typedefs whose spelling is closest to `type`, as C writes them, the closest
    /// first. `type` is a name, perhaps with `struct` or the like before it: then only such types are meant.
    public List<String> nearest(String type, int limit) {
        int space = type.lastIndexOf(' ');
        String word = space < 0 ? "" : type.substring(0, space).strip();
        String wanted = type.substring(space + 1);
        SortedMap<String, String> written = new TreeMap<>();
        for (Source source : sources()) {
            NAMED.forEach((kind, prefix) -> {
                if (word.isEmpty() || prefix.strip().equals(word)) {
                    source.btf().ownNames(kind).forEach(name -> written.putIfAbsent(name, prefix + name));
                }
            });
        }
        return Spelling.nearest(wanted, written.keySet().stream(), limit).stream()
                .map(written::get)
                .toList();
    }

    /// BTF of the kernel (`vmlinux`) or of a module.
    public record Source(String name, Btf btf) {}
}
