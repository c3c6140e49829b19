package dev.ken.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.program.ProgramContract;
import dev.ken.contract.program.ProgramContractParser;
import dev.ken.contract.program.ProgramContractPrinter;
import dev.ken.ir.Module;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.testing.Case;
import dev.ken.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Contracts that people write, and programs that keep and break them: a file holds one contract and several programs.
/// What a contract is read as is printed and read again on the way.
class ProgramContractTest {
    private static final KernelModel KERNEL = Snapshots.recorded();

    @TestFactory
    Stream<DynamicTest> golden() {
        return Golden.cases("programs", ProgramContractTest::answer);
    }

    @Test
    void theExampleOfThePageIsKept() throws IOException {
        String page = Files.readString(Path.of("docs/contracts.md"));
        Source text =
                new Source("docs/contracts.md", page.split("```program\n")[1].split("```")[0]);
        ProgramContractParser.Parsed parsed = ProgramContractParser.parse(text);
        assertThat(rendered(parsed.diagnostics(), text)).isEmpty();
        Module program = JudgeCasesTest.lowered("""
                tracepoint:syscalls:sys_enter_read { @start[tid] = nsecs; }
                tracepoint:syscalls:sys_exit_read /@start[tid]/ {
                  @us[comm] = hist((nsecs - @start[tid]) / 1000); delete(@start[tid]);
                }
                """);
        Judgement judgement = judgement(parsed.contract(), program);
        assertThat(judgement.accepted()).as("%s", judgement).isTrue();
    }

    private static String answer(Case one) {
        Source text = new Source("contract", one.body("contract"));
        ProgramContractParser.Parsed parsed = ProgramContractParser.parse(text);
        if (!parsed.diagnostics().isEmpty()) {
            return rendered(parsed.diagnostics(), text);
        }
        String printed = ProgramContractPrinter.print(parsed.contract());
        ProgramContractParser.Parsed again = ProgramContractParser.parse(new Source("printed", printed));
        assertThat(again.diagnostics()).as(printed).isEmpty();
        assertThat(ProgramContractPrinter.print(again.contract())).isEqualTo(printed);
        StringBuilder out = new StringBuilder();
        for (Case.Section program : one.all("program")) {
            out.append("== ").append(program.argument()).append('\n');
            out.append(judged(parsed.contract(), text, JudgeCasesTest.lowered(program.body())));
        }
        return out.toString();
    }

    private static String judged(ProgramContract contract, Source text, Module program) {
        List<Diagnostic> problems = ContractJudge.problems(contract, program, KERNEL);
        if (!problems.isEmpty()) {
            return rendered(problems, text);
        }
        Judgement judgement = judgement(contract, program);
        StringBuilder out = new StringBuilder();
        for (Finding finding : judgement.findings()) {
            out.append(
                    switch (finding.verdict()) {
                        case Verdict.Proved() -> "proved     " + finding.gloss() + "\n";
                        case Verdict.Undecided(String reason) ->
                            "undecided  " + finding.gloss() + "\n  " + reason + "\n";
                        case Verdict.Refuted(Counterexample example) ->
                            "refuted    " + finding.gloss() + "\n" + shape(example.text());
                    });
        }
        judgement
                .mutants()
                .ifPresent(
                        score -> out.append(score.refuted() + " of " + score.total() + " wrong variants break it\n"));
        judgement
                .coverage()
                .gaps()
                .forEach(gap -> out.append("not looked at: ").append(gap).append('\n'));
        return out.append(judgement.accepted() ? "accepted" : judgement.refuted() ? "refuted" : "undecided")
                .append('\n')
                .toString();
    }

    /// Which values an example has depends on how long is looked for readable ones, so only its form is compared.
    private static String shape(String example) {
        return example.replaceAll("thread \\d+ of process", "process")
                .replaceAll("'[^']*'", "'…'")
                .replaceAll("-?\\b\\d+", "N");
    }

    /// Its examples are those of a solver that has seen nothing else.
    private static Judgement judgement(ProgramContract contract, Module program) {
        Z3Solver solver = new Z3Solver();
        return new Judge(solver, () -> System.nanoTime() / 1_000_000).judge(contract, program, KERNEL, Patience.LIMITS);
    }

    private static String rendered(List<Diagnostic> diagnostics, Source text) {
        StringBuilder out = new StringBuilder();
        diagnostics.forEach(one -> out.append(one.render(text)));
        return out.toString();
    }
}
