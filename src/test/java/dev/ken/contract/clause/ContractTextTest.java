package dev.ken.contract.clause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.clause.Signature.Parameter;
import dev.ken.contract.clause.Signature.Sort;
import dev.ken.contract.clause.Signature.Value;
import dev.ken.logic.SolverLimits;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.testing.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ContractTextTest {
    private static final Value SIGNED = new Value("int", Sort.INTEGER, 32, true);
    private static final Value SIZE = new Value("size_t", Sort.INTEGER, 64, false);
    private static final Value POINTER = new Value("char *", Sort.POINTER, 64, false);

    /// ssize_t sample(int fd, char *buf, size_t count, u8 kind, struct pair both)
    private static final Signature SAMPLE = new Signature(
            "sample",
            List.of(
                    new Parameter("fd", SIGNED),
                    new Parameter("buf", POINTER),
                    new Parameter("count", SIZE),
                    new Parameter("kind", new Value("u8", Sort.INTEGER, 8, false)),
                    new Parameter("both", new Value("struct pair", Sort.OTHER, 64, false))),
            Optional.of(new Value("ssize_t", Sort.INTEGER, 64, true)));

    /// Contracts of `sample`: how they are printed, what is said of their names, and whether they can be meant.
    @TestFactory
    Stream<DynamicTest> contracts() {
        return Golden.cases("contracts", c -> {
            Source source = new Source("case", c.body("contract"));
            ContractParser.Parsed parsed = ContractParser.parse(source);
            StringBuilder out = new StringBuilder();
            parsed.diagnostics().forEach(d -> out.append(d.render(source)));
            for (Contract contract : parsed.contracts()) {
                out.append(ContractPrinter.print(contract));
                List<Diagnostic> unresolved = Resolution.check(contract, SAMPLE);
                unresolved.forEach(d -> out.append(d.render(source)));
                if (unresolved.isEmpty()) {
                    Soundness.problems(contract, SAMPLE, new Z3Solver(), SolverLimits.USUAL)
                            .forEach(problem -> out.append(problem.render(source)));
                }
            }
            return out.toString();
        });
    }

    @Test
    void whatIsPrintedIsReadBack() {
        for (Source source : ContractLibrary.sources()) {
            for (Contract contract : ContractParser.parse(source).contracts()) {
                Source printed = new Source("printed", ContractPrinter.print(contract));
                ContractParser.Parsed back = ContractParser.parse(printed);
                assertThat(back.diagnostics()).as(printed.text()).isEmpty();
                assertThat(back.contracts().stream().map(ContractPrinter::print).collect(Collectors.joining()))
                        .isEqualTo(printed.text());
                assertThat(formulas(back.contracts().getFirst())).isEqualTo(formulas(contract));
            }
        }
    }

    private static List<Formula> formulas(Contract contract) {
        return contract.clauses().stream().map(Contract.Clause::formula).toList();
    }

    @Test
    void damagedTextsGiveDiagnosticsAndNothingElse() {
        String text = ContractLibrary.sources().getFirst().text();
        Random random = new Random(7);
        List<String> pieces =
                List.of("(", ")", "==>", "in", "..", "0x", "*", "!", "99999999999999999999", "\n", "é", "old(");
        for (int i = 0; i < 3_000; i++) {
            int at = random.nextInt(text.length() - 200);
            StringBuilder damaged = new StringBuilder(text.substring(at, at + 200));
            for (int k = 0; k < 3; k++) {
                damaged.insert(random.nextInt(damaged.length()), pieces.get(random.nextInt(pieces.size())));
            }
            Source source = new Source("damaged", damaged.toString());
            ContractParser.parse(source)
                    .diagnostics()
                    .forEach(d -> assertThat(d.render(source)).contains("error"));
        }
        String deep = "contract function f\n  requires " + "(".repeat(100_000) + "\n";
        assertThat(ContractParser.parse(new Source("deep", deep)).diagnostics()).hasSize(1);
    }

    @Test
    void everyShippedFileIsListed() {
        List<String> listed = new ArrayList<>();
        ContractLibrary.sources().forEach(source -> listed.add(source.name()));
        java.io.File[] files = java.nio.file.Path.of("src/main/resources/dev/ken/contract/library")
                .toFile()
                .listFiles((folder, name) -> name.endsWith(".contracts"));
        assertThat(files).isNotNull();
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(files).map(java.io.File::getName).toList());
    }

    @Test
    void oneShippedContractIsWhatAllOfThemHave() {
        for (Contract contract : ContractLibrary.shipped().all()) {
            Contract.Subject subject = contract.subject();
            assertThat(ContractLibrary.one(subject.kind(), subject.name()).map(ContractPrinter::print))
                    .as(subject.toString())
                    .contains(ContractPrinter.print(contract));
        }
        assertThat(ContractLibrary.one(Contract.Kind.SYSCALL, "nothing")).isEmpty();
    }
}
