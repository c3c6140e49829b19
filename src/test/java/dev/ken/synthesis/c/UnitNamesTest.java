package dev.ken.synthesis.c;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.source.Source;
import dev.ken.synthesis.Rendering;
import org.junit.jupiter.api.Test;

/// What is told in KiB is not named `bytes`, neither in records nor in tables.
class UnitNamesTest {
    private static final KernelModel KERNEL = Snapshots.recorded();

    @Test
    void columnsAreNamedAfterTheUnitThatTheyAreIn() {
        assertThat(program("report pid, bytes in KiB of file.read"))
                .contains("__u64 KiB;", "e->KiB = ")
                .doesNotContain("__u64 bytes;");
        assertThat(program("report pid, bytes of file.read")).contains("__u64 bytes;");
    }

    @Test
    void tablesAndTheirMembersAre() {
        assertThat(program("maximum bytes of file.read in KiB with pid, bytes in MiB\nby process"))
                .contains("} largest_KiB SEC", "__u64 MiB;")
                .doesNotContain("largest_bytes");
        assertThat(program("maximum bytes of file.write in KiB")).contains("} KiB_maximum SEC");
    }

    private static String program(String text) {
        Intent intent = IntentText.parse(new Source("intent", text)).intent().orElseThrow();
        return CRenderer.render(intent, CuratedCatalog.of(KERNEL), KERNEL)
                        instanceof Rendering.Rendered(String c, var _)
                ? c
                : "";
    }
}
