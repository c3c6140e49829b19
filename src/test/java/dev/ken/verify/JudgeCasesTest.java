package dev.ken.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.bpftrace.BpftraceParser;
import dev.ken.bpftrace.Checked;
import dev.ken.bpftrace.Checker;
import dev.ken.bpftrace.Lowering;
import dev.ken.bpftrace.Parsed;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.ir.Module;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.source.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Labelled programs ([LabelledCase]): every right one is proved, every wrong one refuted. Those that are known to get
/// another verdict are held to that, so that the mark is taken away when they do not any more. `-Djudge.case=NAME` runs
/// only the cases that have NAME in their name.
class JudgeCasesTest {
    private static final Path FOLDER = Path.of("src/test/resources/judge");
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);
    private static final Z3Solver SOLVER = new Z3Solver();
    private static final Judge JUDGE = new Judge(SOLVER, () -> System.nanoTime() / 1_000_000);

    @TestFactory
    Stream<DynamicTest> rightProgramsAreProvedAndWrongOnesRefuted() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        String only = System.getProperty("judge.case", "");
        for (LabelledCase one : LabelledCase.all(FOLDER, CATALOG)) {
            if (!one.name().contains(only)) {
                continue;
            }
            for (LabelledCase.Program program : one.programs()) {
                tests.add(DynamicTest.dynamicTest(
                        one.name() + ": " + program.title(), () -> judge(one.intent(), program)));
            }
        }
        return tests.stream();
    }

    @Test
    void intentsAreReadAsTheyArePrinted() throws IOException {
        for (LabelledCase one : LabelledCase.all(FOLDER, CATALOG)) {
            Source printed = new Source("printed", IntentText.print(one.intent()));
            assertThat(IntentText.parse(printed).intent()).as(one.name()).contains(one.intent());
        }
    }

    static Module lowered(String program) {
        Source source = new Source("program", program);
        Parsed parsed = BpftraceParser.parse(source);
        assertThat(parsed.diagnostics().stream().map(d -> d.render(source))).isEmpty();
        Checked checked = Checker.check(parsed.script(), KERNEL);
        return Lowering.lower(checked, KERNEL);
    }

    private static void judge(Intent intent, LabelledCase.Program program) {
        Judgement judgement = JUDGE.judge(intent, lowered(program.text()), CATALOG, KERNEL, Patience.LIMITS);
        if (program.known()) {
            boolean asLabelled = program.right() ? judgement.accepted() : judgement.refuted();
            assertThat(asLabelled).as("no longer KNOWN: %s", program.title()).isFalse();
            if (!program.right()) {
                assertThat(judgement.accepted()).as("%s", program.text()).isFalse();
            }
        } else if (program.right()) {
            assertThat(judgement.accepted())
                    .as("%s\n%s", program.text(), judgement)
                    .isTrue();
        } else {
            assertThat(judgement.refuted())
                    .as("%s\n%s", program.text(), judgement)
                    .isTrue();
            assertThat(judgement.accepted()).isFalse();
            judgement.findings().stream()
                    .filter(Finding::refuted)
                    .forEach(finding -> assertThat(((Verdict.Refuted) finding.verdict())
                                    .example()
                                    .text())
                            .isNotBlank());
        }
    }
}
