package dev.ken.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.contract.program.ProgramContractParser;
import dev.ken.ir.IrParser;
import dev.ken.ir.IrText;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.run.Machine;
import dev.ken.ir.run.Run;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.Answer;
import dev.ken.logic.Model;
import dev.ken.logic.SolverLimits;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.symbolic.ExecutionLimits;
import dev.ken.symbolic.Executor;
import dev.ken.symbolic.Occurrence;
import dev.ken.symbolic.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What IR means, and what the judge says of it: text in, verdicts out ([VerdictCase]). Each refuted check is
/// replayed on the machine that runs IR on concrete events, and has to fail there too.
class IrVerdictsTest {
    private static final Path FOLDER = Path.of("src/test/resources/verdicts");
    private static final int FEWEST = 300;

    /// The solver's own steps end a search, not a machine that is busy.
    private static final SolverLimits PATIENT = new SolverLimits(SolverLimits.USUAL.resources(), 60_000);
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);
    private static final Z3Solver SOLVER = new Z3Solver();
    private static final Judge JUDGE = new Judge(SOLVER, () -> System.nanoTime() / 1_000_000);
    private static final JudgeLimits LIMITS =
            new JudgeLimits(4, 3_000, 20_000, 0, 50, SolverLimits.USUAL, ExecutionLimits.USUAL);

    @TestFactory
    Stream<DynamicTest> verdicts() throws IOException {
        return VerdictCase.all(FOLDER).stream()
                .map(one -> DynamicTest.dynamicTest(one.place() + ": " + one.reason(), () -> check(one)));
    }

    @Test
    void thereAreEnough() throws IOException {
        assertThat(VerdictCase.all(FOLDER)).hasSizeGreaterThanOrEqualTo(FEWEST).allSatisfy(one -> {
            assertThat(one.reason()).as(one.place()).isNotBlank();
            assertThat(one.expected()).as(one.place()).isNotEmpty();
        });
    }

    private static void check(VerdictCase one) {
        assertThat(String.join("\n", answers(one)))
                .as("%s: %s%n%s", one.place(), one.reason(), one.program())
                .isEqualTo(String.join("\n", one.expected()));
    }

    private static List<String> answers(VerdictCase one) {
        IrParser.Parsed parsed = IrParser.parse(new Source("program", one.program()));
        if (!parsed.diagnostics().isEmpty()) {
            return parsed.diagnostics().stream()
                    .map(d -> "error: " + d.message())
                    .toList();
        }
        assertThat(IrParser.parse(new Source("printed", IrText.print(parsed.module())))
                        .diagnostics())
                .as(one.place())
                .isEmpty();
        if (!one.contract().isEmpty()) {
            return contract(one, parsed.module());
        }
        if (!one.intent().isEmpty()) {
            Source text = new Source("intent", String.join("\n", one.intent()) + "\n");
            Intent intent = IntentText.parse(text).intent().orElseThrow(() -> new AssertionError(one.place()));
            return intent(JUDGE.judge(intent, parsed.module(), CATALOG, KERNEL, LIMITS));
        }
        return one.other().isEmpty() ? checks(one, parsed.module()) : List.of(difference(one, parsed.module()));
    }

    private static List<String> intent(Judgement judgement) {
        List<String> lines = new ArrayList<>();
        judgement.findings().forEach(finding -> lines.add(finding.clause() + ": " + word(finding.verdict())));
        return lines;
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Proved() -> "proved";
            case Verdict.Refuted _ -> "refuted";
            case Verdict.Undecided(String reason) -> "undecided (" + reason + ")";
        };
    }

    private static String difference(VerdictCase one, Module module) {
        Module other = IrParser.parse(new Source("other", one.other())).module();
        // Maps are shown when all is over; their names are free.
        Replay replay = (program, events) -> {
            Run run = Machine.run(program, events);
            return new Replay.Printed(run.outputs() + " " + run.maps().values(), Optional.empty(), List.of());
        };
        return switch (JUDGE.difference(module, other, KERNEL, LIMITS, replay)) {
            case Difference.Equal _ -> "equal";
            case Difference.Different _ -> "different";
            case Difference.Undecided(String reason) -> "undecided (" + reason + ")";
        };
    }

    private static List<String> contract(VerdictCase one, Module module) {
        boolean hooked = one.contract().getFirst().startsWith("hook ");
        String text = "contract program case\n" + (hooked ? "" : "hook kprobe:vfs_read\n")
                + String.join("\n", one.contract()) + "\n";
        ProgramContractParser.Parsed parsed = ProgramContractParser.parse(new Source("contract", text));
        List<Diagnostic> problems = new ArrayList<>(parsed.diagnostics());
        problems.addAll(ContractJudge.problems(parsed.contract(), module, KERNEL));
        if (!problems.isEmpty()) {
            return problems.stream().map(d -> "error: " + d.message()).toList();
        }
        List<String> lines = new ArrayList<>();
        for (Finding finding :
                JUDGE.judge(parsed.contract(), module, KERNEL, LIMITS).findings()) {
            lines.add(finding.clause().replace("hook1.", "") + ": " + word(finding.verdict()));
        }
        return lines;
    }

    private static List<Occurrence> sequence(VerdictCase one, Module module) {
        List<String> sites = one.sequence().isEmpty()
                ? module.procedures().stream()
                        .map(Procedure::site)
                        .map(Site::text)
                        .distinct()
                        .toList()
                : one.sequence();
        List<Occurrence> sequence = new ArrayList<>();
        for (String site : sites) {
            sequence.add(new Occurrence(Site.parse(site).orElseThrow(), "e" + (sequence.size() + 1)));
        }
        return sequence;
    }

    private static List<String> checks(VerdictCase one, Module module) {
        Terms terms = new Terms();
        List<Occurrence> sequence = sequence(one, module);
        Trace trace = new Executor(terms, ExecutionLimits.USUAL).run(module, sequence);
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        for (Trace.Obligation claim : trace.obligations()) {
            Verdict verdict = verdict(terms, sequence, trace, claim);
            verdicts.merge(claim.claim(), verdict, (a, b) -> a instanceof Verdict.Proved ? b : a);
        }
        List<String> lines = new ArrayList<>();
        verdicts.forEach((claim, verdict) -> lines.add(claim + ": " + word(verdict)));
        trace.coverage().gaps().forEach(gap -> lines.add("gap: " + gap));
        return lines.isEmpty() ? List.of("none") : lines;
    }

    private static Verdict verdict(Terms terms, List<Occurrence> sequence, Trace trace, Trace.Obligation claim) {
        List<Term> all = new ArrayList<>(trace.assumptions());
        all.add(claim.condition());
        all.add(terms.not(claim.goal()));
        return switch (SOLVER.check(all, PATIENT)) {
            case Answer.Unsat() -> new Verdict.Proved();
            case Answer.Unknown(String reason) -> new Verdict.Undecided(reason);
            case Answer.Sat(Model model) -> {
                if (all.stream().anyMatch(term -> Unmodelled.in(term).isPresent())) {
                    yield new Verdict.Undecided("not modelled");
                }
                assertThat(Machine.run(trace.module(), new ModelEvents(terms, model).of(sequence))
                                .failedChecks())
                        .as("the machine agrees on %s", model)
                        .contains(claim.claim());
                yield new Verdict.Refuted(new Counterexample(List.of(), "", ""));
            }
        };
    }
}
