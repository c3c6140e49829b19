package dev.ken.kernel;

import dev.ken.kernel.bpf.BpfHelper;
import dev.ken.kernel.bpf.BpfHelpers;
import dev.ken.kernel.bpf.BpfHook;
import dev.ken.kernel.bpf.BpfHooks;
import dev.ken.kernel.bpf.Kfunc;
import dev.ken.kernel.bpf.Release;
import dev.ken.kernel.btf.Btf;
import java.util.List;
import java.util.Optional;

/// An immutable snapshot of one kernel, of the running one or of one that was recorded; always passed explicitly. What
/// takes time is read when it is first asked for, and look-ups take constant time.
///
/// @param release      as `uname -r` prints it
/// @param architecture as `uname -m` prints it
public record KernelModel(
        String release,
        String architecture,
        Tracepoints tracepoints,
        SyscallTable syscalls,
        KernelTypes types,
        KernelFunctions functions,
        BlockDevices devices) {

    /// A kernel that tells nothing of its types and functions.
    public KernelModel(String release, Tracepoints tracepoints, SyscallTable syscalls) {
        this(
                release,
                syscalls.architecture(),
                tracepoints,
                syscalls,
                KernelTypes.none(),
                new KernelFunctions(KernelTypes.none(), Optional::empty),
                BlockDevices.allocated());
    }

    /// The kernel's own types. Takes 100 ms the first time.
    public Optional<Btf> btf() {
        return types.kernel();
    }

    /// Empty where the release has a form of its own.
    public Optional<Release> version() {
        return Release.of(release);
    }

    /// A system call with its arguments, by name (`openat`).
    public Optional<Syscall> syscall(String name) {
        return Syscall.of(name, this);
    }

    /// The helpers that this kernel has, in the order of their numbers.
    public List<BpfHelper> helpers() {
        return BpfHelpers.shipped().all().stream().filter(this::has).toList();
    }

    /// A helper of this kernel, with `bpf_` before its name or without.
    public Optional<BpfHelper> helper(String name) {
        return BpfHelpers.shipped().name(name).filter(this::has);
    }

    /// The types of BPF programs that this kernel has, in the order of their numbers.
    public List<BpfHook> hooks() {
        return BpfHooks.shipped().all().stream()
                .filter(hook ->
                        version().map(here -> hook.since().compareTo(here) <= 0).orElse(true))
                .toList();
    }

    /// The functions that BPF programs may call by name, sorted; none where the kernel does not tell its types.
    public List<Kfunc> kfuncs() {
        return functions.kfuncs().stream().map(Kfunc::of).toList();
    }

    /// One of them, in constant time.
    public Optional<Kfunc> kfunc(String name) {
        return functions.find(name).filter(KernelFunction::kfunc).map(Kfunc::of);
    }

    private boolean has(BpfHelper helper) {
        return version().map(here -> helper.since().compareTo(here) <= 0).orElse(true);
    }
}
