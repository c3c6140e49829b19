package dev.ken.contract.known;

import dev.ken.contract.clause.Contract;
import dev.ken.contract.clause.Contract.Kind;
import dev.ken.contract.clause.Contract.Subject;
import dev.ken.contract.clause.ContractLibrary;
import dev.ken.contract.clause.Prototypes;
import dev.ken.contract.clause.Signature;
import dev.ken.contract.known.Known.Provenance;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.bpf.BpfHelpers;
import dev.ken.kernel.catalog.PointFacts;
import dev.ken.kernel.catalog.ProbePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All contracts of helpers, functions, system calls and probes of one kernel, made when they are asked for.
public final class KnownContracts {
    private static final String DECLARATION = "the declaration in C";

    private final KernelModel kernel;
    private final ContractLibrary library = ContractLibrary.shipped();

    public KnownContracts(KernelModel kernel) {
        this.kernel = kernel;
    }

    /// Of a helper, with `bpf_` before its name or without.
    public List<Known> helper(String name) {
        return BpfHelpers.shipped().name(name).stream()
                .flatMap(helper -> {
                    Signature signature = Prototypes.declared(helper.prototype());
                    Subject subject = new Subject(Kind.HELPER, helper.fullName());
                    List<Known> all = new ArrayList<>(curated(subject, signature));
                    all.add(derived(TypeClauses.of(subject, signature, DECLARATION, false), signature));
                    return all.stream();
                })
                .toList();
    }

    /// Of a kernel function: what somebody wrote where it fits this kernel's function of that name, and what the types
    /// say, once for each function of that name. Empty where nothing is known of it.
    public List<Known> function(String name) {
        Subject subject = new Subject(Kind.FUNCTION, name);
        List<Signature> here = signatures(name);
        Optional<Contract> written = library.find(Kind.FUNCTION, name);
        List<Signature> signatures = here.isEmpty()
                ? written.flatMap(Contract::elsewhere).map(e -> Prototypes.declared(e.prototype())).stream()
                        .toList()
                : here;
        List<Known> all = new ArrayList<>();
        signatures.stream()
                .filter(signature -> written.isPresent() && fits(written.get(), signature))
                .findFirst()
                .ifPresent(signature -> all.add(new Known(written.orElseThrow(), signature, Provenance.CURATED)));
        String source = here.isEmpty() ? DECLARATION : "BTF of linux " + kernel.release();
        for (Signature signature : signatures) {
            all.add(derived(TypeClauses.of(subject, signature, source, false), signature));
        }
        return List.copyOf(all);
    }

    private static boolean fits(Contract contract, Signature signature) {
        return new Known(contract, signature, Provenance.CURATED).unresolved().isEmpty();
    }

    private List<Signature> signatures(String function) {
        return kernel.btf().map(btf -> Prototypes.functions(btf, function)).orElse(List.of());
    }

    /// Whether a function that somebody wrote of is one of this kernel, with the parameters that are written of.
    public boolean isHere(String function) {
        return library.find(Kind.FUNCTION, function)
                .map(contract -> signatures(function).stream().anyMatch(signature -> fits(contract, signature)))
                .orElse(false);
    }

    /// Of a system call, by its name.
    public List<Known> syscall(String name) {
        return new SyscallContracts(kernel, library).of(name);
    }

    /// Of a probe in bpftrace's words: of its hook first, and that alone where this kernel has no such probe or
    /// does not tell its types. Empty where there is no such kind of probe.
    public List<Known> probe(String probe) {
        return new ProbeContracts(kernel, this).of(probe, List.of(), List.of());
    }

    /// Of a probe point of the catalog, with what the catalog says of it.
    public List<Known> point(ProbePoint point) {
        PointFacts facts = point.facts();
        return new ProbeContracts(kernel, this).of(point.probe(), facts.requires(), facts.ensures());
    }

    List<Known> curated(Subject subject, Signature signature) {
        return library.find(subject.kind(), subject.name()).stream()
                .map(contract -> new Known(contract, signature, Provenance.CURATED))
                .toList();
    }

    static Known derived(Contract contract, Signature signature) {
        return new Known(contract, signature, Provenance.DERIVED);
    }
}
