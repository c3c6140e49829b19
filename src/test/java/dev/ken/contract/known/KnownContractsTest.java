package dev.ken.contract.known;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.clause.Contract;
import dev.ken.contract.clause.Contract.Kind;
import dev.ken.contract.clause.ContractLibrary;
import dev.ken.contract.clause.ContractParser;
import dev.ken.contract.clause.ContractPrinter;
import dev.ken.contract.clause.Prototypes;
import dev.ken.contract.clause.Resolution;
import dev.ken.contract.clause.Signature;
import dev.ken.contract.clause.Soundness;
import dev.ken.contract.known.Known.Provenance;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Site;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import dev.ken.logic.SolverLimits;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every contract that is shipped or derived: its names are those of the kernel, some call satisfies it, and
/// each of its clauses rules something out.
final class KnownContractsTest {
    /// Of functions whose contracts differ by names alone the solver is asked once, and only of every so many of these.
    private static final int EVERY = 10;

    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Btf TYPES = KERNEL.btf().orElseThrow();
    /// A kernel with what the other leaves out: modules.
    private static final KnownContracts DISTRIBUTION =
            new KnownContracts(Snapshots.find("6.12").orElseThrow());

    private final KnownContracts known = new KnownContracts(KERNEL);
    private final Z3Solver solver = new Z3Solver();
    private final Set<String> checked = new HashSet<>();

    /// `file:line:column: error: …` with the clause below it.
    private static void wrong(List<String> wrong, Source source, List<Diagnostic> diagnostics) {
        diagnostics.forEach(diagnostic -> wrong.add(diagnostic.render(source)));
    }

    private List<Signature> signatures(Contract contract) {
        String name = contract.subject().name();
        return switch (contract.subject().kind()) {
            case HELPER ->
                known.helper(name).stream().map(Known::signature).limit(1).toList();
            case FUNCTION ->
                contract.elsewhere()
                        .map(e -> List.of(Prototypes.declared(e.prototype())))
                        .orElseGet(() -> Prototypes.functions(TYPES, name));
            case SYSCALL ->
                Stream.of(known, DISTRIBUTION)
                        .flatMap(kernel -> kernel.syscall(name).stream())
                        .map(Known::signature)
                        .limit(1)
                        .toList();
            case HOOK -> List.of(Prototypes.hook(name));
            case KFUNC, PROBE -> List.of();
        };
    }

    @Test
    void everyShippedContractResolvesIsSatisfiableAndSaysSomething() {
        List<String> wrong = new ArrayList<>();
        for (Source source : ContractLibrary.sources()) {
            for (Contract contract : ContractParser.parse(source).contracts()) {
                Optional<Signature> fits = signatures(contract).stream()
                        .filter(signature ->
                                Resolution.check(contract, signature).isEmpty())
                        .findFirst();
                if (fits.isEmpty()) {
                    wrong.add(source.name() + ": no function fits " + ContractPrinter.print(contract));
                    signatures(contract)
                            .forEach(signature -> wrong(wrong, source, Resolution.check(contract, signature)));
                } else {
                    wrong(wrong, source, Soundness.problems(contract, fits.get(), solver, SolverLimits.USUAL));
                }
                if (contract.clauses().isEmpty() && contract.free().isEmpty()) {
                    wrong.add(source.name() + ": " + contract.subject() + " says nothing");
                }
                if (contract.says().isBlank()
                        || !contract.source().matches("linux \\d+\\.\\d+ [\\w/.-]+\\.[ch] \\w+")) {
                    wrong.add(source.name() + ": " + contract.subject() + " has no words or no source");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyCuratedFunctionIsInThisKernelOrSaysWhereItIs() {
        List<String> wrong = ContractLibrary.shipped().all().stream()
                .filter(contract -> contract.subject().kind() == Kind.FUNCTION)
                .filter(contract -> contract.elsewhere().isEmpty()
                        && !known.isHere(contract.subject().name()))
                .map(contract -> contract.subject().name())
                .toList();
        assertThat(wrong).isEmpty();
    }

    /// All points, those of other kernels too: their hooks have contracts, and what this kernel has was looked at
    /// whole.
    @Test
    void everyProbePointOfTheCatalogHasAContract() {
        List<String> wrong = new ArrayList<>();
        Set<String> absent = new TreeSet<>();
        int points = 0;
        for (EventKind kind : CuratedCatalog.of(KERNEL).curated().values()) {
            for (ProbePoint point :
                    kind.ways().stream().flatMap(List::stream).distinct().toList()) {
                points++;
                List<Known> all = known.point(point);
                if (all.isEmpty()) {
                    wrong.add(kind.name() + ": nothing is known of " + point.probe());
                } else if (all.size() == 1) {
                    absent.add(point.probe());
                }
                check(kind.name() + " at " + point.probe(), all, wrong);
            }
        }
        System.out.println(points + " points; not in this kernel: " + absent);
        assertThat(wrong).isEmpty();
        assertThat(absent)
                .allSatisfy(probe -> assertThat(isHere(probe)).as(probe).isFalse());
    }

    private static boolean isHere(String probe) {
        return Probes.resolve(probe, KERNEL)
                .map(facts -> switch (facts.site()) {
                    case Site.FunctionEntry(String function) -> has(function);
                    case Site.FunctionReturn(String function) -> has(function);
                    default -> true;
                })
                .orElse(false);
    }

    private static boolean has(String function) {
        return !Prototypes.functions(TYPES, function).isEmpty();
    }

    private void check(String where, List<Known> all, List<String> wrong) {
        for (Known one : all) {
            one.unresolved().forEach(d -> wrong.add(where + ": " + d.message()));
            String text = ContractPrinter.print(one.contract());
            if (checked.add(one.provenance() + text)) {
                one.problems(solver, SolverLimits.USUAL).forEach(d -> wrong.add(where + ": " + d.message()));
            }
            assertThat(ContractParser.parse(new Source(where, text)).diagnostics())
                    .as(text)
                    .isEmpty();
        }
        List<Known> place = all.stream()
                .filter(one -> one.signature().equals(all.getLast().signature()))
                .toList();
        Contract joined = Known.joined(all.getLast().contract(), place);
        Signature signature = all.getLast().signature().untyped();
        if (place.size() > 1 && checked.add(ContractPrinter.print(joined))) {
            Soundness.problems(joined, signature, solver, SolverLimits.USUAL).stream()
                    .filter(d -> d.code().equals("unsatisfiable"))
                    .forEach(d -> wrong.add(where + ", all together: " + d.message()));
        }
        if (all.stream().allMatch(one -> one.contract().clauses().isEmpty())) {
            wrong.add(where + ": no clause at all");
        }
    }

    @Test
    void everyFunctionOfTheKernelHasADerivedContract() {
        Set<String> shapes = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        int functions = 0;
        int silent = 0;
        for (String name : KERNEL.functions().names()) {
            for (Known one : known.function(name)) {
                if (one.provenance() != Provenance.DERIVED) {
                    continue;
                }
                functions++;
                silent += one.contract().clauses().isEmpty() ? 1 : 0;
                Source printed = new Source(name, ContractPrinter.print(one.contract()));
                ContractParser.Parsed parsed = ContractParser.parse(printed);
                wrong(wrong, printed, parsed.diagnostics());
                wrong(wrong, printed, Resolution.check(parsed.contracts().getFirst(), one.signature()));
                if (shapes.add(shape(one)) && shapes.size() % EVERY == 1) {
                    one.problems(solver, SolverLimits.USUAL).forEach(d -> wrong.add(name + ": " + d.message()));
                }
            }
        }
        System.out.println(functions + " functions, " + shapes.size() + " shapes, " + silent + " without a clause");
        assertThat(wrong).isEmpty();
        assertThat(functions).isGreaterThan(50_000);
        assertThat(silent).isLessThan(functions / 10);
    }

    /// Clauses that differ by the names of parameters alone have the same answers.
    private static String shape(Known one) {
        String text = String.join(
                "\n",
                one.contract().clauses().stream()
                        .map(Contract.Clause::text)
                        .sorted()
                        .toList());
        for (Signature.Parameter parameter : one.signature().parameters()) {
            text = text.replaceAll("\\b(args\\.)?" + java.util.regex.Pattern.quote(parameter.name()) + "\\b", "x");
        }
        return text;
    }

    @Test
    void everySystemCallHasAContract() {
        List<String> wrong = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (String call : KERNEL.syscalls().numbers().keySet()) {
            List<Known> all = known.syscall(call);
            if (all.isEmpty()) {
                without.add(call);
            }
            for (Known one : all) {
                one.unresolved().forEach(d -> wrong.add(call + ": " + d.message()));
                one.problems(solver, SolverLimits.USUAL).forEach(d -> wrong.add(call + ": " + d.message()));
            }
        }
        System.out.println(without.size() + " calls without a tracepoint: " + without);
        assertThat(wrong).isEmpty();
    }
}
