package dev.ken.kernel.bpf;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/// A function that BPF programs call by number.
///
/// `programs` may call it in release 6.12, `later` are those that may besides in 6.18. `gplOnly`: only programs under a
/// licence compatible with the GPL; `sleeps`: only programs that may sleep. The name has no `bpf_` before it.
public record BpfHelper(
        int number,
        String name,
        Release since,
        Prototype prototype,
        List<Argument> arguments,
        String result,
        boolean gplOnly,
        boolean sleeps,
        SortedSet<String> programs,
        SortedSet<String> later,
        List<Citation> sources) {
    /// What is asked of one parameter. `flags` as the kernel names them (`MEM_RDONLY`, `PTR_MAYBE_NULL`), `bytes` where
    /// the size of the memory is fixed, `others` what programs of the named types have to give instead.
    public record Argument(
            String name, ArgumentKind kind, SortedSet<String> flags, OptionalInt bytes, List<Other> others) {
        static final String MAYBE_NULL = "PTR_MAYBE_NULL";

        public Argument {
            flags = Collections.unmodifiableSortedSet(new TreeSet<>(flags));
            others = List.copyOf(others);
        }

        public boolean nullAllowed() {
            return flags.contains(MAYBE_NULL);
        }
    }

    /// The demand on a parameter in programs of some types.
    public record Other(SortedSet<String> programs, Argument argument) {
        public Other {
            programs = Collections.unmodifiableSortedSet(new TreeSet<>(programs));
        }
    }

    public BpfHelper {
        arguments = List.copyOf(arguments);
        programs = Collections.unmodifiableSortedSet(new TreeSet<>(programs));
        later = Collections.unmodifiableSortedSet(new TreeSet<>(later));
        sources = List.copyOf(sources);
    }

    /// `bpf_map_lookup_elem`.
    public String fullName() {
        return prototype.name();
    }

    /// `BPF_FUNC_map_lookup_elem`.
    public String constant() {
        return "BPF_FUNC_" + name;
    }

    /// Whether a program of `type` may call it on a kernel of `release`. Between 6.12 and 6.18 the answer is that of
    /// 6.12.
    public boolean callableBy(String type, Release release) {
        boolean exists = since.compareTo(release) <= 0;
        return exists
                && (programs.contains(type) || (later.contains(type) && release.compareTo(BpfHelpers.LATER) >= 0));
    }

    /// What a program of `type` has to give for a parameter.
    public Optional<Argument> argument(String parameter, String type) {
        return arguments.stream()
                .filter(a -> a.name().equals(parameter))
                .findFirst()
                .map(a -> a.others().stream()
                        .filter(other -> other.programs().contains(type))
                        .map(Other::argument)
                        .findFirst()
                        .orElse(a));
    }
}
