package dev.ken.kernel;

import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.Kind;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// The functions of a kernel and its modules. Nothing is read before somebody asks; then a look-up takes constant
/// time. Names that several static functions share stand for the first of them.
public final class KernelFunctions {
    private static final String KFUNC = "bpf_kfunc";

    private final KernelTypes types;
    private final Lazy<Optional<Set<String>>> traceable;
    private final Lazy<Optional<Known>> kernel;
    private final Lazy<List<Known>> sources;
    private final Lazy<List<String>> names;

    /// BTF of which the kfuncs are known, by id.
    private record Known(String module, Btf btf, BitSet kfuncs) {}

    /// `traceable`: all functions that a probe can stand on, where the kernel tells; asked for once.
    public KernelFunctions(KernelTypes types, Supplier<Optional<Set<String>>> traceable) {
        this.types = types;
        this.traceable = new Lazy<>(traceable);
        kernel = new Lazy<>(() -> types.kernel().map(btf -> known(new KernelTypes.Source(KernelTypes.KERNEL, btf))));
        sources = new Lazy<>(
                () -> types.sources().stream().map(KernelFunctions::known).toList());
        names = new Lazy<>(this::allNames);
    }

    private static Known known(KernelTypes.Source source) {
        return new Known(source.name(), source.btf(), source.btf().tagged(KFUNC));
    }

    /// Empty where the kernel has no such function, or does not tell what its functions look like. The BTF of modules
    /// is read only for functions that the kernel itself does not have.
    public Optional<KernelFunction> find(String name) {
        Optional<KernelFunction> own = kernel.get().flatMap(source -> find(source, name));
        if (own.isPresent() || types.modules().isEmpty()) {
            return own;
        }
        return sources.get().stream()
                .flatMap(source -> find(source, name).stream())
                .findFirst();
    }

    private Optional<KernelFunction> find(Known source, String name) {
        return source.btf().findOwn(Kind.FUNC, name).map(id -> function(source, id, name));
    }

    private KernelFunction function(Known source, int id, String name) {
        return new KernelFunction(
                name,
                source.module(),
                source.btf(),
                id,
                traceable(name),
                source.kfuncs().get(id));
    }

    /// Of any function, also of one that BTF does not describe.
    public Traceable traceable(String name) {
        return traceable
                .get()
                .map(all -> all.contains(name) ? Traceable.YES : Traceable.NO)
                .orElse(Traceable.UNKNOWN);
    }

    /// Whether the kernel told on which functions probes can stand.
    public boolean traceableKnown() {
        return traceable.get().isPresent();
    }

    /// The names of all functions that BTF describes, sorted, each once.
    public List<String> names() {
        return names.get();
    }

    /// The functions that BPF programs may call by name, sorted.
    public List<KernelFunction> kfuncs() {
        return sources.get().stream()
                .flatMap(source -> source.kfuncs().stream()
                        .filter(id -> source.btf().kind(id) == Kind.FUNC)
                        .mapToObj(id -> function(source, id, source.btf().name(id))))
                .sorted(java.util.Comparator.comparing(KernelFunction::name).thenComparing(KernelFunction::module))
                .toList();
    }

    /// Functions whose spelling is closest, the closest first.
    public List<String> nearest(String wanted, int limit) {
        return Spelling.nearest(wanted, names().stream(), limit);
    }

    private List<String> allNames() {
        Set<String> all = new TreeSet<>();
        for (Known source : sources.get()) {
            all.addAll(source.btf().ownNames(Kind.FUNC));
        }
        return List.copyOf(all);
    }
}
