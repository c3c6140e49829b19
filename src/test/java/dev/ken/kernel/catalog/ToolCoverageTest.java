package dev.ken.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.kernel.Snapshots;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the tools of the bcc and bpftrace collections observe can be said: each kind of `catalog/tools.coverage` is
/// there, with points, and the support matrix tells the same.
class ToolCoverageTest {
    @Test
    void everyToolHasItsKinds() throws IOException {
        CuratedCatalog catalog = CuratedCatalog.of(Snapshots.recorded());
        String matrix = Files.readString(Path.of("docs/support-matrix.md"));
        List<String> wrong = new ArrayList<>();
        int tools = 0;
        for (String line : lines()) {
            String[] sides = line.split(" = ", 2);
            String tool = sides[0].split(" ")[0];
            tools++;
            if (!matrix.contains("| " + tool + " |")) {
                wrong.add(tool + " is not in the support matrix");
            }
            if (sides[1].equals("any") || sides[1].startsWith("not ")) {
                continue;
            }
            for (String name : sides[1].split(" ")) {
                EventKind kind = catalog.curated().get(name);
                if (kind == null || kind.points().isEmpty()) {
                    wrong.add(tool + ": no kind " + name);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tools).isGreaterThan(130);
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = ToolCoverageTest.class.getResourceAsStream("/catalog/tools.coverage")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
