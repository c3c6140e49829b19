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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Labelled programs: each file under `judge/` is an intent with programs that do what it says, written in different
/// ways,
/// and programs that make one mistake, which the section's title names.
class JudgeCasesTest {
    private static final Path FOLDER = Path.of("src/test/resources/judge");
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);
    private static final Z3Solver SOLVER = new Z3Solver();
    private static final Judge JUDGE = new Judge(SOLVER, () -> System.nanoTime() / 1_000_000);

    @AfterAll
    static void closeSolver() {
        SOLVER.close();
    }

    @TestFactory
    Stream<DynamicTest> rightProgramsAreProvedAndWrongOnesRefuted() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                String[] sections = Files.readString(file).split("(?m)^--- ");
                Intent intent = intent(sections[1]);
                for (int i = 2; i < sections.length; i++) {
                    String title = sections[i].lines().findFirst().orElse("");
                    String program = sections[i].substring(title.length()).strip();
                    String name = file.getFileName() + " " + i + ": " + title;
                    tests.add(DynamicTest.dynamicTest(name, () -> judge(intent, program, title.equals("right"))));
                }
            }
        }
        return tests.stream();
    }

    private static Intent intent(String section) {
        Source source =
                new Source("intent", section.substring(section.indexOf('\n')).strip());
        IntentText.Parsed parsed = IntentText.parse(source);
        assertThat(parsed.diagnostics().stream().map(d -> d.render(source))).isEmpty();
        return parsed.intent().orElseThrow();
    }

    static Module lowered(String program) {
        Source source = new Source("program", program);
        Parsed parsed = BpftraceParser.parse(source);
        assertThat(parsed.diagnostics().stream().map(d -> d.render(source))).isEmpty();
        Checked checked = Checker.check(parsed.script(), KERNEL);
        return Lowering.lower(checked, KERNEL);
    }

    private static void judge(Intent intent, String program, boolean right) {
        Judgement judgement = JUDGE.judge(intent, lowered(program), CATALOG, KERNEL, JudgeLimits.USUAL);
        if (right) {
            assertThat(judgement.accepted()).as("%s\n%s", program, judgement).isTrue();
        } else {
            assertThat(judgement.refuted()).as("%s\n%s", program, judgement).isTrue();
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
