package dev.ken.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// KEN stops at the same stage as bpftrace 0.17.0 for a table of programs; what that said is written down there.
class VerdictTableTest {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final CheckSettings SETTINGS = new CheckSettings(
            Dialect.V0_17,
            Optional.of(List.of()),
            path -> path.equals("bash")
                    || path.equals("*")
                    || path.equals("libc")
                    || path.matches("/bin/(bash|b\\*sh|sh)"),
            true);

    @Test
    void stagesAreThoseOfTheRealOne() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/bpftrace-0.17.verdicts"))) {
            if (!line.startsWith("#")) {
                String[] parts = line.split("\t", 2);
                Legality legality = Legality.of(new Source("program", parts[1]), KERNEL, SETTINGS);
                String stage = legality.stage().name().toLowerCase(Locale.ROOT);
                if (!stage.equals(parts[0])) {
                    wrong.add(line + " (KEN: " + stage + " " + legality.diagnostics() + ")");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
