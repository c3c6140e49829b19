package dev.ken.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.bpftrace.BpftraceParser;
import dev.ken.bpftrace.Checker;
import dev.ken.bpftrace.Lowering;
import dev.ken.bpftrace.Parsed;
import dev.ken.bpftrace.Rewrites;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.SolverLimits;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.symbolic.ExecutionLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Programs of the labelled set written in other ways ([Rewrites]) get the same verdict. `-Dmetamorphic=1` looks at all
/// of them, which takes minutes; else at each 41st, which are spread over them.
class MetamorphicTest {
    private static final Path FOLDER = Path.of("src/test/resources/judge");
    private static final int SAMPLE = 41;
    private static final int FEWEST = 100;
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);
    private static final Z3Solver SOLVER = new Z3Solver();
    private static final Judge JUDGE = new Judge(SOLVER, () -> System.nanoTime() / 1_000_000);
    /// Files that are not sampled: a long counter beside an unrelated one is still undecided, which their number would
    /// sample, an unrelated table beside one of largest values is refuted (`red9`, work items), and what takes long
    /// is undecided where the machine is busy.
    private static final Set<String> LATER =
            Set.of("red", "unit", "red3", "calls", "walks", "steady", "red6", "red12", "red13", "red15", "red16");

    private static final JudgeLimits LIMITS =
            new JudgeLimits(4, 3_000, 20_000, 0, 50, SolverLimits.USUAL, ExecutionLimits.USUAL);

    @Test
    void programsWrittenInAnotherWayGetTheSameVerdict() throws IOException {
        int step = Integer.getInteger("metamorphic", SAMPLE);
        Rewrites rewrites = new Rewrites(KERNEL);
        List<String> other = new ArrayList<>();
        Map<String, Integer> judged = new TreeMap<>();
        int at = 0;
        for (LabelledCase one : LabelledCase.all(FOLDER, CATALOG)) {
            for (LabelledCase.Program program : one.programs()) {
                for (Map.Entry<String, String> way : rewrites.of(program.text()).entrySet()) {
                    if (!LATER.contains(one.name().split("[-:]")[0]) && !program.known() && at++ % step == 0) {
                        judged.merge(way.getKey(), 1, Integer::sum);
                        String verdict = verdict(one, way.getValue());
                        if (!verdict.equals(program.right() ? "accepted" : "refuted")) {
                            other.add(verdict + ": " + one.name() + ": " + program.title() + ": " + way.getKey() + "\n"
                                    + way.getValue());
                        }
                    }
                }
            }
        }
        if (step != SAMPLE) {
            System.out.println(judged + "\n" + String.join("\n", other));
        }
        assertThat(judged.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(FEWEST);
        assertThat(String.join("\n", other))
                .as("%d of %s", other.size(), judged)
                .isEmpty();
    }

    private static String verdict(LabelledCase one, String program) {
        Source source = new Source("program", program);
        Parsed parsed = BpftraceParser.parse(source);
        List<Diagnostic> wrong = new ArrayList<>(parsed.diagnostics());
        wrong.addAll(Checker.check(parsed.script(), KERNEL).diagnostics());
        wrong.removeIf(diagnostic -> diagnostic.severity() != Diagnostic.Severity.ERROR);
        if (!wrong.isEmpty()) {
            return "no program (" + wrong.getFirst().render(source) + ")";
        }
        Judgement judgement = JUDGE.judge(
                one.intent(), Lowering.lower(Checker.check(parsed.script(), KERNEL), KERNEL), CATALOG, KERNEL, LIMITS);
        return judgement.accepted()
                ? "accepted"
                : judgement.refuted() ? "refuted" : "undecided " + judgement.findings();
    }
}
