package dev.ken.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.source.Source;
import dev.ken.synthesis.Dialect;
import dev.ken.synthesis.Renderer;
import dev.ken.synthesis.Rendering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What KEN itself writes in bpftrace for every labelled intent and for every intent of the golden cases, and what the
/// judge says of it, is the table `rendered/intents.outcomes`: one line for each, `OUTCOME` a tab `NAME`. None is ever
/// refuted. A program for a newer bpftrace is judged by itself only where it is not the older one in other letters.
/// `-Dgolden=update` writes the table; `-Djudge.case=NAME` prints the programs that have NAME in their name.
class RenderedIntentsTest {
    private static final Path TABLE = Path.of("src/test/resources/rendered/intents.outcomes");
    private static final Dialect NEWER = Dialect.of(23);
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);
    private static final Z3Solver SOLVER = new Z3Solver();
    private static final Judge JUDGE = new Judge(SOLVER, () -> System.nanoTime() / 1_000_000);

    @Test
    void becomeOfAllIntentsWhatTheTableSays() throws IOException {
        String only = System.getProperty("judge.case", "");
        StringBuilder table = new StringBuilder();
        intents().forEach((name, intent) -> {
            if (name.contains(only)) {
                table.append(outcome(intent, !only.isEmpty()))
                        .append('\t')
                        .append(name)
                        .append('\n');
            }
        });
        hold(table.toString(), TABLE, only);
    }

    /// The table is the one of the file, and says of nothing that it is refuted; where only some are asked for,
    /// they are printed.
    static void hold(String table, Path file, String only) throws IOException {
        if (!only.isEmpty()) {
            System.out.print(table);
        } else if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(file, table);
        } else {
            assertThat(table).isEqualTo(Files.readString(file));
        }
        assertThat(table.lines()).noneMatch(line -> line.startsWith("REFUTED"));
    }

    /// By name, in the order of the files.
    static Map<String, Intent> intents() throws IOException {
        Map<String, Intent> all = new LinkedHashMap<>();
        for (LabelledCase one : LabelledCase.all(Path.of("src/test/resources/judge"), CATALOG)) {
            assertThat(all.put(one.name(), one.intent())).as(one.name()).isNull();
        }
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden/intents"))) {
            for (Path file : files.sorted().toList()) {
                String text = Files.readString(file).split("(?m)^--- ")[1];
                List<String> written =
                        List.of(text.substring(text.indexOf('\n')).split("(?m)^==+\\n"));
                for (int i = 0; i < written.size(); i++) {
                    IntentText.Parsed parsed = IntentText.parse(new Source("intent", written.get(i)));
                    if (parsed.diagnostics().isEmpty()
                            && IntentCheck.of(parsed, CATALOG).isEmpty()) {
                        all.put(
                                file.getFileName() + " " + (i + 1),
                                parsed.intent().orElseThrow());
                    }
                }
            }
        }
        return all;
    }

    private static String outcome(Intent intent, boolean shown) {
        return switch (Renderer.render(intent, CATALOG, Dialect.OLDEST)) {
            case Rendering.Unrenderable(String reason) -> "not written: " + reason;
            case Rendering.Rendered(String program, var _) -> {
                String older = judged(intent, program, shown);
                String newer = newer(intent, program, shown);
                yield newer.isEmpty() || newer.equals(older) ? older : older + "; newer: " + newer;
            }
        };
    }

    /// Empty where the newer program is the older one but for how fields and kernel functions are written.
    private static String newer(Intent intent, String older, boolean shown) {
        return switch (Renderer.render(intent, CATALOG, NEWER)) {
            case Rendering.Unrenderable(String reason) -> "not written: " + reason;
            case Rendering.Rendered(String program, var _) ->
                program.replace("args.", "args->")
                                .replace("fentry:", "kfunc:")
                                .replace("fexit:", "kretfunc:")
                                .equals(older)
                        ? ""
                        : judged(intent, program, shown);
        };
    }

    private static String judged(Intent intent, String program, boolean shown) {
        Judgement judgement = JUDGE.judge(intent, JudgeCasesTest.lowered(program), CATALOG, KERNEL, Patience.LIMITS);
        if (shown) {
            System.out.println(IntentText.print(intent) + "\n" + program + "\n" + judgement);
        }
        return told(judgement);
    }

    /// `proved`, or the first of what is not.
    static String told(Judgement judgement) {
        return judgement.accepted()
                ? "proved"
                : judgement.findings().stream()
                        .filter(finding -> !finding.proved())
                        .map(RenderedIntentsTest::told)
                        .sorted()
                        .findFirst()
                        .orElse("undecided: no clause");
    }

    private static String told(Finding finding) {
        return switch (finding.verdict()) {
            case Verdict.Proved _ -> "proved";
            case Verdict.Refuted _ -> "REFUTED: " + finding.clause();
            case Verdict.Undecided(String reason) -> "undecided: " + reason;
        };
    }
}
