package dev.ken.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.Context;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.Answer;
import dev.ken.logic.z3.Z3Solver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Questions that the judge asks its solver, as the scripts that `--dump-smt` writes: Z3's own parser reads
/// them and gives the same answer, and so does a second solver where one is installed (`cvc5`, `boolector`,
/// `z3`).
class SecondSolverTest {
    private static final Path FOLDER = Path.of("src/test/resources/judge");
    private static final int EACH_CASE = 12;
    private static final int PROGRAMS = 3;
    private static final int OF_A_KIND = 3;
    private static final int LIMIT_MILLIS = 2_000;
    private static final Map<String, List<String>> SOLVERS = solvers();

    /// Scripts and what the judge's solver said.
    private static final Map<String, String> QUERIES = new LinkedHashMap<>();

    private static final Set<String> KINDS = new TreeSet<>();

    private static Map<String, List<String>> solvers() {
        Map<String, List<String>> solvers = new LinkedHashMap<>();
        solvers.put("cvc5", List.of("--lang=smt2", "--tlimit=" + LIMIT_MILLIS));
        solvers.put("boolector", List.of("--smt2", "-t", String.valueOf(LIMIT_MILLIS / 1_000)));
        solvers.put("z3", List.of("-smt2", "-t:" + LIMIT_MILLIS));
        return solvers;
    }

    @BeforeAll
    static void askTheJudge() throws IOException {
        KernelModel kernel = Snapshots.recorded();
        Catalog catalog = CuratedCatalog.of(kernel);
        Map<String, Map<String, String>> byKind = new TreeMap<>();
        Z3Solver z3 = new Z3Solver();
        Judge judge = new Judge(z3, () -> System.nanoTime() / 1_000_000).recorded((claim, script, answer) -> {
            assertThat(claim).isNotBlank();
            String kind = kind(claim) + " " + word(answer);
            byKind.computeIfAbsent(kind, _ -> new LinkedHashMap<>()).putIfAbsent(script, word(answer));
        });
        List<LabelledCase> cases = LabelledCase.all(FOLDER, catalog);
        for (int i = 0; i < cases.size(); i += EACH_CASE) {
            LabelledCase one = cases.get(i);
            one.programs().stream()
                    .filter(program -> !program.known())
                    .limit(PROGRAMS)
                    .forEach(program -> judge.judge(
                            one.intent(), JudgeCasesTest.lowered(program.text()), catalog, kernel, Patience.LIMITS));
        }
        byKind.forEach((kind, queries) -> {
            KINDS.add(kind);
            List<String> scripts = List.copyOf(queries.keySet());
            int stride = Math.max(1, scripts.size() / OF_A_KIND);
            for (int i = 0; i < scripts.size() && i / stride < OF_A_KIND; i += stride) {
                QUERIES.put(scripts.get(i), queries.get(scripts.get(i)));
            }
            System.out.println(kind + ": " + queries.size() + " different queries");
        });
    }

    /// What a claim is about: the clauses without the number of the part, or a step of the judge.
    private static String kind(String claim) {
        String subject = claim.replaceFirst("^.*; ", "")
                .replaceFirst(", an example that reads well", "")
                .replaceFirst(", on: .*$", "");
        return subject.replaceAll("\\bpart\\d+\\.", "");
    }

    private static String word(Answer answer) {
        return switch (answer) {
            case Answer.Sat _ -> "sat";
            case Answer.Unsat() -> "unsat";
            case Answer.Unknown _ -> "unknown";
        };
    }

    @Test
    void theSampleHasBothAnswers() {
        assertThat(QUERIES.values()).contains("sat", "unsat");
    }

    @Test
    void z3ReadsTheScriptsAndSaysTheSame() {
        QUERIES.forEach((script, said) -> {
            try (Context context = new Context()) {
                Solver solver = context.mkSolver("QF_UFBV");
                Params limit = context.mkParams();
                limit.add("timeout", LIMIT_MILLIS);
                solver.setParameters(limit);
                solver.add(context.parseSMTLIB2String(script, null, null, null, null));
                Status status = solver.check();
                String again = switch (status) {
                    case SATISFIABLE -> "sat";
                    case UNSATISFIABLE -> "unsat";
                    case UNKNOWN -> "unknown";
                };
                assertThat(agree(said, again))
                        .as(said + ", " + again + "\n" + script)
                        .isTrue();
            }
        });
    }

    @Test
    void aSecondSolverSaysTheSame(@TempDir Path folder) throws IOException, InterruptedException {
        Optional<String> solver =
                SOLVERS.keySet().stream().filter(SecondSolverTest::installed).findFirst();
        if (solver.isEmpty()) {
            System.out.println("skipped: no second solver is installed; any of " + SOLVERS.keySet() + " serves");
            return;
        }
        int number = 0;
        int decided = 0;
        for (Map.Entry<String, String> query : QUERIES.entrySet()) {
            Path file = Files.writeString(folder.resolve(++number + ".smt2"), query.getKey());
            String again = ask(solver.get(), file);
            assertThat(agree(query.getValue(), again))
                    .as(query.getValue() + ", " + solver.get() + ": " + again + "\n" + query.getKey())
                    .isTrue();
            decided += again.equals("unknown") ? 0 : 1;
        }
        System.out.println(solver.get() + " decided " + decided + " of " + number + " queries, all alike");
        assertThat(2 * decided).isGreaterThan(number);
    }

    /// Whoever gives up contradicts nobody; what is no answer at all does.
    private static boolean agree(String one, String other) {
        return one.equals(other)
                || one.equals("unknown") && other.equals("sat")
                || one.equals("unknown") && other.equals("unsat")
                || other.equals("unknown");
    }

    private static boolean installed(String solver) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, solver)));
    }

    private static String ask(String solver, Path script) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(solver));
        command.addAll(SOLVERS.getOrDefault(solver, List.of()));
        command.add(script.toString());
        Path answer = script.resolveSibling("answer");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
        if (!process.waitFor(2L * LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            return "unknown";
        }
        String said = Files.readString(answer, StandardCharsets.UTF_8).strip();
        return said.isEmpty() || said.contains("timeout") || said.contains("interrupted") ? "unknown" : said;
    }
}
