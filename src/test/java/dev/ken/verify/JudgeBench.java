package dev.ken.verify;

import dev.ken.comprehension.Reader;
import dev.ken.comprehension.Reading;
import dev.ken.ir.Module;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.Answer;
import dev.ken.logic.Solver;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.synthesis.Dialect;
import dev.ken.synthesis.Renderer;
import dev.ken.synthesis.Rendering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Times of whole judgements, mutants included, of what the built-in engine writes for each request of a file
/// (a line each). Run: `java -cp target/classes:target/test-classes:LIBRARIES dev.ken.verify.JudgeBench FILE
/// [ROUNDS]`.
public final class JudgeBench {
    private static final int USUAL_ROUNDS = 3;
    private static int questions;
    private static long solverNanos;

    private JudgeBench() {}

    public static void main(String[] arguments) throws IOException {
        KernelModel kernel = Snapshots.recorded();
        Catalog catalog = CuratedCatalog.of(kernel);
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : USUAL_ROUNDS;
        Z3Solver z3 = new Z3Solver();
        Solver counting = (assertions, limits) -> {
            long start = System.nanoTime();
            Answer answer = z3.check(assertions, limits);
            solverNanos += System.nanoTime() - start;
            questions++;
            return answer;
        };
        Judge judge = new Judge(counting, () -> System.nanoTime() / 1_000_000);
        List<Long> times = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            times.clear();
            for (String request : Files.readAllLines(Path.of(arguments[0]))) {
                if (!request.isBlank()) {
                    judge(request, catalog, kernel, judge, times, round == rounds);
                }
            }
        }
        times.sort(Long::compare);
        System.out.printf(
                "%d judgements; warm median %.1f ms, p95 %.1f ms, most %.1f ms, all %.1f ms%n",
                times.size(),
                times.get(times.size() / 2) / 1e6,
                times.get(times.size() * 95 / 100) / 1e6,
                times.getLast() / 1e6,
                times.stream().mapToLong(Long::longValue).sum() / 1e6);
    }

    private static void judge(
            String request, Catalog catalog, KernelModel kernel, Judge judge, List<Long> times, boolean tell) {
        if (!(new Reader(catalog, kernel).read(request) instanceof Reading.Understood understood)
                || !(Renderer.render(understood.intent(), catalog, Dialect.OLDEST)
                        instanceof Rendering.Rendered rendered)) {
            System.out.println("not understood: " + request);
            return;
        }
        Module module = JudgeCasesTest.lowered(rendered.program());
        questions = 0;
        solverNanos = 0;
        long start = System.nanoTime();
        Judgement judgement = judge.judge(understood.intent(), module, catalog, kernel, JudgeLimits.USUAL);
        times.add(System.nanoTime() - start);
        if (tell) {
            System.out.printf(
                    "%8.1f ms (solver %d, %.1f ms) %-9s %s %s %s%n",
                    times.getLast() / 1e6,
                    questions,
                    solverNanos / 1e6,
                    judgement.accepted() ? "accepted" : judgement.refuted() ? "REFUTED" : "UNDECIDED",
                    judgement.extent(),
                    judgement.mutants().map(m -> m.refuted() + "/" + m.total()).orElse("-"),
                    request);
        }
    }
}
