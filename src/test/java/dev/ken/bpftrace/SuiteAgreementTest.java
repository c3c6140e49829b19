package dev.ken.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ken.bpftrace.Legality.Stage;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How often KEN and a labelled suite agree where a program stops. The suite is a file that the caller has
/// (`-Dbpftrace.suite=FILE`, `-Dbpftrace.dialect=0.17`), one JSON object a line with `program`, `stage` (`parse` or
/// `semantic`), `expect` (`ok` or `error`) and `flags`; cases with flags need a mocked world and are left out.
class SuiteAgreementTest {
    private static final int LEAST_PERCENT = 97;

    @Test
    void stagesAreThoseOfTheSuite() throws IOException {
        String file = System.getProperty("bpftrace.suite", "");
        assumeTrue(!file.isEmpty(), "no suite is given (-Dbpftrace.suite=FILE)");
        KernelModel kernel = Snapshots.recorded();
        Dialect dialect =
                Dialect.named(System.getProperty("bpftrace.dialect", "0.17")).orElseThrow();
        CheckSettings settings = new CheckSettings(dialect, Optional.of(List.of()), SuiteAgreementTest::there, false);
        Map<String, int[]> counts = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of(file))) {
            if (!(JsonReader.read(line).json().orElseThrow() instanceof Json.Obj one)
                    || !one.text("flags").orElse("").isEmpty()
                    || !one.text("stage").orElse("").matches("parse|semantic")) {
                continue;
            }
            Source program = new Source("program", one.text("program").orElse(""));
            Legality legality = Legality.of(program, kernel, settings);
            boolean right = right(one, legality.stage());
            int[] count = counts.computeIfAbsent(one.text("stage").orElse(""), _ -> new int[2]);
            count[0] += right ? 1 : 0;
            count[1]++;
            if (!right) {
                System.out.println(
                        one.text("stage").orElse("") + "\t" + one.text("expect").orElse("") + "\t"
                                + program.text().replace("\n", "\\n") + "\t" + legality.stage() + "\t"
                                + legality.diagnostics().stream()
                                        .map(Diagnostic::message)
                                        .findFirst()
                                        .orElse(""));
            }
        }
        counts.forEach((stage, count) -> System.out.println(stage + " " + count[0] + "/" + count[1]));
        counts.forEach((stage, count) ->
                assertThat(count[0] * 100).as(stage).isGreaterThanOrEqualTo(LEAST_PERCENT * count[1]));
    }

    /// A test of the grammar says nothing of the meaning.
    private static boolean right(Json.Obj one, Stage stage) {
        boolean legal = one.text("expect").orElse("").equals("ok");
        return one.text("stage").orElse("").equals("parse")
                ? (stage != Stage.PARSE) == legal
                : stage == (legal ? Stage.OK : Stage.SEMANTIC);
    }

    private static boolean there(String path) {
        return path.contains("/")
                ? Files.exists(Path.of(path))
                : Files.exists(Path.of("/usr/bin", path)) || Files.exists(Path.of("/usr/sbin", path));
    }
}
