package dev.ken.verify;

import dev.ken.bpftrace.BpftraceParser;
import dev.ken.bpftrace.Checker;
import dev.ken.bpftrace.Lowering;
import dev.ken.bpftrace.Parsed;
import dev.ken.ir.Module;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.Answer;
import dev.ken.logic.Solver;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.source.Source;
import dev.ken.synthesis.Dialect;
import dev.ken.synthesis.Renderer;
import dev.ken.synthesis.Rendering;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Measures the judge on the labelled set: sensitivity, specificity, unknowns, and time. Not a test. Prints
/// every program whose verdict is not its label, then the numbers. The program that the renderer writes for
/// each intent is judged as one more right one (`rendered`), where bpftrace can say it.
final class LabelledReport {
    private static final Path FOLDER = Path.of(System.getProperty("judge.folder", "src/test/resources/judge"));

    private static final long SLOW_MILLIS = 500;

    private enum Verdict {
        PROVED,
        REFUTED,
        UNKNOWN,
        NO_PROGRAM
    }

    private final KernelModel kernel = Snapshots.recorded();
    private final Catalog catalog = CuratedCatalog.of(kernel);
    private final Map<String, List<Long>> millis = new LinkedHashMap<>();
    private final Map<String, Map<Verdict, Integer>> counts = new LinkedHashMap<>();

    private int questions;
    private long solverNanos;

    private LabelledReport() {}

    /// `-Djudge.folder=FOLDER` takes cases from elsewhere. Arguments: `-v` to see each verdict's reasons and rendered
    /// programs, then what the names of wanted cases
    /// contain.
    public static void main(String[] arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean verbose = words.remove("-v");
        new LabelledReport().run(words, verbose);
    }

    private void run(List<String> words, boolean verbose) throws IOException {
        Z3Solver solver = new Z3Solver();
        Judge judge = new Judge(counted(solver), () -> System.nanoTime() / 1_000_000);
        for (LabelledCase one : LabelledCase.all(FOLDER, catalog)) {
            if (words.isEmpty() || words.stream().anyMatch(word -> one.name().contains(word))) {
                for (LabelledCase.Program program : one.programs()) {
                    judge(one, program, judge, verbose);
                }
                rendered(one, judge, verbose);
            }
        }
        numbers();
    }

    private Solver counted(Solver solver) {
        return (assertions, limits) -> {
            long start = System.nanoTime();
            Answer answer = solver.check(assertions, limits);
            solverNanos += System.nanoTime() - start;
            questions++;
            return answer;
        };
    }

    private void rendered(LabelledCase one, Judge judge, boolean verbose) {
        switch (Renderer.render(one.intent(), catalog, Dialect.OLDEST)) {
            case Rendering.Rendered(String program, var _) -> {
                if (verbose) {
                    System.out.println(program);
                }
                judge(one, new LabelledCase.Program("rendered", program, true, false), judge, verbose);
            }
            case Rendering.Unrenderable(String reason) ->
                System.out.println("not rendered\t" + one.name() + "\t" + reason);
        }
    }

    private void judge(LabelledCase one, LabelledCase.Program program, Judge judge, boolean verbose) {
        questions = 0;
        solverNanos = 0;
        long start = System.nanoTime();
        String said = "";
        Verdict verdict;
        Source source = new Source("program", program.text());
        Parsed parsed = BpftraceParser.parse(source);
        List<dev.ken.source.Diagnostic> wrong = new ArrayList<>(parsed.diagnostics());
        if (wrong.isEmpty()) {
            wrong.addAll(Checker.check(parsed.script(), kernel).diagnostics().stream()
                    .filter(d -> d.severity() == dev.ken.source.Diagnostic.Severity.ERROR)
                    .toList());
        }
        if (wrong.isEmpty()) {
            Module module = Lowering.lower(Checker.check(parsed.script(), kernel), kernel);
            Judgement judgement = judge.judge(one.intent(), module, catalog, kernel, JudgeLimits.USUAL);
            verdict = judgement.accepted() ? Verdict.PROVED : judgement.refuted() ? Verdict.REFUTED : Verdict.UNKNOWN;
            said = said(judgement);
        } else {
            verdict = Verdict.NO_PROGRAM;
            said = wrong.get(0).render(source);
        }
        String kind = program.title().startsWith("rendered") ? "rendered" : program.right() ? "right" : "wrong";
        long took = (System.nanoTime() - start) / 1_000_000;
        millis.computeIfAbsent(kind, _ -> new ArrayList<>()).add(took);
        if (took >= SLOW_MILLIS) {
            System.out.println("slow\t" + took + " ms, of which " + solverNanos / 1_000_000 + " in " + questions
                    + " questions\t" + one.name() + "\t" + program.title());
        }
        counts.computeIfAbsent(kind, _ -> new LinkedHashMap<>()).merge(verdict, 1, Integer::sum);
        if (verdict != (program.right() ? Verdict.PROVED : Verdict.REFUTED)) {
            System.out.println(
                    verdict + "\t" + one.name() + "\t" + program.title() + (program.known() ? "\tknown" : ""));
            System.out.println("    " + program.text().replace("\n", "\n    ") + "\n" + said);
        } else if (verbose) {
            System.out.println("ok\t" + one.name() + "\t" + program.title() + "\n" + said);
        }
    }

    private static String said(Judgement judgement) {
        StringBuilder said = new StringBuilder();
        for (Finding finding : judgement.findings()) {
            switch (finding.verdict()) {
                case dev.ken.verify.Verdict.Proved() -> {}
                case dev.ken.verify.Verdict.Undecided(String reason) ->
                    said.append("  ? ")
                            .append(finding.clause())
                            .append(": ")
                            .append(reason)
                            .append('\n');
                case dev.ken.verify.Verdict.Refuted(var example) ->
                    said.append("  x ")
                            .append(finding.clause())
                            .append(": ")
                            .append(finding.gloss())
                            .append('\n')
                            .append(example.text().indent(6));
            }
        }
        return said.toString();
    }

    private void numbers() {
        counts.forEach((kind, verdicts) -> {
            List<Long> times =
                    millis.getOrDefault(kind, List.of()).stream().sorted().toList();
            long sum = times.stream().mapToLong(Long::longValue).sum();
            System.out.println(kind + ": " + times.size() + " programs, " + verdicts + ", ms: median "
                    + times.get(times.size() / 2) + ", p95 " + times.get(times.size() * 95 / 100) + ", max "
                    + times.getLast() + ", sum " + sum);
        });
    }
}
