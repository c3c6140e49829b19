package dev.ken.bpftrace;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures how often KEN and a labelled suite agree whether programs are legal. Not a test: the suite is a file that
/// the caller has, one JSON object a line with `program`, `stage`, `expect` (`ok` or `error`) and `flags`; cases with
/// flags need a mocked world and are left out. Prints every disagreement, then the counts.
final class SuiteAgreement {
    private SuiteAgreement() {}

    /// Arguments: the file, and the version of bpftrace that its labels are of.
    public static void main(String[] arguments) throws IOException {
        KernelModel kernel = Snapshots.recorded();
        Dialect dialect = Dialect.named(arguments[1]).orElseThrow();
        CheckSettings settings = new CheckSettings(dialect, Optional.of(List.of()), SuiteAgreement::there, false);
        Map<String, int[]> counts = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            if (!(JsonReader.read(line).json().orElseThrow() instanceof Json.Obj one)
                    || !one.text("flags").orElse("").isEmpty()) {
                continue;
            }
            String stage = one.text("stage").orElse("");
            Source program = new Source("program", one.text("program").orElse(""));
            Parsed parsed = BpftraceParser.parse(program);
            List<Diagnostic> all = new ArrayList<>(parsed.diagnostics());
            if (all.isEmpty()) {
                Checked checked = Checker.check(parsed.script(), kernel, settings);
                checked.diagnostics().stream()
                        .filter(diagnostic ->
                                !stage.equals("parse") || diagnostic.code().equals("unknown-function"))
                        .forEach(all::add);
            }
            String said = first(all);
            int[] count = counts.computeIfAbsent(stage, _ -> new int[2]);
            count[1]++;
            if (said.isEmpty() == one.text("expect").orElse("").equals("ok")) {
                count[0]++;
            } else {
                System.out.println(stage + "\t" + one.text("expect").orElse("") + "\t"
                        + one.text("source").orElse("") + "\t" + program.text().replace("\n", "\\n") + "\t" + said);
            }
        }
        counts.forEach((stage, count) -> System.out.println(stage + " " + count[0] + "/" + count[1]));
    }

    private static boolean there(String path) {
        return path.contains("/")
                ? Files.exists(Path.of(path))
                : Files.exists(Path.of("/usr/bin", path)) || Files.exists(Path.of("/usr/sbin", path));
    }

    private static String first(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR
                        || diagnostic.code().equals("unsafe-function"))
                .map(Diagnostic::message)
                .findFirst()
                .orElse("");
    }
}
