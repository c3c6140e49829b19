package dev.ken.contract.known;

import dev.ken.contract.clause.Contract;
import dev.ken.contract.clause.Contract.Clause;
import dev.ken.contract.clause.Contract.Kind;
import dev.ken.contract.clause.Contract.Subject;
import dev.ken.contract.clause.Contract.Time;
import dev.ken.contract.clause.ContractLibrary;
import dev.ken.contract.clause.Formula;
import dev.ken.contract.clause.Formula.BinaryOperator;
import dev.ken.contract.clause.Formula.Predicate;
import dev.ken.contract.clause.Prototypes;
import dev.ken.contract.clause.Signature;
import dev.ken.contract.known.Known.Provenance;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Probes;
import dev.ken.kernel.TracepointFormat;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Contracts of system calls: their number, their arguments, and that a result below 0 is an error number, unless
/// somebody wrote that the result is free.
final class SyscallContracts {
    static final String NUMBER = "__syscall_nr";

    private static final String CATEGORY = "syscalls";
    private static final String ENTER = "sys_enter_";
    private static final String RESULT = "result";

    private final KernelModel kernel;
    private final ContractLibrary library;

    SyscallContracts(KernelModel kernel, ContractLibrary library) {
        this.kernel = kernel;
        this.library = library;
    }

    List<Known> of(String name) {
        Optional<Integer> number = kernel.syscalls().number(name);
        Optional<TracepointFormat> enter = number.flatMap(nr -> enter(name, nr));
        if (enter.isEmpty()) {
            return List.of();
        }
        Subject subject = new Subject(Kind.SYSCALL, name);
        Signature told = Prototypes.syscall(enter.get());
        Signature signature = new Signature(name, told.parameters(), told.result());
        List<Known> all = new ArrayList<>();
        library.find(Kind.SYSCALL, name)
                .ifPresent(contract -> all.add(new Known(contract, signature, Provenance.CURATED)));
        Contract types = TypeClauses.of(
                subject,
                signature,
                "the tracepoint " + CATEGORY + ":" + enter.get().name(),
                false);
        List<Clause> clauses = new ArrayList<>(types.clauses());
        clauses.removeIf(clause -> clause.formula() instanceof Formula.InRange(Formula.Name(String of), var _, var _)
                && of.equals(NUMBER));
        clauses.addFirst(number(number.orElseThrow(), NUMBER));
        if (!resultIsFree(name)) {
            clauses.add(new Clause(Time.ENSURES, errorOrNot(new Formula.Result()), "", Span.NONE));
        }
        all.add(KnownContracts.derived(with(types, clauses), signature));
        return all;
    }

    static Contract with(Contract contract, List<Clause> clauses) {
        return new Contract(
                contract.subject(),
                contract.says(),
                contract.source(),
                clauses,
                contract.modifies(),
                contract.free(),
                contract.elsewhere(),
                contract.at());
    }

    static Clause number(int number, String name) {
        Formula is = new Formula.Binary(BinaryOperator.EQUAL, new Formula.Name(name), new Formula.Int(number));
        return new Clause(Time.REQUIRES, is, "the number of the call", Span.NONE);
    }

    boolean resultIsFree(String name) {
        return library.find(Kind.SYSCALL, name)
                .map(contract -> contract.free().contains(RESULT))
                .orElse(false);
    }

    static Formula errorOrNot(Formula result) {
        return new Formula.Binary(
                BinaryOperator.OR,
                new Formula.Binary(BinaryOperator.AT_LEAST, result, new Formula.Int(0)),
                new Formula.Holds(Predicate.ERRNO, List.of(result)));
    }

    /// The tracepoints of a few calls are named after the kernel's function, so these are found by their number.
    private Optional<TracepointFormat> enter(String name, int number) {
        return kernel.tracepoints()
                .find(CATEGORY, ENTER + name)
                .or(() -> kernel.tracepoints().names().stream()
                        .filter(event -> event.startsWith(CATEGORY + ":" + ENTER))
                        .filter(event -> Probes.resolve("tracepoint:" + event, kernel)
                                .map(facts -> facts.syscalls().equals(List.of(number)))
                                .orElse(false))
                        .findFirst()
                        .flatMap(event -> kernel.tracepoints().find(CATEGORY, event.substring(CATEGORY.length() + 1))));
    }
}
