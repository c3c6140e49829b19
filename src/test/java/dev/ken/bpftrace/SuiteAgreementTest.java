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
/// `semantic`), `expect` (`ok` or `error`) and `flags`. Cases with flags need more: `unsafe` allows what changes the
/// system, `pre=` stands for a world that their author made, of which only the parameters are known here
/// (`1`, `hello`, `0x123`). They are counted apart, and nothing is asked of their number.
class SuiteAgreementTest {
    private static final int LEAST_PERCENT = 97;
    private static final String FLAGS = " with flags";

    @Test
    void stagesAreThoseOfTheSuite() throws IOException {
        String file = System.getProperty("bpftrace.suite", "");
        assumeTrue(!file.isEmpty(), "no suite is given (-Dbpftrace.suite=FILE)");
        KernelModel kernel = Snapshots.recorded();
        Dialect dialect =
                Dialect.named(System.getProperty("bpftrace.dialect", "0.17")).orElseThrow();
        Map<String, int[]> counts = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of(file))) {
            if (!(JsonReader.read(line).json().orElseThrow() instanceof Json.Obj one)
                    || !one.text("stage").orElse("").matches("parse|semantic")) {
                continue;
            }
            Source program = new Source("program", one.text("program").orElse(""));
            Legality legality = Legality.of(program, kernel, settings(one, dialect));
            boolean right = right(one, legality.stage());
            int[] count = counts.computeIfAbsent(group(one), _ -> new int[2]);
            count[0] += right ? 1 : 0;
            count[1]++;
            if (!right) {
                System.out.println(group(one) + "\t" + one.text("expect").orElse("") + "\t"
                        + program.text().replace("\n", "\\n") + "\t" + legality.stage() + "\t"
                        + legality.diagnostics().stream()
                                .map(Diagnostic::message)
                                .findFirst()
                                .orElse(""));
            }
        }
        counts.forEach((stage, count) -> System.out.println(stage + " " + count[0] + "/" + count[1]));
        counts.forEach((stage, count) -> assertThat(count[0] * 100)
                .as(stage)
                .isGreaterThanOrEqualTo(stage.endsWith(FLAGS) ? 0 : LEAST_PERCENT * count[1]));
    }

    private static String group(Json.Obj one) {
        String flags = one.text("flags").orElse("");
        return one.text("stage").orElse("") + (flags.isEmpty() ? "" : FLAGS);
    }

    private static CheckSettings settings(Json.Obj one, Dialect dialect) {
        String flags = one.text("flags").orElse("");
        return new CheckSettings(
                dialect,
                Optional.of(flags.contains("bpftrace") ? List.of("1", "hello", "0x123") : List.of()),
                SuiteAgreementTest::there,
                flags.contains("unsafe"));
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
